import { describe, expect, it } from "vitest";
import { definition, parse, problems, secrets, stacks } from "../../support/platform.ts";

const mobile = (profiles: object, more: object = {}) => ({ root: "apps/mobile", easCli: "24.8.0", profiles, ...more });
const release = { staging: { on: "both" }, production: { approval: false } };
const building = (declared: object, more: object = {}) => ({
  stack: "production" as const,
  definition: { ...definition, release, mobile: declared, ...more },
  data: { ...stacks.production, deployments: { tags: ["v*"] } },
  secrets: { ...secrets, EXPO_TOKEN: { encrypted: true } },
});
const told = (changed: Parameters<typeof problems>[0]) =>
  problems(changed).map(({ code, where, problem }) => ({ code, where, problem }));

describe("a mobile app", () => {
  it("is built for each profile when it says, in the environment that it says", () => {
    const profiles = {
      development: {},
      preview: { on: "pullRequest", platform: "android" },
      production: { on: "tag", stage: "live" },
    };
    expect(parse(building(mobile(profiles))).mobile).toEqual({
      ...{ root: "apps/mobile", script: "mobile:build", easCli: "24.8.0" },
      builds: [
        { profile: "development", on: undefined, platform: "all", stack: "staging" },
        { profile: "preview", on: "pullRequest", platform: "android", stack: "staging" },
        { profile: "production", on: "tag", platform: "all", stack: "production" },
      ],
    });
  });

  it("brings its token, which nobody else needs", () => {
    const changed = building(mobile({ preview: {} }));
    expect(parse(changed).secrets).toContainEqual(
      expect.objectContaining({ name: "EXPO_TOKEN", requiredBy: "mobile", consumers: ["workflow"] }),
    );
    expect(told({ ...changed, secrets }).map(({ code, where }) => [code, where])).toEqual([
      ["secret/missing", expect.stringContaining("secrets:EXPO_TOKEN")],
    ]);
    expect(parse({ stack: "production" }).secrets.map(({ name }) => name)).not.toContain("EXPO_TOKEN");
  });
});

describe("a mobile app is refused", () => {
  it.each<[string, object, object, string, string]>([
    [
      "without a release",
      { preview: {} },
      { release: undefined },
      "src/platform.ts release",
      "a pipeline of it builds",
    ],
    [
      "where pull requests build it, and get in nowhere",
      { preview: { on: "pullRequest" } },
      { release: { ...release, staging: { on: "main" } } },
      "src/platform.ts mobile.profiles.preview.on",
      "get into an environment only where they are previewed",
    ],
    [
      "where pull requests build it, and their previews are not wanted",
      { preview: { on: "pullRequest" } },
      { release: { ...release, without: { preview: { reason: "previews come from Vercel" } } } },
      "src/platform.ts mobile.profiles.preview.on",
      "so their jobs have no EXPO_TOKEN",
    ],
    [
      "where a pull request would get into production's environment",
      { production: { on: "pullRequest", stage: "live" } },
      {},
      "src/platform.ts mobile.profiles.production.stage",
      "what nobody has reviewed gets no keys of what customers use",
    ],
  ])("%s", (_, profiles, more, where, problem) => {
    const found = told(building(mobile(profiles), more));
    expect(found).toHaveLength(1);
    expect(found[0]?.where).toBe(where);
    expect(found[0]?.problem).toContain(problem);
  });

  it.each<[string, object, object, string, string]>([
    [
      "a tag",
      { branches: ["main"] },
      { on: "tag" },
      "deployments.tags[0]",
      "is built for a tag, and none gets in here",
    ],
    ["main", { branches: ["trunk"] }, { on: "main" }, "deployments.branches[0]", 'on the default branch "main"'],
  ])("where %s builds it, and does not get into that environment", (_, deployments, profile, path, problem) => {
    const found = told({
      ...building(mobile({ store: { ...profile, stage: "live" } }), {
        release: { ...release, without: { "deploy-production": { reason: "another pipeline does that one" } } },
      }),
      data: { ...stacks.production, deployments },
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      code: "mobile/unfit",
      where: `Pulumi.production.yaml groundplan:environment.${path}`,
    });
    expect(found[0]?.problem).toContain(problem);
  });

  it.each<[string, object, string, string]>([
    ["no profile", mobile({}), "profiles", "must name a profile"],
    ["a profile that is no name", mobile({ "a b": {} }), 'profiles["a b"]', "its name must be letters, digits"],
    ["a time that is none", mobile({ a: { on: "nightly" } }), "profiles.a.on", "allowed: pullRequest, main, tag"],
    [
      "phones that EAS does not build for",
      mobile({ a: { platform: "web" } }),
      "profiles.a.platform",
      "allowed: ios, android, all",
    ],
    ["a stage that is none", mobile({ a: { stage: "qa" } }), "profiles.a.stage", "allowed: trial, live"],
    [
      "the newest eas-cli, whatever that is",
      mobile({ a: {} }, { easCli: "latest" }),
      "easCli",
      "must be one release such as 24.8.0",
    ],
    ["a folder outside", mobile({ a: {} }, { root: "../mobile" }), "root", "must be a folder inside the repository"],
    ["a script that is none", mobile({ a: {} }, { script: "eas build" }), "script", "must be a script of package.json"],
  ])("with %s", (_, declared, path, problem) => {
    const found = told(building(declared));
    expect(found).toHaveLength(1);
    expect(found[0]?.where).toBe(`src/platform.ts mobile.${path}`);
    expect(found[0]?.problem).toContain(problem);
  });
});
