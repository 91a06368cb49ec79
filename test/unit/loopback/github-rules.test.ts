import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { github } from "../../../loopback/github/vendor.ts";
import { type Ask, asker, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";
import { octokitOf, refusal } from "./octokit.ts";

let cloud: TestCloud;
let octokit: ReturnType<typeof octokitOf>;
let ask: Ask;
const org = "groundplan-local";
const web = { owner: org, repo: "web" };
const production = { ...web, environment_name: "production" };
const founder = 1001;

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [github] });
  octokit = octokitOf(cloud.control);
  ask = asker(cloud.control.origins["github"] ?? "", cloud.control.environment["GITHUB_TOKEN"] ?? "");
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await controlOf(cloud.control)("POST reset", {});
  await octokit.repos.createInOrg({ org, name: "web", auto_init: true });
});

describe("GitHub on loopback: environments", () => {
  it("shows reviewers, wait timer and branch policy as protection rules with lasting ids", async () => {
    const { id: teamId } = (await octokit.teams.create({ org, name: "ops" })).data;
    await octokit.teams.addOrUpdateRepoPermissionsInOrg({ org, team_slug: "ops", ...web, permission: "pull" });
    const given = {
      ...production,
      wait_timer: 30,
      prevent_self_review: true,
      reviewers: [
        { type: "User" as const, id: founder },
        { type: "Team" as const, id: teamId },
      ],
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    };
    const made = (await octokit.repos.createOrUpdateEnvironment(given)).data;
    expect(made.protection_rules).toMatchObject([
      { type: "wait_timer", wait_timer: 30 },
      {
        type: "required_reviewers",
        prevent_self_review: true,
        reviewers: [{ reviewer: { login: "octo-founder" } }, { reviewer: { slug: "ops" } }],
      },
      { type: "branch_policy" },
    ]);
    const again = (await octokit.repos.createOrUpdateEnvironment({ ...given, wait_timer: 60 })).data;
    expect(again.protection_rules?.map(({ id }) => id)).toEqual(made.protection_rules?.map(({ id }) => id));
    // What is not sent is taken away.
    const bare = (await octokit.repos.createOrUpdateEnvironment({ ...production, environment_name: "Production" }))
      .data;
    expect(bare).toMatchObject({
      id: made.id,
      name: "production",
      protection_rules: [],
      deployment_branch_policy: null,
    });
    expect((await octokit.repos.getAllEnvironments(web)).data.total_count).toBe(1);
  });

  it("leaves a team that was not given the repository out of the reviewers, as GitHub does", async () => {
    const { id } = (await octokit.teams.create({ org, name: "ops" })).data;
    const given = { ...production, reviewers: [{ type: "Team" as const, id }] };
    expect((await octokit.repos.createOrUpdateEnvironment(given)).data.protection_rules).toEqual([]);
    await octokit.teams.addOrUpdateRepoPermissionsInOrg({ org, team_slug: "ops", ...web, permission: "pull" });
    expect((await octokit.repos.createOrUpdateEnvironment(given)).data.protection_rules).toMatchObject([
      { type: "required_reviewers", reviewers: [{ reviewer: { id } }] },
    ]);
  });

  it("refuses what GitHub refuses", async () => {
    const wrong = [
      { wait_timer: 43_201 },
      { reviewers: [{ type: "User" as const, id: 1002 }] },
      { reviewers: Array.from({ length: 7 }, () => ({ type: "User" as const, id: founder })) },
      { deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } },
    ];
    const answers = await Promise.all(
      wrong.map((body) => refusal(octokit.repos.createOrUpdateEnvironment({ ...production, ...body }))),
    );
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(await refusal(octokit.repos.getEnvironment(production))).toMatchObject({ status: 404 });
  });

  it("has branch policies only where they are custom", async () => {
    await octokit.repos.createOrUpdateEnvironment(production);
    expect(await refusal(octokit.repos.createDeploymentBranchPolicy({ ...production, name: "main" }))).toMatchObject({
      status: 404,
    });
    const custom = { protected_branches: false, custom_branch_policies: true };
    await octokit.repos.createOrUpdateEnvironment({ ...production, deployment_branch_policy: custom });
    const policy = (await octokit.repos.createDeploymentBranchPolicy({ ...production, name: "main" })).data;
    expect(policy).toMatchObject({ name: "main", type: "branch" });
    const twice = await fetch(
      `${cloud.control.origins["github"]}/repos/${org}/web/environments/production/deployment-branch-policies`,
      {
        method: "POST",
        redirect: "manual",
        headers: {
          authorization: `Bearer ${cloud.control.environment["GITHUB_TOKEN"]}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ name: "main" }),
      },
    );
    expect(twice.status).toBe(303);
    await octokit.repos.updateDeploymentBranchPolicy({
      ...production,
      branch_policy_id: policy.id ?? 0,
      name: "release/*",
    });
    const listed = (await octokit.repos.listDeploymentBranchPolicies(production)).data;
    expect(listed).toMatchObject({ total_count: 1, branch_policies: [{ id: policy.id, name: "release/*" }] });
    await octokit.repos.deleteDeploymentBranchPolicy({ ...production, branch_policy_id: policy.id ?? 0 });
    expect((await octokit.repos.listDeploymentBranchPolicies(production)).data.total_count).toBe(0);
  });
});

describe("GitHub on loopback: rulesets", () => {
  const pullRequest = {
    type: "pull_request" as const,
    parameters: {
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: 1,
      required_review_thread_resolution: true,
    },
  };
  const main = {
    ...web,
    name: "main",
    enforcement: "active" as const,
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [pullRequest, { type: "deletion" as const }, { type: "update" as const }],
  };

  it("adds defaults on a read and keeps no order", async () => {
    const { id } = (await octokit.repos.createRepoRuleset(main)).data;
    const read = (await octokit.repos.getRepoRuleset({ ...web, ruleset_id: id })).data;
    expect(read).toMatchObject({
      target: "branch",
      source_type: "Repository",
      source: `${org}/web`,
      bypass_actors: [],
    });
    expect(read.rules).toEqual([
      { type: "deletion" },
      {
        type: "pull_request",
        parameters: {
          ...pullRequest.parameters,
          allowed_merge_methods: ["merge", "squash", "rebase"],
          required_reviewers: [],
        },
      },
      { type: "update", parameters: { update_allows_fetch_and_merge: false } },
    ]);
    const [listed] = (await octokit.repos.getRepoRulesets(web)).data;
    expect(listed).toMatchObject({ id, name: "main" });
    expect(listed).not.toHaveProperty("rules");
  });

  it("takes every type of rule that fits its target", async () => {
    const pattern = (type: string) => ({ type, parameters: { operator: "regex", pattern: "^x" } });
    const branchRules = [
      { type: "creation" },
      { type: "required_linear_history" },
      { type: "required_signatures" },
      { type: "non_fast_forward" },
      { type: "required_deployments", parameters: { required_deployment_environments: ["staging"] } },
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: true,
          required_status_checks: [{ context: "ci", integration_id: 15368 }],
        },
      },
      ...[
        "commit_message_pattern",
        "commit_author_email_pattern",
        "committer_email_pattern",
        "branch_name_pattern",
      ].map(pattern),
      { type: "workflows", parameters: { workflows: [{ path: ".github/workflows/a.yml", repository_id: 1 }] } },
      {
        type: "code_scanning",
        parameters: {
          code_scanning_tools: [{ tool: "CodeQL", alerts_threshold: "errors", security_alerts_threshold: "critical" }],
        },
      },
      { type: "copilot_code_review" },
      {
        type: "merge_queue",
        parameters: {
          check_response_timeout_minutes: 60,
          grouping_strategy: "ALLGREEN",
          max_entries_to_build: 5,
          max_entries_to_merge: 5,
          merge_method: "SQUASH",
          min_entries_to_merge: 1,
          min_entries_to_merge_wait_minutes: 5,
        },
      },
    ];
    const pushRules = [
      { type: "file_path_restriction", parameters: { restricted_file_paths: ["secrets/**"] } },
      { type: "max_file_path_length", parameters: { max_file_path_length: 200 } },
      { type: "file_extension_restriction", parameters: { restricted_file_extensions: ["*.exe"] } },
      { type: "max_file_size", parameters: { max_file_size: 10 } },
    ];
    const post = (name: string, target: string, rules: object[]) =>
      ask(`POST /repos/${org}/web/rulesets`, { name, target, enforcement: "active", rules });
    const branch = await post("branch", "branch", branchRules);
    expect(branch.status).toBe(201);
    expect(branch.body.rules).toHaveLength(branchRules.length);
    expect((await post("push", "push", pushRules)).body.conditions).toBeNull();
    expect((await post("tags", "tag", [pattern("tag_name_pattern")])).status).toBe(201);
    expect((await post("mixed", "branch", pushRules)).status).toBe(422);
    expect((await post("typo", "branch", [{ type: "deletions" }])).status).toBe(422);
    expect((await post("twice", "branch", [{ type: "deletion" }, { type: "deletion" }])).status).toBe(422);
  });

  it("changes what is sent and keeps the rest", async () => {
    const { id } = (await octokit.repos.createRepoRuleset(main)).data;
    const bypass_actors = [
      { actor_id: 5, actor_type: "RepositoryRole" as const, bypass_mode: "pull_request" as const },
    ];
    await octokit.repos.updateRepoRuleset({ ...web, ruleset_id: id, bypass_actors });
    await octokit.repos.updateRepoRuleset({ ...web, ruleset_id: id, enforcement: "disabled" });
    const read = (await octokit.repos.getRepoRuleset({ ...web, ruleset_id: id })).data;
    expect(read).toMatchObject({ enforcement: "disabled", bypass_actors, rules: [{}, {}, {}] });
    await octokit.repos.deleteRepoRuleset({ ...web, ruleset_id: id });
    expect(await refusal(octokit.repos.getRepoRuleset({ ...web, ruleset_id: id }))).toMatchObject({ status: 404 });
  });

  it("refuses a name twice, evaluation without an enterprise and actors that do not exist", async () => {
    await octokit.repos.createRepoRuleset(main);
    const team = { actor_id: 4711, actor_type: "Team" as const, bypass_mode: "always" as const };
    const answers = await Promise.all(
      [
        main,
        { ...main, name: "b", enforcement: "evaluate" as const },
        { ...main, name: "c", bypass_actors: [team] },
      ].map((body) => refusal(octokit.repos.createRepoRuleset(body))),
    );
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
  });
});
