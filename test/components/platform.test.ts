import { beforeAll, describe, expect, it } from "vitest";
import YAML from "yaml";
import { PlatformError } from "../../src/errors.ts";
import type { PlatformSpec } from "../../src/spec/platform.ts";
import { fromAnalytics, fromApp, fromDatabase, fromErrors, literal, setting } from "../../src/spec/variables.ts";
import { incident } from "../../src/workflows/pipelines/incident.ts";
import type { Plan } from "../support/plan.ts";
import { planPlatform, secretValue } from "../support/planned.ts";
import { type Changed, definition, parse, stacks, withValue } from "../support/platform.ts";

/** The small platform with everything that a platform can have. */
const whole = {
  ...definition,
  errors: { platform: "javascript-nextjs" },
  analytics: { timezone: "Europe/Berlin" },
  apps: {
    web: {
      ...definition.apps.web,
      variables: {
        ...definition.apps.web.variables,
        NEXT_PUBLIC_SUPABASE_KEY: fromDatabase("publishableKey"),
        NEXT_PUBLIC_SENTRY_DSN: fromErrors("dsn"),
        NEXT_PUBLIC_POSTHOG_KEY: fromAnalytics("key"),
        NEXT_PUBLIC_POSTHOG_HOST: fromAnalytics("host"),
        TAX: setting("TAX"),
        GREETING: literal("hello"),
      },
    },
  },
  repository: {
    requiredChecks: ["check"],
    variables: { VERCEL_PROJECT_ID: fromApp("projectId", "web"), SUPABASE_PROJECT_ID: fromDatabase("ref") },
  },
  database: { functions: { health: { verifyJwt: { reason: "monitors call it without an account" } }, report: {} } },
  secrets: [
    ...definition.secrets,
    {
      name: "MAIL_KEY",
      purpose: "sends mail from functions",
      format: "resend-key",
      consumers: ["function"],
      requiredBy: "mail",
      obtain: "https://resend.com/api-keys",
    },
  ],
};

const extra = {
  owners: {
    github: "shop-org",
    vercel: "team_1234567890",
    supabase: "shoporganization",
    sentry: "shop",
    posthog: "01900000-0000-7000-8000-000000000000",
  },
  analytics: { ingestHost: "https://eu.i.posthog.com" },
  settings: { TAX: "19" },
};
const all = Object.fromEntries(Object.entries(stacks).map(([name, data]) => [name, { ...data, ...extra }]));
const given = ["STRIPE_SECRET_KEY", "SUPABASE_DB_PASSWORD", "SUPABASE_ACCESS_TOKEN", "VERCEL_TOKEN", "MAIL_KEY"];

const specOf = (stack: keyof typeof stacks, changed: Changed & { readonly adopt?: object } = {}): PlatformSpec =>
  parse({
    stack,
    definition: whole,
    data: { ...(changed.data ?? all[stack] ?? {}), ...(changed.adopt ? { adopt: changed.adopt } : {}) },
    others: all,
    secrets: Object.fromEntries(given.map((name) => [name, { encrypted: true }])),
  });

const variable = (plan: Plan, name: string) =>
  plan.one("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", `shop-web-variable-${name}`);

describe("the platform in production", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planPlatform(specOf("production"));
  });

  it("hands each vendor's facts to the variables of the application", () => {
    const values = Object.fromEntries(
      plan
        .all("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable")
        .map(({ inputs }) => [inputs["key"], inputs["value"]]),
    );
    expect(values).toEqual({
      APP_ENV: "production",
      NEXT_PUBLIC_APP_URL: "https://shop.example",
      NEXT_PUBLIC_SUPABASE_URL: "https://refrefrefrefrefrefre.supabase.co",
      NEXT_PUBLIC_SUPABASE_KEY: "sb_publishable_told",
      SUPABASE_SECRET_KEY: "sb_secret_told",
      STRIPE_SECRET_KEY: secretValue("STRIPE_SECRET_KEY"),
      NEXT_PUBLIC_SENTRY_DSN: "https://key@sentry.example/1",
      NEXT_PUBLIC_POSTHOG_KEY: "phc_told",
      NEXT_PUBLIC_POSTHOG_HOST: "https://eu.i.posthog.com",
      TAX: "19",
      GREETING: "hello",
    });
  });

  it("keeps secrets secret on the way, and stores them so that Vercel never shows them", () => {
    for (const name of ["STRIPE_SECRET_KEY", "SUPABASE_SECRET_KEY"]) {
      expect(variable(plan, name)).toMatchObject({ secrets: ["value"], inputs: { sensitive: true } });
    }
    expect(variable(plan, "NEXT_PUBLIC_SENTRY_DSN").inputs["sensitive"]).toBe(false);
  });

  it("orders by Outputs: a variable comes from the thing that it tells of", () => {
    expect(variable(plan, "NEXT_PUBLIC_SENTRY_DSN").from["value"]?.join()).toContain("shop-errors-key");
    expect(variable(plan, "NEXT_PUBLIC_POSTHOG_KEY").from["value"]?.join()).toContain("shop-analytics-project");
    const migrations = plan.one("supabase:index/migrations:Migrations", "shop-database-migrations");
    expect(migrations.from["databasePassword"]?.join()).toContain("shop-database-project");
    const file = plan.one("github:index/repositoryFile:RepositoryFile", "shop-repository-file-github-workflows-ci-yml");
    expect(file.from["repository"]?.join()).toContain("shop-repository");
  });

  it("gives functions and jobs the secrets that are theirs, and no others", () => {
    const names = (type: string, key: string) => plan.all(type).map(({ inputs }) => inputs[key]);
    expect(names("supabase:index/functionSecret:FunctionSecret", "name")).toEqual(["APP_ENV", "MAIL_KEY"]);
    expect(names("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret", "secretName").toSorted()).toEqual([
      "SUPABASE_ACCESS_TOKEN",
      "SUPABASE_DB_PASSWORD",
      "VERCEL_TOKEN",
    ]);
    for (const secret of plan.all("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret")) {
      expect(secret.secrets).toEqual(["value"]);
      expect(secret.inputs["value"]).toBe(secretValue(String(secret.inputs["secretName"])));
    }
  });

  it("declares the repository, and both stacks' GitHub environments, but only its own secrets in them", () => {
    expect(
      plan.all("github:index/repositoryEnvironment:RepositoryEnvironment").map(({ inputs }) => inputs["environment"]),
    ).toEqual(["production", "staging"]);
    const inside = [
      ...plan.all("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret"),
      ...plan.all("github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable"),
    ];
    expect(new Set(inside.map(({ inputs }) => inputs["environment"]))).toEqual(new Set(["production"]));
  });

  it("protects what holds data or an address, and nothing else", () => {
    expect(
      plan.resources
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      "shop-analytics-project",
      "shop-database-project",
      "shop-errors-project",
      "shop-repository",
      "shop-web-project",
    ]);
  });

  it("says why a function lets anyone in", () => {
    const functions = plan
      .all("supabase:index/edgeFunction:EdgeFunction")
      .map(({ inputs }) => [inputs["slug"], inputs["verifyJwt"], inputs["verifyJwtReason"]]);
    expect(functions).toEqual([
      ["health", false, "monitors call it without an account"],
      ["report", true, undefined],
    ]);
  });

  it("redirects every host to the main one", () => {
    const domains = plan
      .all("vercel:index/projectDomain:ProjectDomain")
      .map(({ inputs }) => [inputs["domain"], inputs["redirect"]]);
    expect(domains).toEqual([
      ["shop.example", undefined],
      ["www.shop.example", "shop.example"],
    ]);
  });

  it("keeps the laws: parents, names that begin with the parent's, one explicit provider a vendor without token or address", () => {
    const names = new Map(plan.resources.map(({ urn, name }) => [urn, name]));
    for (const { name, parent, type } of plan.resources.filter(
      (one) => one.type !== "pulumi:pulumi:Stack" && one.name !== "shop",
    )) {
      expect([name, parent !== ""]).toEqual([name, true]);
      expect([type, name.startsWith(names.get(parent) ?? "?")]).toEqual([type, true]);
    }
    for (const { custom, type, provider } of plan.resources) {
      if (custom && !type.startsWith("pulumi:"))
        expect(provider).toContain(`pulumi:providers:${type.split(":")[0]}::shop-`);
    }
    const providers = plan.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    const told = Object.fromEntries(
      providers.map(({ name, inputs }) => [name, Object.keys(inputs).filter((key) => key !== "version")]),
    );
    expect(told).toEqual({
      "shop-github": ["owner"],
      "shop-posthog": ["organizationId"],
      "shop-sentry": [],
      "shop-supabase": [],
      "shop-vercel": ["team"],
    });
  });

  it("tells policies what they must know", () => {
    const { inputs, secrets } = plan.one("groundplan:index:Platform", "shop");
    expect(inputs["environment"]).toMatchObject({ protectsData: true, usesLoopback: false });
    expect(inputs["requiredSecrets"]).toContainEqual({
      name: "STRIPE_SECRET_KEY",
      pattern: "[sr]k_live_[A-Za-z0-9]{16,250}",
      description: expect.stringContaining("live"),
    });
    expect(inputs["siblings"]).toEqual([{ stack: "staging", ids: [], hosts: ["staging.shop.example"] }]);
    expect(secrets).toEqual(["secrets"]);
  });

  it("puts no secret into its outputs", () => {
    const outputs = [...plan.outputs].find(([urn]) => urn.includes("pulumi:pulumi:Stack"))?.[1];
    expect(outputs?.values).toMatchObject({
      platform: "shop",
      database: { ref: "refrefrefrefrefrefre" },
      repository: "https://github.com/owner/name",
    });
    for (const { values } of plan.outputs.values())
      expect(JSON.stringify(values)).not.toMatch(/the value of|sb_secret/);
  });

  it("registers the outputs of every component", () => {
    const components = plan.resources.filter(({ custom, type }) => !custom && type.startsWith("groundplan:"));
    expect(components.length).toBe(7);
    for (const { urn } of components) expect([urn, plan.outputs.has(urn)]).toEqual([urn, true]);
  });
});

describe("how the repository is governed", () => {
  const planned = async (repository: object) => {
    const spec = parse({
      stack: "production",
      definition: withValue(whole, ["repository"], { ...whole.repository, ...repository }),
      data: all["production"],
      others: all,
      secrets: Object.fromEntries(given.map((name) => [name, { encrypted: true }])),
    });
    return planPlatform(spec);
  };
  const rulesetOf = (plan: Plan, role: string) =>
    plan.one("github:index/repositoryRuleset:RepositoryRuleset", `shop-repository-${role}`).inputs;

  it("takes squash merges only, merges by itself when it may, and deletes the branch", async () => {
    const plan = await planned({});
    expect(plan.one("github:index/repository:Repository", "shop-repository").inputs).toMatchObject({
      allowSquashMerge: true,
      allowMergeCommit: false,
      allowRebaseMerge: false,
      allowAutoMerge: true,
      deleteBranchOnMerge: true,
    });
  });

  it.each([
    ["a private repository pays for no scanning", {}, undefined],
    [
      "a private one with Secret Protection does",
      { secretProtection: true },
      ["advancedSecurity", "secretScanning", "secretScanningPushProtection"],
    ],
    ["a public one has it", { visibility: "public" }, ["secretScanning", "secretScanningPushProtection"]],
  ])("scans for secrets where GitHub lets it: %s", async (_, changed, features) => {
    const { inputs } = (await planned(changed)).one("github:index/repository:Repository", "shop-repository");
    const expected = features && Object.fromEntries(features.map((name) => [name, { status: "enabled" }]));
    expect(inputs["securityAndAnalysis"]).toEqual(expected);
  });

  it("asks for security updates after alerts, without which GitHub refuses them", async () => {
    const plan = await planned({});
    const updates = plan.one(
      "github:index/repositoryDependabotSecurityUpdates:RepositoryDependabotSecurityUpdates",
      "shop-repository-security-updates",
    );
    expect(updates.inputs).toMatchObject({ enabled: true });
    expect(updates.from["repository"]?.join()).toContain("shop-repository-vulnerability-alerts");
  });

  it("lets nobody move or delete a release's tag, and few make one", async () => {
    const plan = await planned({ releaseTags: { patterns: ["v*", "app-*"], creators: ["admin"] } });
    const conditions = { refName: { includes: ["refs/tags/v*", "refs/tags/app-*"], excludes: [] } };
    expect(rulesetOf(plan, "tags")).toMatchObject({
      ...{ target: "tag", enforcement: "active", conditions },
      rules: { deletion: true, update: true, nonFastForward: true },
    });
    expect(rulesetOf(plan, "tags")["bypassActors"]).toBeUndefined();
    expect(rulesetOf(plan, "tags-creation")).toMatchObject({
      ...{ target: "tag", enforcement: "active", conditions },
      rules: { creation: true },
      bypassActors: [{ actorId: 5, actorType: "RepositoryRole", bypassMode: "always" }],
    });
  });

  it("has no rules of tags where none is a release's", async () => {
    const plan = await planned({ releaseTags: { patterns: [] } });
    expect(plan.all("github:index/repositoryRuleset:RepositoryRuleset").map(({ name }) => name)).toEqual([
      "shop-repository-main",
    ]);
  });

  it("wants signatures where asked", async () => {
    expect(rulesetOf(await planned({}), "main")["rules"]).not.toHaveProperty("requiredSignatures");
    expect(rulesetOf(await planned({ signedCommits: true }), "main")["rules"]).toMatchObject({
      requiredSignatures: true,
    });
  });

  it("lets jobs use the pin table's owners at a commit, read, and approve nothing", async () => {
    const plan = await planned({});
    const actions = plan.one(
      "github:index/actionsRepositoryPermissions:ActionsRepositoryPermissions",
      "shop-repository-actions",
    );
    expect(actions.inputs).toMatchObject({
      allowedActions: "selected",
      allowedActionsConfig: {
        githubOwnedAllowed: true,
        verifiedAllowed: false,
        patternsAlloweds: ["aquasecurity/*", "gitleaks/*", "slackapi/*"],
      },
      shaPinningRequired: true,
    });
    const token = "github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions";
    expect(plan.one(token, "shop-repository-actions-token").inputs).toMatchObject({
      defaultWorkflowPermissions: "read",
      canApprovePullRequestReviews: false,
    });
  });

  it("tells clouds which workflow a job is of", async () => {
    const type =
      "github:index/actionsRepositoryOidcSubjectClaimCustomizationTemplate:ActionsRepositoryOidcSubjectClaimCustomizationTemplate";
    const { inputs } = (await planned({})).one(type, "shop-repository-actions-subject");
    expect(inputs).toMatchObject({ useDefault: false, includeClaimKeys: ["repo", "context", "job_workflow_ref"] });
  });

  it("has the label of incidents, and the platform's own", async () => {
    const plan = await planned({ labels: [{ name: "data loss", color: "000000" }] });
    expect(plan.all("github:index/issueLabel:IssueLabel").map(({ name, inputs }) => [name, inputs["name"]])).toEqual([
      ["shop-repository-label-data-loss", "data loss"],
      ["shop-repository-label-incident", "incident"],
    ]);
  });

  it("lets a deployment wait, be approved by somebody else, and come from where it may", async () => {
    const deployments = {
      ...{ branches: ["main"], tags: ["v*"], waitMinutes: 10 },
      approvers: { users: [7], teams: [8] },
    };
    const data = withValue(all["production"], ["deployments"], deployments);
    const plan = await planPlatform(specOf("production", { data }));
    const type = "github:index/repositoryEnvironment:RepositoryEnvironment";
    expect(plan.one(type, "shop-repository-environment-production").inputs).toMatchObject({
      ...{ canAdminsBypass: false, waitTimer: 10, preventSelfReview: true },
      reviewers: [{ users: [7], teams: [8] }],
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    });
    const policies = plan
      .all("github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy")
      .filter(({ inputs }) => inputs["environment"] === "production")
      .map(({ inputs }) => inputs["branchPattern"] ?? inputs["tagPattern"]);
    expect(policies.toSorted()).toEqual(["main", "v*"]);
  });

  const fileOf = (plan: Plan, path: string): string => {
    const files = plan.all("github:index/repositoryFile:RepositoryFile");
    return String(files.find(({ inputs }) => inputs["file"] === path)?.inputs["content"]);
  };

  it("updates packages and actions weekly, once a version has been out for a while", async () => {
    const shared = { schedule: { interval: "weekly" }, cooldown: { "default-days": 7 } };
    expect(YAML.parse(fileOf(await planned({}), ".github/dependabot.yml"))).toMatchObject({
      version: 2,
      updates: [
        { "package-ecosystem": "npm", directories: ["/"], ...shared },
        { "package-ecosystem": "github-actions", directory: "/", ...shared },
      ],
    });
    const eager = await planned({ updates: { cooldownDays: 0, directories: ["/apps/*"] } });
    const [npm] = YAML.parse(fileOf(eager, ".github/dependabot.yml")).updates;
    expect([npm.directories, npm.cooldown]).toEqual([["/apps/*"], undefined]);
  });

  it("asks for incidents by a form that gives them the label that jobs look for", async () => {
    const plan = await planned({});
    const form = YAML.parse(fileOf(plan, ".github/ISSUE_TEMPLATE/incident.yml"));
    expect(form.labels).toEqual(["incident"]);
    const ids = form.body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const [step] = incident("a failing night", []).steps;
    expect(JSON.stringify(step)).toContain(String.raw`const labels = [\"incident\"]`);
  });

  it.each([
    [{}, "to an administrator of shop-org/shop, in private"],
    [{ visibility: "public" }, "https://github.com/shop-org/shop/security/advisories/new"],
    [{ visibility: "public", securityContact: "security@shop.example" }, "to security@shop.example"],
  ])("says where weaknesses are reported: %j", async (changed, where) => {
    expect(fileOf(await planned(changed), ".github/SECURITY.md")).toContain(`Report a weakness `);
    expect(fileOf(await planned(changed), ".github/SECURITY.md")).toContain(where);
  });

  it("has code owners, whose review counts, only where there are some", async () => {
    const nobody = await planned({});
    expect(fileOf(nobody, ".github/CODEOWNERS")).toBe("undefined");
    expect(rulesetOf(nobody, "main")["rules"]).not.toHaveProperty("pullRequest.requireCodeOwnerReview");
    const somebody = await planned({
      codeOwners: [
        { pattern: "*", owners: ["@shop-org/core"] },
        { pattern: "/supabase/", owners: ["@ada", "data@shop.example"] },
      ],
    });
    expect(fileOf(somebody, ".github/CODEOWNERS")).toBe(
      "# Generated from src/platform.ts\n* @shop-org/core\n/supabase/ @ada data@shop.example\n",
    );
    expect(rulesetOf(somebody, "main")["rules"]).toHaveProperty("pullRequest.requireCodeOwnerReview", true);
  });

  it("gives Dependabot the secrets that are its own, by the stack that owns the repository", async () => {
    const entry = {
      ...{ name: "NPM_TOKEN", purpose: "reads private packages", format: "password", consumers: ["dependabot"] },
      ...{ requiredBy: "packages", obtain: "https://www.npmjs.com/settings/tokens" },
    };
    const plans = (["production", "staging"] as const).map((stack) =>
      planPlatform(
        parse({
          stack,
          definition: withValue(whole, ["secrets"], [...whole.secrets, entry]),
          data: all[stack],
          others: all,
          secrets: Object.fromEntries([...given, "NPM_TOKEN"].map((name) => [name, { encrypted: true }])),
        }),
      ),
    );
    const [production, staging] = (await Promise.all(plans)).map((plan) =>
      plan.all("github:index/dependabotSecret:DependabotSecret"),
    );
    expect(staging).toEqual([]);
    expect(production).toMatchObject([
      { inputs: { secretName: "NPM_TOKEN", value: secretValue("NPM_TOKEN") }, secrets: ["value"] },
    ]);
  });

  it.each([
    [{ codeOwners: [{ pattern: "!/src", owners: ["@ada"] }] }, "must be a path pattern"],
    [{ codeOwners: [{ pattern: "*", owners: ["ada"] }] }, "must be @user, @organization/team"],
    [{ securityContact: "http://shop.example" }, "securityContact"],
    [{ updates: { cooldownDays: 91 } }, "cooldownDays"],
    [{ labels: [{ name: "Incident", color: "000000" }] }, 'the label "Incident" is there already'],
    [{ labels: [{ name: "red", color: "#f00" }] }, "six hexadecimal digits"],
    [{ releaseTags: { patterns: ["refs/tags/v*"] } }, "without refs/tags/"],
    [{ releaseTags: { creators: [] } }, "creators"],
  ])("refuses %j", async (changed, problem) => {
    await expect(planned(changed)).rejects.toThrow(problem);
  });
});

describe("a deployment that waits for its domain", () => {
  const bypasses = (plan: Plan) => plan.all("vercel:index/projectProtectionBypass:ProjectProtectionBypass");

  it("can be reached by checks where previews are protected", async () => {
    const [bypass, ...others] = bypasses(await planPlatform(specOf("production")));
    expect([bypass?.name, bypass?.inputs["isEnvVar"], others]).toEqual(["shop-web-bypass", true, []]);
    expect(bypass?.from["projectId"]?.join()).toContain("shop-web-project");
  });

  it("is open to everybody where previews are not", async () => {
    const open = withValue(whole, ["apps", "web", "previewProtection"], false);
    const secrets = Object.fromEntries(given.map((name) => [name, { encrypted: true }]));
    const spec = parse({ stack: "production", definition: open, data: all["production"], others: all, secrets });
    expect(bypasses(await planPlatform(spec))).toEqual([]);
  });
});

describe("the platform in staging", () => {
  it("declares nothing of the repository but what is inside its own GitHub environment", async () => {
    const plan = await planPlatform(specOf("staging"));
    const github = plan.resources.filter(({ type }) => type.startsWith("github:"));
    expect(new Set(github.map(({ type }) => type))).toEqual(
      new Set([
        "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
        "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable",
      ]),
    );
    expect(new Set(github.map(({ inputs }) => `${inputs["repository"]}/${inputs["environment"]}`))).toEqual(
      new Set(["shop/staging"]),
    );
  });

  it("is not protected once somebody opted out with a reason", async () => {
    const data = withValue(all["staging"], ["optOuts", "protection"], { reason: "it is thrown away every night" });
    const plan = await planPlatform(specOf("staging", { data }));
    expect(plan.resources.filter(({ protect }) => protect)).toEqual([]);
    expect(plan.one("groundplan:index:Platform", "shop").inputs["optOuts"]).toContainEqual({
      what: "protection",
      reason: "it is thrown away every night",
    });
  });

  it("refers to a Vercel project that another stack owns by its name", async () => {
    const shared = withValue(whole, ["apps", "web", "project"], "shared");
    const spec = parse({
      stack: "staging",
      definition: shared,
      data: all["staging"],
      others: all,
      secrets: Object.fromEntries(given.map((name) => [name, { encrypted: true }])),
    });
    const plan = await planPlatform(spec);
    expect(plan.all("vercel:index/project:Project")).toEqual([]);
    expect(plan.all("vercel:index/projectProtectionBypass:ProjectProtectionBypass")).toEqual([]);
    expect(variable(plan, "APP_ENV").inputs["projectId"]).toBe("shop-web");
  });
});

describe("what exists already", () => {
  it("is imported under the logical name that the stack file gives", async () => {
    const plan = await planPlatform(specOf("staging", { adopt: { "shop-database-project": "abcdefghijklmnopqrst" } }));
    expect(plan.one("supabase:index/project:Project", "shop-database-project").importId).toBe("abcdefghijklmnopqrst");
    expect(plan.resources.filter(({ importId }) => importId !== "")).toHaveLength(1);
  });

  it("under a name that no resource has is an error", async () => {
    const planning = planPlatform(specOf("staging", { adopt: { "shop-databse-project": "abcdefghijklmnopqrst" } }));
    await expect(planning).rejects.toThrow(PlatformError);
    await expect(planning).rejects.toThrow("shop-databse-project");
  });
});

describe("the platform on this machine", () => {
  it("is not protected, owns its repository, and does not wait between writes", async () => {
    const plan = await planPlatform(specOf("local"));
    expect(plan.resources.filter(({ protect }) => protect)).toEqual([]);
    expect(plan.all("github:index/repository:Repository")).toHaveLength(1);
    expect(plan.one("pulumi:providers:github", "shop-github").inputs["writeDelayMs"]).toBe("0");
  });
});
