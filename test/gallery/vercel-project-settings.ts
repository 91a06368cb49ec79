import * as vercel from "../../providers/vercel/sdk.ts";
import type { Wall } from "./vercel.ts";

/** What belongs to a project and is no setting of it: hooks, environments, retention, bypasses, the firewall. */
export function hangProjectSettings({ hang, turn, team, opts }: Wall, project: vercel.Project): void {
  const projectId = project.id;
  const workshop = hang(
    "vercelProjectWorkshop",
    vercel.Project,
    {
      name: "gallery-workshop",
      gitRepository: { type: "bitbucket", repo: "gallery/workshop", productionBranch: "main" },
    },
    opts,
  );
  hang("vercelDeployHook", vercel.DeployHook, { projectId: workshop.id, name: "nightly", ref: "main" }, opts);
  hang(
    "vercelDeployHookOfTeam",
    vercel.DeployHook,
    { teamId: team, projectId: workshop.id, name: "cms", ref: "main" },
    opts,
  );

  const staging = hang(
    "vercelCustomEnvironment",
    vercel.CustomEnvironment,
    {
      ...{ teamId: team, projectId },
      name: turn("staging", "stage"),
      description: turn("before production", "right before production"),
      branchTracking: turn({ type: "startsWith", pattern: "release/" }, { type: "equals", pattern: "release" }),
    },
    opts,
  );
  const demo = hang("vercelCustomEnvironmentPlain", vercel.CustomEnvironment, { projectId, name: "demo" }, opts);
  hang(
    "vercelVariableOfEnvironment",
    vercel.ProjectEnvironmentVariable,
    {
      ...{ projectId, key: "STAGE", sensitive: false },
      customEnvironmentIds: turn([staging.environmentId], [staging.environmentId, demo.environmentId]),
      value: turn("first value of it", "second value of it"),
    },
    opts,
  );
  hang(
    "vercelDomainOfEnvironment",
    vercel.ProjectDomain,
    {
      ...{ projectId, domain: "staging.gallery.example" },
      customEnvironmentId: turn(staging.environmentId, demo.environmentId),
    },
    opts,
  );

  hang(
    "vercelRetention",
    vercel.ProjectDeploymentRetention,
    {
      ...{ teamId: team, projectId },
      expirationPreview: turn("1m", "2m"),
      expirationProduction: turn("1y", "unlimited"),
      expirationCanceled: turn("1d", "1w"),
      expirationErrored: turn("3m", "6m"),
    },
    opts,
  );
  hang(
    "vercelRolling",
    vercel.ProjectRollingRelease,
    {
      ...{ teamId: team, projectId },
      advancementType: turn("automatic", "manual-approval"),
      stages: turn(
        [{ targetPercentage: 10, duration: 15 }, { targetPercentage: 50, duration: 30 }, { targetPercentage: 100 }],
        [{ targetPercentage: 25 }, { targetPercentage: 100 }],
      ),
    },
    opts,
  );
  hang("vercelCrons", vercel.ProjectCrons, { teamId: team, projectId, enabled: turn(false, true) }, opts);
  hang(
    "vercelAttackMode",
    vercel.AttackChallengeMode,
    {
      ...{ teamId: team, projectId, enabled: turn(true, false) },
      attackModeActiveUntil: turn(4_102_444_800_000, 4_102_444_900_000),
    },
    opts,
  );
  const first = hang(
    "vercelBypass",
    vercel.ProjectProtectionBypass,
    { teamId: team, projectId, note: turn("tests", "end-to-end tests") },
    opts,
  );
  hang(
    "vercelBypassOfMonitor",
    vercel.ProjectProtectionBypass,
    { projectId, note: "monitor", isEnvVar: turn(false, true) },
    // Whichever is first becomes the environment variable.
    { ...opts, dependsOn: first },
  );
}

/** The firewall with a rule of each kind. */
export function hangFirewall({ hang, turn, team, opts }: Wall, project: vercel.Project): void {
  const api = { type: "path", op: "pre", value: "/api" } as const;
  hang(
    "vercelFirewall",
    vercel.FirewallConfig,
    {
      ...{ teamId: team, projectId: project.id },
      enabled: turn(true, false),
      managedRulesets: {
        botProtection: { action: turn("challenge", "deny") },
        aiBots: { active: turn(true, false), action: "deny" },
        owasp: {
          sqli: { action: turn("deny", "log") },
          xss: { action: "deny" },
          rce: { action: "log", active: turn(true, false) },
        },
      },
      rules: {
        rules: [
          {
            name: "api-rate",
            description: turn("120 requests a minute", "60 requests a minute"),
            conditionGroups: [{ conditions: [api] }],
            action: {
              action: "rate_limit",
              actionDuration: "5m",
              rateLimit: {
                ...{ algo: "fixed_window", window: 60, keys: ["ip", "ja4"], action: "deny" },
                limit: turn(120, 60),
              },
            },
          },
          {
            name: "elsewhere",
            conditionGroups: [
              { conditions: [{ type: "geo_country", op: "inc", values: ["AQ", "BV"], neg: turn(false, true) }] },
              {
                conditions: [
                  { type: "header", op: "ex", key: "x-scanner" },
                  { type: "user_agent", op: "re", value: "^scan" },
                ],
              },
            ],
            action: turn({ action: "challenge" }, { action: "log" }),
          },
          {
            name: "moved",
            active: turn(false, true),
            conditionGroups: [{ conditions: [{ type: "path", op: "eq", value: "/old" }] }],
            action: { action: "redirect", redirect: { location: turn("/new", "/newer"), permanent: true } },
          },
        ],
      },
      ipRules: {
        rules: [
          { hostname: "*", ip: "203.0.113.0/24", notes: "a botnet", action: turn("deny", "challenge") },
          { hostname: "gallery.example", ip: "192.0.2.9", action: "bypass" },
        ],
      },
    },
    opts,
  );
}
