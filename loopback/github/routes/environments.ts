import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, validationFailed } from "../errors.ts";
import { done, listAnswer, param, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, laterThan, sameName, takeId, timestamp } from "../lookup.ts";
import type { Environment } from "../state.ts";
import { environmentView } from "../views/environment.ts";

/** GitHub REST, "Create or update an environment": what is not sent is taken away. */
const environmentBody = z
  .strictObject({
    wait_timer: z.number().int().min(0).max(43_200).nullish(),
    prevent_self_review: z.boolean().nullish(),
    reviewers: z.array(z.strictObject({ type: z.enum(["User", "Team"]), id: z.number().int() })).nullish(),
    deployment_branch_policy: z
      .strictObject({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
      .nullish(),
    can_admins_bypass: z.boolean().nullish(),
  })
  .nullable();

/** The environment that the path names. @throws 404 */
export function environmentOf(c: Context<RepositoryEnv>): Environment {
  const name = param(c, "environment");
  const environment = c.var.repository.environments.find((candidate) => sameName(candidate.name, name));
  if (!environment) throw notFound();
  return environment;
}

export function environmentRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/environments", (c) => {
    const views = c.var.repository.environments.map((environment) =>
      environmentView(context, c.var.repository, environment),
    );
    return listAnswer(c, context, views, "environments");
  });
  repo.get("/environments/:environment", (c) => c.json(environmentView(context, c.var.repository, environmentOf(c))));
  repo.put("/environments/:environment", async (c) => {
    const { repository } = c.var;
    const body = (await readBody(c, environmentBody, invalidBody)) ?? {};
    refuseEnvironment(context, body);
    const name = param(c, "environment");
    const known = repository.environments.find((candidate) => sameName(candidate.name, name));
    const environment = known ?? newEnvironment(context, name);
    environment.waitTimer = body.wait_timer ?? 0;
    environment.preventSelfReview = body.prevent_self_review ?? false;
    environment.canAdminsBypass = body.can_admins_bypass ?? true;
    // A team that was not given the repository is left out without a word (terraform-provider-github, issue 1166).
    const may = new Set(repository.teams.map(({ teamId }) => teamId));
    environment.reviewers = (body.reviewers ?? []).filter(({ type, id }) => type === "User" || may.has(id));
    environment.branchPolicy = body.deployment_branch_policy ?? null;
    if (!environment.branchPolicy?.custom_branch_policies) environment.branchPolicies = [];
    if (known) environment.updated_at = laterThan(known.updated_at, context.now());
    else repository.environments.push(environment);
    context.changed();
    return c.json(environmentView(context, repository, environment));
  });
  repo.delete("/environments/:environment", (c) => {
    const { repository } = c.var;
    const environment = environmentOf(c);
    repository.environments = repository.environments.filter((candidate) => candidate !== environment);
    context.changed();
    return done(c);
  });
}

function refuseEnvironment(context: GitHubContext, body: NonNullable<z.output<typeof environmentBody>>): void {
  const problems: string[] = [];
  const policy = body.deployment_branch_policy;
  if (policy && policy.protected_branches === policy.custom_branch_policies) {
    problems.push("protected_branches and custom_branch_policies cannot have the same value");
  }
  const reviewers = body.reviewers ?? [];
  if (reviewers.length > 6) problems.push("There can be at most 6 reviewers");
  for (const { type, id } of reviewers) {
    const known =
      type === "Team"
        ? context.state.teams.some((team) => team.id === id)
        : context.state.accounts.some((account) => account.id === id && account.type === "User");
    if (!known) problems.push(`Reviewer ${type} ${id} does not exist or cannot read the repository`);
  }
  if (problems.length > 0) throw validationFailed(...problems);
}

function newEnvironment(context: GitHubContext, name: string): Environment {
  const { state } = context;
  const now = timestamp(context.now());
  return {
    id: takeId(state),
    name,
    created_at: now,
    updated_at: now,
    waitTimer: 0,
    preventSelfReview: false,
    canAdminsBypass: true,
    reviewers: [],
    branchPolicy: null,
    branchPolicies: [],
    ruleIds: { wait_timer: takeId(state), required_reviewers: takeId(state), branch_policy: takeId(state) },
    secrets: { key: null, secrets: [] },
    variables: [],
  };
}
