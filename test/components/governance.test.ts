import { describe, expect, it } from "vitest";
import YAML from "yaml";
import { incident } from "../../src/workflows/pipelines/incident.ts";
import type { Plan } from "../support/plan.ts";
import { planPlatform, secretValue } from "../support/planned.ts";
import { parse, withValue } from "../support/platform.ts";
import { all, given, whole } from "./whole.ts";

describe("how the repository is governed", () => {
  const secrets = Object.fromEntries(given.map((name) => [name, { encrypted: true }]));
  const planned = async (repository: object) => {
    const spec = parse({
      stack: "production",
      definition: withValue(whole, ["repository"], { ...whole.repository, ...repository }),
      data: all["production"],
      others: all,
      secrets,
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
    const alerts = "github:index/repositoryVulnerabilityAlerts:RepositoryVulnerabilityAlerts";
    expect(plan.one(alerts, "shop-repository-vulnerability-alerts").inputs).toMatchObject({ enabled: true });
  });

  it("takes nothing on the default branch but reviewed pull requests whose jobs passed on its newest commit", async () => {
    const plan = await planned({ requiredChecks: ["check"], approvals: 2 });
    expect(rulesetOf(plan, "main")).toMatchObject({
      ...{ target: "branch", enforcement: "active" },
      conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
      // This program commits the files: nobody else gets past.
      bypassActors: [{ actorId: 5, actorType: "RepositoryRole", bypassMode: "always" }],
    });
    expect(rulesetOf(plan, "main")["rules"]).toEqual({
      ...{ deletion: true, nonFastForward: true, requiredLinearHistory: true },
      pullRequest: {
        requiredApprovingReviewCount: 2,
        dismissStaleReviewsOnPush: true,
        requiredReviewThreadResolution: true,
      },
      requiredStatusChecks: {
        // Reported by GitHub Actions itself, and not by whoever may write a status.
        requiredChecks: [{ context: "check", integrationId: 15368 }],
        strictRequiredStatusChecksPolicy: true,
      },
    });
    expect(
      (await planned({ requiredChecks: [] })).all("github:index/repositoryRuleset:RepositoryRuleset")[0]?.inputs[
        "rules"
      ],
    ).not.toHaveProperty("requiredStatusChecks");
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
        patternsAlloweds: ["aquasecurity/*", "expo/*", "gitleaks/*", "slackapi/*", "treosh/*"],
      },
      shaPinningRequired: true,
    });
    const token = "github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions";
    expect(plan.one(token, "shop-repository-actions-token").inputs).toMatchObject({
      defaultWorkflowPermissions: "read",
      canApprovePullRequestReviews: false,
    });
  });

  it("names its default branch, and writes files once that is so; GitHub begins with main", async () => {
    const [type, file] = ["github:index/branchDefault:BranchDefault", "github:index/repositoryFile:RepositoryFile"];
    const plan = await planned({ defaultBranch: "trunk" });
    const branch = plan.one(type, "shop-repository-default-branch");
    expect(branch.inputs).toMatchObject({ branch: "trunk", rename: true, waitForRename: true });
    const files = plan.all(file);
    expect(files.length).toBeGreaterThan(3);
    for (const { inputs, from } of files) {
      expect(inputs["branch"]).toBe("trunk");
      expect(from["branch"]?.join()).toContain("shop-repository-default-branch");
    }
    expect((await planned({})).all(type)).toEqual([]);
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
      approvers: ["ana", "ops"],
    };
    const data = withValue(all["production"], ["deployments"], deployments);
    const people = { ana: { user: 7 }, ops: { team: 8 } };
    const definition = withValue(whole, ["repository"], { ...whole.repository, people });
    const plan = await planPlatform(parse({ stack: "production", definition, data, others: all, secrets }));
    const type = "github:index/repositoryEnvironment:RepositoryEnvironment";
    expect(plan.one(type, "shop-repository-environment-production").inputs).toMatchObject({
      ...{ canAdminsBypass: false, waitTimer: 10, preventSelfReview: true },
      reviewers: [{ users: [7], teams: [8] }],
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    });
    // Before the environment: GitHub would leave a team without the repository out, and say nothing.
    expect(plan.one(type, "shop-repository-environment-production").from["reviewers"]?.join()).toContain(
      "shop-repository-team-ops",
    );
    const grant = plan.one("github:index/teamRepository:TeamRepository", "shop-repository-team-ops");
    expect(grant.inputs).toMatchObject({ teamId: "8", repository: "shop", permission: "pull" });
    expect(grant.ignoreChanges).toEqual(["permission"]);
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

  it("says everything in full: Dependabot refuses a file with an alias", async () => {
    expect(fileOf(await planned({}), ".github/dependabot.yml")).not.toMatch(/[&*]\w/);
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
      `# Generated from src/platform.ts by: npx groundplan workflows generate
# Changes here are overwritten.
* @shop-org/core
/supabase/ @ada data@shop.example
`,
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
