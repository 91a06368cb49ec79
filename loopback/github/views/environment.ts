import { accountById, type GitHubContext, nodeId, repositoryUrl, webUrl } from "../lookup.ts";
import type { BranchPolicy, Environment, Repository } from "../state.ts";
import { simpleUser, teamView } from "./account.ts";

export function environmentView(context: GitHubContext, repository: Repository, environment: Environment): object {
  const { ruleIds } = environment;
  const rule = (type: keyof Environment["ruleIds"], rest: object) => ({
    id: ruleIds[type],
    node_id: nodeId("GA", ruleIds[type]),
    type,
    ...rest,
  });
  const rules: object[] = [];
  if (environment.waitTimer > 0) rules.push(rule("wait_timer", { wait_timer: environment.waitTimer }));
  if (environment.reviewers.length > 0) {
    const reviewers = environment.reviewers.flatMap((reviewer) => reviewerView(context, reviewer));
    rules.push(rule("required_reviewers", { prevent_self_review: environment.preventSelfReview, reviewers }));
  }
  if (environment.branchPolicy) rules.push(rule("branch_policy", {}));
  return {
    id: environment.id,
    node_id: nodeId("EN", environment.id),
    name: environment.name,
    url: `${repositoryUrl(context, repository)}/environments/${encodeURIComponent(environment.name)}`,
    html_url: `${webUrl(context.state, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
    created_at: environment.created_at,
    updated_at: environment.updated_at,
    can_admins_bypass: environment.canAdminsBypass,
    protection_rules: rules,
    deployment_branch_policy: environment.branchPolicy,
  };
}

export function branchPolicyView(policy: BranchPolicy): object {
  return { id: policy.id, node_id: nodeId("MDE2", policy.id), name: policy.name, type: policy.type };
}

/** A reviewer who is gone since is left out. */
function reviewerView(context: GitHubContext, { type, id }: Environment["reviewers"][number]): object[] {
  if (type === "User") return [{ type, reviewer: simpleUser(context, accountById(context.state, id)) }];
  const team = context.state.teams.find((candidate) => candidate.id === id);
  return team ? [{ type, reviewer: teamView(context, team) }] : [];
}
