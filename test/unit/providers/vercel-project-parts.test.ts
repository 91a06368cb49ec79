import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { vercel as played } from "../../../loopback/vercel/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { projectProtectionBypass } from "../../../providers/vercel/project-protection-bypass.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
let projectId: string;
beforeAll(async () => {
  stage = await setStage(played, vercel);
});
beforeEach(async () => {
  const gitRepository = { type: "github", repo: "acme/web" };
  projectId = (await stage.create("Project", { name: "web", gitRepository })).id;
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const secret = "abcdefghijklmnopqrstuvwxyz012345";
const rule = {
  name: "api",
  conditionGroups: [{ conditions: [{ type: "path", op: "pre", value: "/api" }] }],
  action: { action: "deny" },
};
/** One of each, besides the project's id. */
const parts: [token: string, inputs: Properties, write: string][] = [
  ["DeployHook", { name: "nightly", ref: "main" }, "/deploy-hooks$"],
  ["CustomEnvironment", { name: "staging" }, "/custom-environments$"],
  ["ProjectDeploymentRetention", { expirationPreview: "1w" }, "/deployment-expiration$"],
  ["ProjectCrons", { enabled: false }, "/crons$"],
  ["AttackChallengeMode", { enabled: true, attackModeActiveUntil: 4_102_444_800_000 }, "/attack-mode$"],
  ["ProjectProtectionBypass", { secret, note: "tests" }, "/protection-bypass$"],
  [
    "ProjectRollingRelease",
    {
      advancementType: "automatic",
      stages: [{ targetPercentage: 10, duration: 15 }, { targetPercentage: 100 }],
    },
    "/rolling-release/config$",
  ],
  ["FirewallConfig", { rules: { rules: [rule] } }, "/firewall/config$"],
];

describe.each(parts)("a project's %s", (token, rest, write) => {
  const make = () => stage.create(token, { projectId, ...rest });

  it("is made once when the answer is lost, and reads back as it was declared", async () => {
    await stage.control("POST faults", { vendor: "vercel", pathPattern: write, times: 1, kind: "drop-response" });
    const made = await make();
    const found = await stage.read(token, made);
    expect(found?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
  });

  it("is gone with its project, and removed without complaint then", async () => {
    const made = await make();
    await stage.vendor(`DELETE /v9/projects/${projectId}`);
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
  });

  it("tells a wrong token without showing it", async () => {
    const made = await make();
    const wrong = "x".repeat(24);
    const { signal } = new AbortController();
    const client = vercel.configure({}, { environment: { ...stage.environment, VERCEL_API_TOKEN: wrong }, signal });
    const definition = vercel.resources.find((one) => one.token.endsWith(`:${token}`));
    const failure = Promise.resolve(definition?.read({ client, signal }, made.id, {}));
    await expect(failure).rejects.toThrow(/403 forbidden.*export a valid VERCEL_API_TOKEN/);
    await expect(failure).rejects.not.toThrow(wrong);
  });
});

describe("what is there already", () => {
  it.each(["DeployHook", "CustomEnvironment", "ProjectProtectionBypass", "ProjectRollingRelease", "FirewallConfig"])(
    "%s: a stranger's is never taken over",
    async (token) => {
      const [, rest = {}] = parts.find(([one]) => one === token) ?? [];
      const { id } = await stage.create(token, { projectId, ...rest });
      await expect(stage.create(token, { projectId, ...rest })).rejects.toThrow(`example '${id}'`);
    },
  );
});

describe("settings that outlive their resource", () => {
  it.each<[string, Properties]>([
    ["ProjectDeploymentRetention", { expirationPreview: "unlimited" }],
    ["ProjectCrons", { enabled: true }],
    ["AttackChallengeMode", { enabled: false }],
  ])("%s goes back to Vercel's default", async (token, standard) => {
    const [, rest = {}] = parts.find(([one]) => one === token) ?? [];
    const made = await stage.create(token, { projectId, ...rest });
    await stage.delete(token, made);
    expect((await stage.import(token, projectId))?.inputs).toMatchObject(standard);
  });
});

describe("a protection bypass", () => {
  const token = "ProjectProtectionBypass";

  it("makes a secret once, keeps it, and never shows it in the id", async () => {
    const made = await stage.create(token, { projectId });
    const kept = String(made.state["secret"]);
    expect(kept).toMatch(/^[a-zA-Z0-9]{32}$/);
    expect(made.id).not.toContain(kept);
    const { signal } = new AbortController();
    const client = vercel.configure({}, { environment: stage.environment, signal });
    const again = await projectProtectionBypass.check?.(
      { client, signal },
      { projectId, note: "", isEnvVar: false },
      { secret: kept },
    );
    expect(again?.inputs?.secret).toBe(kept);
  });

  it("hands the environment variable on before it goes", async () => {
    const first = await stage.create(token, { projectId, note: "first" });
    const second = await stage.create(token, { projectId, note: "second" });
    await stage.delete(token, first);
    const { body } = await stage.vendor(`GET /v9/projects/${projectId}`);
    expect(Object.values((body as { protectionBypass: object }).protectionBypass)).toMatchObject([{ isEnvVar: true }]);
    await stage.delete(token, second);
    await stage.delete(token, second);
  });

  it.each(["prj_1", `prj_1/${secret}`, "a/b/c/0123456789abcdef"])("refuses the import id %s", async (id) => {
    await expect(stage.import(token, id)).rejects.toThrow("fingerprint");
  });
});

describe("a custom environment", () => {
  it("is renamed in place, also when it was imported by its name", async () => {
    await stage.create("CustomEnvironment", { projectId, name: "staging" });
    const imported = await stage.import("CustomEnvironment", `${projectId}/staging`);
    if (imported === undefined) throw new Error("not found");
    const renamed = await stage.update("CustomEnvironment", imported, { projectId, name: "stage" });
    expect((await stage.read("CustomEnvironment", renamed))?.inputs["name"]).toBe("stage");
  });

  it("is named by its id in variables and domains, with or without the project", async () => {
    const { id, state } = await stage.create("CustomEnvironment", { projectId, name: "staging" });
    const variable = { projectId, key: "A", value: "b", sensitive: false };
    const checked = stage.check("ProjectEnvironmentVariable", { ...variable, customEnvironmentIds: [id] });
    expect(checked["customEnvironmentIds"]).toEqual([state["environmentId"]]);
    expect(() =>
      stage.check("ProjectEnvironmentVariable", { ...variable, customEnvironmentIds: [`${projectId}/staging`] }),
    ).toThrow("environmentId");
  });

  it.each(["production", "Staging", "a".repeat(33)])("is not called %s", (name) => {
    expect(() => stage.check("CustomEnvironment", { projectId, name })).toThrow("name");
  });
});

describe("a firewall", () => {
  it("keeps a rule's id when it changes, by its name", async () => {
    const made = await stage.create("FirewallConfig", { projectId, rules: { rules: [rule, { ...rule, name: "b" }] } });
    const ids = async () => {
      const { body } = await stage.vendor(`GET /v1/security/firewall/config/active?projectId=${projectId}`);
      return (body as { rules: { id: string }[] }).rules.map(({ id }) => id);
    };
    const before = await ids();
    await stage.update("FirewallConfig", made, { projectId, rules: { rules: [{ ...rule, name: "b" }, rule] } });
    expect(await ids()).toEqual(before.toReversed());
  });

  it("sees what was changed behind its back", async () => {
    const made = await stage.create("FirewallConfig", { projectId });
    await stage.vendor(`PUT /v1/security/firewall/config?projectId=${projectId}`, {
      firewallEnabled: true,
      managedRules: { ai_bots: { active: true, action: "deny" } },
      ips: [{ hostname: "*", ip: "192.0.2.1", action: "bypass" }],
    });
    const found = await stage.read("FirewallConfig", made);
    if (found === undefined) throw new Error("gone");
    expect(stage.diff("FirewallConfig", found, { projectId }).map(({ path }) => path)).toEqual([
      "managedRulesets",
      "ipRules",
    ]);
  });

  it("names every rule that cannot be, at once", async () => {
    const wrong = [
      { ...rule, action: { action: "rate_limit" } },
      { ...rule, action: { action: "deny", redirect: { location: "/", permanent: true } } },
      { ...rule, name: "c", conditionGroups: [{ conditions: [{ type: "header", op: "eq", value: "x" }] }] },
      { ...rule, name: "d", conditionGroups: [{ conditions: [{ type: "path", op: "inc", value: "x" }] }] },
      { ...rule, name: "e", conditionGroups: [{ conditions: [{ type: "path", op: "ex", value: "x" }] }] },
    ];
    const failure = await stage.create("FirewallConfig", { projectId, rules: { rules: wrong } }).catch(String);
    for (const text of ["rules[0].action.rateLimit", 'name "api" is taken', "rules[1].action.redirect"])
      expect(failure).toContain(text);
    for (const text of ["needs key for header", "needs values, not value", "takes no value for ex"])
      expect(failure).toContain(text);
    expect(await stage.writes()).toEqual([]);
  });

  it("tells the vendor's refusal", async () => {
    await stage.control("POST faults", { vendor: "vercel", method: "PUT", times: 1, kind: "status", status: 402 });
    await expect(stage.create("FirewallConfig", { projectId })).rejects.toThrow(
      "PUT /v1/security/firewall/config answered 402",
    );
  });
});

describe("a rolling release", () => {
  it("names every stage that cannot be, at once", async () => {
    const stages = [
      { targetPercentage: 50 },
      { targetPercentage: 50, duration: 5 },
      { targetPercentage: 90, duration: 1 },
    ];
    const wanted = { projectId, advancementType: "automatic", stages };
    const failure = await stage.create("ProjectRollingRelease", wanted).catch(String);
    for (const text of ["stages[0].duration is required", "stages[1].targetPercentage must be more"])
      expect(failure).toContain(text);
    for (const text of ["stages[2].targetPercentage must be 100", "stages[2].duration does not belong"])
      expect(failure).toContain(text);
    expect(await stage.writes()).toEqual([]);
  });
});
