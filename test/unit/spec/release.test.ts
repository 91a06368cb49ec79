import { describe, expect, it } from "vitest";
import { everyEnvironment } from "../../../src/spec/repository.ts";
import { definition, parse, problems, type StackName, stacks } from "../../support/platform.ts";

const people = { approvers: ["ana"] };
/** The platform's repository, whose people those are. */
const repository = { people: { ana: { user: 7 } } };
const production = (deployments: object = people) => ({ ...stacks.production, deployments });
/** The small platform with a release. */
const releasing = (release: object, more: object = {}) => ({
  stack: "production" as const,
  definition: { ...definition, repository, ...more, release },
  data: production(),
});
const inStack = (stack: StackName) => ({ stack, data: stack === "production" ? production() : stacks[stack] });
const told = (changed: Parameters<typeof problems>[0]) =>
  problems(changed).map(({ code, where, problem, fix }) => ({ code, where, problem, fix }));

describe("a release", () => {
  it("that nobody declared is its checks alone, with every default to read", () => {
    const { release } = parse({
      stack: "production",
      definition: { ...definition, repository: { requiredChecks: ["check"] } },
    });
    expect(release).toMatchObject({
      pipelines: ["ci"],
      checks: [{ name: "check", script: "check", minutes: 15, postgres: false }],
      staging: { on: "main", stack: "staging" },
      production: { on: "main", approval: true, strategy: "promote", stack: "production" },
      health: { path: "/api/health", everyMinutes: 5 },
      smoke: [{ path: "/", status: 200 }],
      state: "pulumi-cloud",
    });
  });

  it("that is declared asks for every pipeline, but those that it gives a reason against", () => {
    const reason = "the vendor's own uptime monitor does it";
    const { release, optOuts } = parse(releasing({ without: { "health-check": { reason } } }));
    expect(release.pipelines).toHaveLength(11);
    expect(release.pipelines).not.toContain("health-check");
    expect(optOuts).toContainEqual({ what: "release.health-check", reason });
    expect(told(releasing({ without: { "health-check": { reason: "no" } } })).map(({ code }) => code)).toEqual([
      "config/invalid",
    ]);
  });

  it("knows which stack is tried and which is used, and neither on a laptop", () => {
    expect(parse({ stack: "staging" }).release).toMatchObject({
      staging: { stack: "staging" },
      production: { stack: "production" },
    });
    expect(parse({ stack: "local" }).release).toMatchObject({
      staging: { stack: undefined },
      production: { stack: undefined },
    });
  });

  it("of pull requests gives their jobs an environment of their own, beside the stack that they are deployed to", () => {
    const { repository } = parse(releasing({ staging: { on: "both" } }));
    expect(repository.previewEnvironment).toEqual({
      ...{ stack: "staging", name: "preview", branches: ["refs/pull/*/merge"], tags: [] },
      ...{ approvers: [], waitMinutes: 0 },
    });
    expect(everyEnvironment(repository).map(({ name, branches }) => [name, branches])).toEqual([
      ["production", ["main"]],
      ["staging", ["main"]],
      ["preview", ["refs/pull/*/merge"]],
    ]);
  });

  it("of pull requests is known to every stack, though one alone declares it", () => {
    const of = (stack: StackName) => parse({ ...releasing({ staging: { on: "pullRequest" } }), ...inStack(stack) });
    expect(of("staging").repository.environments).toEqual([]);
    expect(of("staging").repository.previewEnvironment).toEqual(of("production").repository.previewEnvironment);
  });

  it.each([
    ["that deploys none", "production", { staging: { on: "main" } }, stacks.production],
    [
      "whose previews come from elsewhere",
      ...["production" as const, { staging: { on: "both" }, without: { preview: { reason: "Vercel makes them" } } }],
      stacks.production,
    ],
    ["on a laptop, where nothing is tried before its release", "local", { staging: { on: "both" } }, stacks.local],
  ] as const)("has no environment of pull requests %s", (_, stack, release, data) => {
    const { repository } = parse({ ...releasing({ production: { approval: false }, ...release }), stack, data });
    expect(repository.previewEnvironment).toBeUndefined();
    expect(everyEnvironment(repository).flatMap(({ branches }) => branches)).not.toContain("refs/pull/*/merge");
  });

  it("has one in a universe of its own where that is for trying releases", () => {
    const data = { ...stacks.staging, vendors: "loopback" };
    const { repository } = parse({ ...releasing({ staging: { on: "both" } }), stack: "staging", data });
    expect(everyEnvironment(repository).map(({ name }) => name)).toEqual(["staging", "preview"]);
  });

  it("scans code where that costs nothing, and where somebody says that it was bought", () => {
    const scans = (visibility: string, security: object) =>
      parse(
        releasing(
          { security, without: { backup: { reason: "dumps of a public repository would be everybody's" } } },
          { repository: { ...repository, visibility } },
        ),
      ).release.security.codeScanning;
    expect([scans("private", {}), scans("internal", {}), scans("public", {})]).toEqual([false, false, true]);
    expect([scans("private", { codeScanning: true }), scans("public", { codeScanning: false })]).toEqual([true, false]);
  });

  it("names a script for each check, its own name where none is named", () => {
    const { checks } = parse(
      releasing({ checks: [{ name: "lint" }, { name: "unit tests", script: "test:unit" }] }),
    ).release;
    expect(checks.map(({ name, script }) => [name, script])).toEqual([
      ["lint", "lint"],
      ["unit tests", "test:unit"],
    ]);
  });
});

describe("a release is refused", () => {
  it.each(["preview", "Preview"])("where a stack is called %s, as the environment of pull requests is", (stack) => {
    const taken = { ...stacks.staging, apps: { web: { hosts: ["taken"] } } };
    const releases = releasing({ staging: { on: "both" } });
    expect(told({ ...releases, others: { [stack]: taken } })).toEqual([
      {
        code: "name/taken",
        where: `the stack "${stack}"`,
        problem: 'cannot have its GitHub environment: "preview" is that of pull requests',
        fix: `rename the stack and its Pulumi.${stack}.yaml, or write release.without.preview with a reason`,
      },
    ]);
    expect(told({ ...releasing({ staging: { on: "main" } }), others: { [stack]: taken } })).toEqual([]);
  });

  it.each([
    [
      "people approve, and nobody may",
      { production: { approval: true } },
      {},
      "nobody may approve one",
      "<a name from repository.people>",
    ],
    ["tags deploy, and none may", { production: { on: "tag" } }, people, "none may deploy here", "'v*'"],
    [
      "main deploys, and it may not",
      {},
      { ...people, branches: ["trunk"] },
      'the default branch "main" is deployed here',
      "main",
    ],
    [
      "its nights start on a branch that may not",
      { production: { on: "tag", approval: false } },
      { branches: [], tags: ["v*"] },
      'start by night on the default branch "main"',
      "main",
    ],
  ])("where %s", (_, release, deployments, problem, value) => {
    const found = told({ ...releasing(release), data: production(deployments) });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: "release/unfit" });
    expect(found[0]?.where).toMatch(/^Pulumi\.production\.yaml groundplan:environment\.deployments\./);
    expect(found[0]?.problem).toContain(problem);
    expect(found[0]?.fix).toContain(value);
  });

  it("but not where people start every job of production, on whatever ref may deploy", () => {
    const data = production({ ...people, branches: [], tags: ["v*"] });
    expect(told({ ...releasing({ production: { on: "tag" } }), data })).toEqual([]);
  });

  it("where staging's default branch may not deploy there, in staging's own file", () => {
    const data = { ...stacks.staging, deployments: { branches: ["develop"] } };
    const declared = { ...definition, release: { production: { approval: false } } };
    expect(told({ stack: "staging", definition: declared, data }).map(({ code }) => code)).toEqual(["release/unfit"]);
    const onPullRequests = { ...declared, release: { ...declared.release, staging: { on: "pullRequest" } } };
    expect(told({ stack: "staging", definition: onPullRequests, data })).toEqual([]);
  });

  it("where people are told through a secret that no job gets", () => {
    expect(told(releasing({ notify: { slack: "STRIPE_SECRET_KEY" } }))[0]).toMatchObject({
      code: "release/unknown",
      where: "src/platform.ts release.notify.slack",
      problem: 'is "STRIPE_SECRET_KEY"; allowed: the catalogue\'s secrets that workflows read, none yet.',
    });
  });

  it("where a public repository would publish its dumps", () => {
    const found = told(releasing({}, { repository: { ...repository, visibility: "public" } }));
    expect(found.map(({ problem }) => problem)).toEqual([
      "is missing: dumps are kept as artifacts, and everybody can read those of a public repository",
    ]);
  });

  it("where two checks have one name", () => {
    expect(told(releasing({ checks: [{ name: "lint" }, { name: "lint" }] }))[0]?.problem).toBe(
      '"lint" stands in the list twice',
    );
  });

  it.each([
    ["a script that is none", { checks: [{ name: "x", script: "a; b" }] }, "must be a script of package.json"],
    ["a script that its name is not", { checks: [{ name: "unit tests" }] }, "its name is no script of package.json"],
    ["a time that is none", { backups: { at: "25:00" } }, "must be a time of day in UTC"],
    ["a schedule that GitHub does not do", { health: { everyMinutes: 2 } }, "must be >=5"],
    ["a schedule that an hour does not hold evenly", { health: { everyMinutes: 7 } }, "must divide an hour"],
    ["a path that is none", { smoke: [{ path: "health" }] }, "must be a path that starts with '/'"],
    ["days that GitHub does not keep", { backups: { keepDays: 91 } }, "must be <=90"],
    ["an unknown pipeline", { without: { deploy: { reason: "because it is not wanted" } } }, ""],
  ])("for %s", (_, release, problem) => {
    const found = told(releasing(release));
    expect(found).toHaveLength(1);
    expect(found[0]?.problem).toContain(problem);
  });
});
