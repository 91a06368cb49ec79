import { createHash } from "node:crypto";
import type { Hand } from "./vercel-by-hand.ts";

/** The ids of `vercel-project-settings.ts`'s exhibits, made by hand. @param project the rich project's id */
export async function projectSettingsByHand({ team, call }: Hand, project: string): Promise<Record<string, string>> {
  const { id: workshop } = await call("POST /v11/projects", {
    name: "gallery-workshop",
    gitRepository: { type: "bitbucket", repo: "gallery/workshop" },
    resourceConfig: { functionDefaultMemoryType: "standard" },
  });
  await call(`POST /v2/projects/${workshop}/deploy-hooks`, { name: "nightly", ref: "main" });
  const { link } = await call(`POST /v2/projects/${workshop}/deploy-hooks`, { name: "cms", ref: "main" });

  const staging = await call(`POST /v9/projects/${project}/custom-environments`, {
    slug: "staging",
    description: "before production",
    branchMatcher: { type: "startsWith", pattern: "release/" },
  });
  await call(`POST /v9/projects/${project}/custom-environments`, { slug: "demo" });
  const { created: variable } = await call(`POST /v10/projects/${project}/env`, {
    ...{ key: "STAGE", value: "first value of it", type: "encrypted", customEnvironmentIds: [staging.id] },
  });
  await call(`POST /v10/projects/${project}/domains`, {
    ...{ name: "staging.gallery.example", customEnvironmentId: staging.id },
  });

  await call(`PATCH /v9/projects/${project}/deployment-expiration`, {
    expiration: "1m",
    expirationProduction: "1y",
    expirationCanceled: "1d",
    expirationErrored: "3m",
  });
  await call(`PATCH /v1/projects/${project}/rolling-release/config`, {
    ...{ enabled: true, advancementType: "automatic" },
    stages: [{ targetPercentage: 10, duration: 15 }, { targetPercentage: 50, duration: 30 }, { targetPercentage: 100 }],
  });
  await call(`PATCH /v1/projects/${project}/crons`, { enabled: false });
  await call("POST /v1/security/attack-mode", {
    projectId: project,
    attackModeEnabled: true,
    attackModeActiveUntil: 4_102_444_800_000,
  });
  await call(`PATCH /v1/projects/${project}/protection-bypass`, { generate: { note: "tests" } });
  const { protectionBypass } = await call(`PATCH /v1/projects/${project}/protection-bypass`, {
    generate: { note: "monitor" },
  });
  const [first = "", second = ""] = Object.keys(protectionBypass).map((secret) =>
    createHash("sha256").update(secret).digest("hex").slice(0, 16),
  );
  await firewallByHand(call, project);

  return {
    vercelProjectWorkshop: workshop,
    vercelDeployHook: `${workshop}/${link.deployHooks[0].id}`,
    vercelDeployHookOfTeam: `${team}/${workshop}/${link.deployHooks[1].id}`,
    vercelCustomEnvironment: `${team}/${project}/staging`,
    vercelCustomEnvironmentPlain: `${project}/demo`,
    vercelVariableOfEnvironment: `${project}/${variable.id}`,
    vercelDomainOfEnvironment: `${project}/staging.gallery.example`,
    vercelRetention: `${team}/${project}`,
    vercelRolling: `${team}/${project}`,
    vercelCrons: `${team}/${project}`,
    vercelAttackMode: `${team}/${project}`,
    vercelBypass: `${team}/${project}/${first}`,
    vercelBypassOfMonitor: `${project}/${second}`,
    vercelFirewall: `${team}/${project}`,
  };
}

const firewallByHand = (call: Hand["call"], project: string) =>
  call(`PUT /v1/security/firewall/config?projectId=${project}`, {
    firewallEnabled: true,
    managedRules: {
      bot_protection: { active: true, action: "challenge" },
      ai_bots: { active: true, action: "deny" },
      owasp: { active: true },
    },
    crs: {
      sqli: { active: true, action: "deny" },
      xss: { active: true, action: "deny" },
      rce: { active: true, action: "log" },
    },
    rules: [
      {
        name: "api-rate",
        description: "120 requests a minute",
        active: true,
        conditionGroup: [{ conditions: [{ type: "path", op: "pre", value: "/api" }] }],
        action: {
          mitigate: {
            action: "rate_limit",
            actionDuration: "5m",
            rateLimit: { algo: "fixed_window", window: 60, limit: 120, keys: ["ip", "ja4"], action: "deny" },
          },
        },
      },
      {
        name: "elsewhere",
        active: true,
        conditionGroup: [
          { conditions: [{ type: "geo_country", op: "inc", value: ["AQ", "BV"] }] },
          {
            conditions: [
              { type: "header", op: "ex", key: "x-scanner" },
              { type: "user_agent", op: "re", value: "^scan" },
            ],
          },
        ],
        action: { mitigate: { action: "challenge" } },
      },
      {
        name: "moved",
        active: false,
        conditionGroup: [{ conditions: [{ type: "path", op: "eq", value: "/old" }] }],
        action: { mitigate: { action: "redirect", redirect: { location: "/new", permanent: true } } },
      },
    ],
    ips: [
      { hostname: "*", ip: "203.0.113.0/24", notes: "a botnet", action: "deny" },
      { hostname: "gallery.example", ip: "192.0.2.9", action: "bypass" },
    ],
  });
