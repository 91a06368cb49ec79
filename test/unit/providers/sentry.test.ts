import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { sentryProject } from "../../../providers/sentry/sentry-project.ts";
import { sentryTeam } from "../../../providers/sentry/sentry-team.ts";
import { type Stage, setStage } from "./stage.ts";

const organization = "acme";
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  await stage.control("POST seed", {
    vendor: "sentry",
    accounts: { organizations: [{ slug: organization, teams: ["web", "ops"] }] },
  });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const web: Properties = { organization, teams: ["web"], name: "Web", slug: "web" };

/** Every input away from its default. */
const everything: Properties = {
  organization,
  teams: ["ops", "web"],
  name: "Web App",
  slug: "web-app",
  platform: "javascript-nextjs",
  defaultRules: false,
  defaultKey: false,
  resolveAge: 720,
  digestsMinDelay: 60,
  digestsMaxDelay: 600,
  subjectPrefix: "[web] ",
  subjectTemplate: "$title",
  defaultEnvironment: "production",
  highlightTags: ["environment", "release"],
  highlightContext: { user: ["email", "id"] },
  fingerprintingRules: "error.type:DatabaseUnavailable -> system-down",
  groupingEnhancements: "stack.function:panic_handler ^-group",
  filters: { blacklistedIps: ["192.0.2.1"], releases: ["1.*", "2.*"], errorMessages: ["TypeError*"] },
  clientSecurity: {
    allowedDomains: ["*.example.com", "example.com"],
    scrapeJavascript: false,
    securityToken: "0123456789abcdef0123456789abcdef",
    securityTokenHeader: "X-Ours",
    verifyTlsSsl: true,
  },
  dataScrubber: false,
  dataScrubberDefaults: false,
  scrubIpAddresses: true,
  sensitiveFields: ["card", "ssn"],
  safeFields: ["id"],
  relayPiiConfig: { applications: { "**": ["@ip:remove"] } },
  storeCrashReports: 0,
  enableAutoReleaseCreation: false,
  scmSourceContextEnabled: false,
};

const gone = async (token: string, made: Parameters<Stage["read"]>[1]) => {
  await stage.delete(token, made);
  expect(await stage.read(token, made)).toBeUndefined();
  await stage.delete(token, made);
};

describe("a Sentry team", () => {
  const team = { organization, name: "Platform Team", slug: "platform" };

  it("is made, read, imported, changed in place and deleted", async () => {
    const made = await stage.create("SentryTeam", team);
    expect(made.id).toBe("acme/platform");
    expect((await stage.read("SentryTeam", made))?.inputs).toEqual(made.inputs);
    expect((await stage.import("SentryTeam", made.id))?.inputs).toEqual(made.inputs);
    const renamed = await stage.update("SentryTeam", made, { ...team, name: "Core", slug: "core" });
    expect((await stage.read("SentryTeam", renamed))?.inputs).toEqual(renamed.inputs);
    await gone("SentryTeam", renamed);
  });

  it("is made once when the answer is lost, and never taken over", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create("SentryTeam", team);
    expect(made.state["internalId"]).toMatch(/^\d+$/);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    await expect(stage.create("SentryTeam", team)).rejects.toThrow(
      "pulumi import sentry:index/sentryTeam:SentryTeam example 'acme/platform'",
    );
  });

  it("has the slug that Sentry would make of its name", async () => {
    const made = await stage.create("SentryTeam", { organization, name: "Größe & Core  Team" });
    expect(made.inputs["slug"]).toBe("groe-core-team");
    expect((await stage.read("SentryTeam", made))?.inputs).toEqual(made.inputs);
    await expect(stage.create("SentryTeam", { organization, name: "123" })).rejects.toThrow("slug cannot be made");
  });
});

describe("a Sentry project", () => {
  it("is made, and reads back as it was declared", async () => {
    const made = await stage.create("SentryProject", web);
    expect(made.id).toBe("acme/web");
    expect((await stage.read("SentryProject", made))?.inputs).toEqual(made.inputs);
  });

  it("reads back every setting as it was declared", async () => {
    expect(Object.keys(everything).toSorted()).toEqual(Object.keys(sentryProject.inputs.shape).toSorted());
    const made = await stage.create("SentryProject", everything);
    expect((await stage.read("SentryProject", made))?.inputs).toEqual(made.inputs);
  });

  it("goes back to the defaults when its settings are taken away, by one PUT", async () => {
    const made = await stage.create("SentryProject", everything);
    await stage.journal();
    const plain = await stage.update("SentryProject", made, { ...web, name: "Web App", slug: "web-app" });
    const number = made.state["internalId"];
    expect(await stage.writes()).toEqual([
      `PUT /api/0/projects/acme/${number}/`,
      `DELETE /api/0/projects/acme/${number}/teams/ops/`,
    ]);
    expect((await stage.read("SentryProject", plain))?.inputs).toEqual(plain.inputs);
  });

  it("sends nothing when it is as it is declared", async () => {
    const made = await stage.create("SentryProject", everything);
    await stage.journal();
    await stage.update("SentryProject", made, everything);
    expect(await stage.writes()).toEqual([]);
  });

  it("keeps its identity when the slug changes, here or behind its back", async () => {
    const made = await stage.create("SentryProject", web);
    await stage.vendor("PUT /api/0/projects/acme/web/", { slug: "site" });
    const found = await stage.read("SentryProject", made);
    expect(found?.inputs["slug"]).toBe("site");
    const back = await stage.update("SentryProject", made, web);
    expect((await stage.read("SentryProject", back))?.inputs).toEqual(made.inputs);
  });

  it("sees a change behind its back, also of what nobody declared", async () => {
    const made = await stage.create("SentryProject", web);
    const options = { "filters:releases": "3.*" };
    await stage.vendor("PUT /api/0/projects/acme/web/", {
      resolveAge: 24,
      verifySSL: true,
      highlightTags: ["x"],
      options,
    });
    const found = await stage.read("SentryProject", made);
    if (found === undefined) throw new Error("gone");
    expect(stage.diff("SentryProject", found, web).map(({ path }) => path)).toEqual([
      "resolveAge",
      "highlightTags",
      "filters.releases[0]",
      "clientSecurity.verifyTlsSsl",
    ]);
  });

  it("loses the key that Sentry makes with it where that is not wanted", async () => {
    await stage.create("SentryProject", { ...web, defaultKey: false });
    await stage.create("SentryProject", { ...web, slug: "other" });
    const keys = async (slug: string) => (await stage.vendor(`GET /api/0/projects/acme/${slug}/keys/`)).body;
    expect(await keys("web")).toEqual([]);
    expect(await keys("other")).toHaveLength(1);
  });

  it("sees that key when a killed run left it, and takes it away", async () => {
    const inputs = { ...web, defaultKey: false };
    const made = await stage.create("SentryProject", inputs);
    await stage.vendor("POST /api/0/projects/acme/web/keys/", { name: "Default" });
    await stage.vendor("POST /api/0/projects/acme/web/keys/", { name: "browser" });
    const seen = await stage.read("SentryProject", made);
    expect(seen && stage.diff("SentryProject", seen, inputs)).toEqual([
      { path: "defaultKey", kind: "add", replaces: false },
    ]);
    const mended = seen && (await stage.update("SentryProject", seen, inputs));
    expect((await stage.vendor("GET /api/0/projects/acme/web/keys/")).body).toMatchObject([{ name: "browser" }]);
    const calm = mended && (await stage.read("SentryProject", mended));
    expect(calm && stage.diff("SentryProject", calm, inputs)).toEqual([]);
  });

  it("is made once and finished when the answer to its creation is lost", async () => {
    const fault = { vendor: "sentry", method: "POST", pathPattern: "/projects/$", times: 1, kind: "drop-response" };
    await stage.control("POST faults", fault);
    const made = await stage.create("SentryProject", everything);
    expect((await stage.writes()).filter((call) => /^POST .*\/projects\/$/.test(call))).toHaveLength(1);
    expect((await stage.read("SentryProject", made))?.inputs).toEqual(made.inputs);
    expect((await stage.vendor("GET /api/0/projects/acme/web-app/keys/")).body).toEqual([]);
  });

  it("waits for a slug whose project is still being deleted", async () => {
    const made = await stage.create("SentryProject", web);
    await stage.delete("SentryProject", made);
    const again = await stage.create("SentryProject", web);
    expect(again.state["internalId"]).not.toBe(made.state["internalId"]);
  });

  it("is never taken over; reads as gone when it is gone", async () => {
    const made = await stage.create("SentryProject", web);
    await expect(stage.create("SentryProject", web)).rejects.toThrow(
      "pulumi import sentry:index/sentryProject:SentryProject example 'acme/web'",
    );
    await gone("SentryProject", made);
  });

  it("gets another security token when the declared one is taken away", async () => {
    const made = await stage.create("SentryProject", { ...web, clientSecurity: { securityToken: "chosen" } });
    const found = await stage.import("SentryProject", "acme/web");
    expect(found?.inputs["clientSecurity"]).toMatchObject({ securityToken: "chosen" });
    const plain = await stage.update("SentryProject", made, web);
    const { body } = await stage.vendor("GET /api/0/projects/acme/web/");
    expect(body).toMatchObject({ securityToken: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect((await stage.read("SentryProject", plain))?.inputs).toEqual(plain.inputs);
  });

  it("has its security token as a secret", () => {
    expect(sentryProject.secrets).toEqual(["clientSecurity"]);
  });
});

describe("a Sentry token", () => {
  it("that is wrong is told as such, without being shown", async () => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, SENTRY_AUTH_TOKEN: "sntryu_wrongwrong" };
    const client = sentry.configure({}, { environment, signal });
    const failure = sentryTeam.read({ client, signal }, "acme/web", {});
    await expect(failure).rejects.toThrow(/401: Invalid token[\s\S]*token in SENTRY_AUTH_TOKEN/);
    await expect(failure).rejects.not.toThrow("sntryu_wrong");
  });
});
