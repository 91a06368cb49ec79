import { z } from "zod";
import type { Refusal } from "../core/refusal.ts";
import { validationFailed } from "./errors.ts";

const count = (max: number) => z.number().int().min(0).max(max);
const pattern = z.strictObject({
  name: z.string().default(""),
  negate: z.boolean().default(false),
  operator: z.enum(["starts_with", "ends_with", "contains", "regex"]),
  pattern: z.string(),
});
const bare = <Type extends string>(type: Type) => z.strictObject({ type: z.literal(type) });
const rule = <Type extends string, Parameters extends z.ZodType>(type: Type, parameters: Parameters) =>
  z.strictObject({ type: z.literal(type), parameters });

const pullRequest = z.strictObject({
  allowed_merge_methods: z
    .array(z.enum(["merge", "squash", "rebase"]))
    .min(1)
    .default(["merge", "squash", "rebase"]),
  dismiss_stale_reviews_on_push: z.boolean(),
  require_code_owner_review: z.boolean(),
  require_last_push_approval: z.boolean(),
  required_approving_review_count: count(10),
  required_review_thread_resolution: z.boolean(),
  required_reviewers: z
    .array(
      z.strictObject({
        file_patterns: z.array(z.string()),
        minimum_approvals: count(10),
        reviewer: z.strictObject({ id: z.number().int(), type: z.literal("Team") }),
      }),
    )
    .default([]),
});

const statusChecks = z.strictObject({
  do_not_enforce_on_create: z.boolean().default(false),
  required_status_checks: z.array(z.strictObject({ context: z.string(), integration_id: z.number().int().optional() })),
  strict_required_status_checks_policy: z.boolean(),
});

const mergeQueue = z.strictObject({
  check_response_timeout_minutes: z.number().int().min(1).max(360),
  grouping_strategy: z.enum(["ALLGREEN", "HEADGREEN"]),
  max_entries_to_build: count(100),
  max_entries_to_merge: count(100),
  merge_method: z.enum(["MERGE", "SQUASH", "REBASE"]),
  min_entries_to_merge: count(100),
  min_entries_to_merge_wait_minutes: count(360),
});

const codeScanningTool = z.strictObject({
  alerts_threshold: z.enum(["none", "errors", "errors_and_warnings", "all"]),
  security_alerts_threshold: z.enum(["none", "critical", "high_or_higher", "medium_or_higher", "all"]),
  tool: z.string(),
});

/** GitHub REST, "Create a repository ruleset": every type of rule, with the defaults that a read shows. */
const ruleBody = z.discriminatedUnion("type", [
  bare("creation"),
  rule(
    "update",
    z.strictObject({ update_allows_fetch_and_merge: z.boolean() }).default({ update_allows_fetch_and_merge: false }),
  ),
  bare("deletion"),
  bare("required_linear_history"),
  rule("merge_queue", mergeQueue),
  rule("required_deployments", z.strictObject({ required_deployment_environments: z.array(z.string()) })),
  bare("required_signatures"),
  rule("pull_request", pullRequest),
  rule("required_status_checks", statusChecks),
  bare("non_fast_forward"),
  rule("commit_message_pattern", pattern),
  rule("commit_author_email_pattern", pattern),
  rule("committer_email_pattern", pattern),
  rule("branch_name_pattern", pattern),
  rule("tag_name_pattern", pattern),
  rule(
    "workflows",
    z.strictObject({
      do_not_enforce_on_create: z.boolean().default(false),
      workflows: z.array(
        z.strictObject({
          path: z.string(),
          ref: z.string().optional(),
          repository_id: z.number().int(),
          sha: z.string().optional(),
        }),
      ),
    }),
  ),
  rule("code_scanning", z.strictObject({ code_scanning_tools: z.array(codeScanningTool) })),
  rule(
    "copilot_code_review",
    z
      .strictObject({
        review_draft_pull_requests: z.boolean().default(false),
        review_on_push: z.boolean().default(false),
      })
      .default({ review_draft_pull_requests: false, review_on_push: false }),
  ),
  rule("file_path_restriction", z.strictObject({ restricted_file_paths: z.array(z.string()) })),
  rule("max_file_path_length", z.strictObject({ max_file_path_length: z.number().int().min(1).max(32_767) })),
  rule("file_extension_restriction", z.strictObject({ restricted_file_extensions: z.array(z.string()) })),
  rule("max_file_size", z.strictObject({ max_file_size: z.number().int().min(1).max(100) })),
]);
export type Rule = z.output<typeof ruleBody>;

const actorBody = z.strictObject({
  actor_id: z.number().int().nullish(),
  actor_type: z.enum([
    "RepositoryRole",
    "Team",
    "Integration",
    "OrganizationAdmin",
    "DeployKey",
    "EnterpriseOwner",
    "User",
  ]),
  bypass_mode: z.enum(["always", "pull_request", "exempt"]).default("always"),
});
export interface Actor {
  actor_id: number | null;
  actor_type: z.output<typeof actorBody>["actor_type"];
  bypass_mode: z.output<typeof actorBody>["bypass_mode"];
}

const conditionsBody = z.strictObject({
  ref_name: z
    .strictObject({ include: z.array(z.string()).default([]), exclude: z.array(z.string()).default([]) })
    .optional(),
});

const fields = {
  target: z.enum(["branch", "tag", "push"]),
  bypass_actors: z.array(actorBody),
  conditions: conditionsBody.nullable(),
  rules: z.array(ruleBody),
};

export const rulesetBody = z.object({
  name: z.string().min(1),
  enforcement: z.enum(["active", "evaluate", "disabled"]),
  target: fields.target.default("branch"),
  bypass_actors: fields.bypass_actors.default([]),
  conditions: fields.conditions.optional(),
  rules: fields.rules.default([]),
});

/** In an update everything may be left out; what is absent stays as it is. */
export const rulesetChange = z.object({
  name: z.string().min(1).optional(),
  enforcement: z.enum(["active", "evaluate", "disabled"]).optional(),
  target: fields.target.optional(),
  bypass_actors: fields.bypass_actors.optional(),
  conditions: fields.conditions.optional(),
  rules: fields.rules.optional(),
});

const pushRules = ["file_path_restriction", "max_file_path_length", "file_extension_restriction", "max_file_size"];
/** Maintain, write and admin, beside read and triage. */
const repositoryRoles = [1, 2, 3, 4, 5];

/**
 * Refuses (422) what the shapes cannot say: `evaluate` without an enterprise, rules of another target, a rule twice, actors that do not exist.
 * @param exists whether there is such a team, user or branch-protecting role to let pass
 */
export function refuseRuleset(
  ruleset: {
    enforcement: string;
    target: string;
    rules: readonly Rule[];
    bypassActors: readonly Actor[];
    hasRefName: boolean;
  },
  exists: (type: "Team" | "User", id: number) => boolean,
): void {
  const problems: string[] = [];
  if (ruleset.enforcement === "evaluate") problems.push("Enforcement evaluate is only available on Enterprise plans");
  if (ruleset.target === "push" && ruleset.hasRefName)
    problems.push("Conditions ref_name is not allowed for a push ruleset");
  for (const [index, { type }] of ruleset.rules.entries()) {
    if (ruleset.rules.findIndex((other) => other.type === type) < index) problems.push(`Rules: ${type} is there twice`);
    const fits = pushRules.includes(type) === (ruleset.target === "push");
    if (!fits) problems.push(`Rules: ${type} is not supported for the target ${ruleset.target}`);
  }
  for (const actor of ruleset.bypassActors) {
    const { actor_type: type, actor_id: id } = actor;
    const known =
      type === "Team" || type === "User"
        ? id !== null && exists(type, id)
        : type === "RepositoryRole"
          ? id !== null && repositoryRoles.includes(id)
          : type !== "Integration" || (id !== null && id > 0);
    if (!known) problems.push(`Bypass actors: ${type} ${id ?? "without an actor_id"} does not exist or cannot bypass`);
  }
  if (problems.length > 0) throw refusedRuleset(...problems);
}

export function refusedRuleset(...problems: readonly string[]): Refusal {
  const detail = { resource: "RepositoryRuleset", field: "base", code: "custom" } as const;
  return validationFailed(...problems.map((message) => ({ ...detail, message })));
}

/** Actors as they are kept: without an id where GitHub ignores it. */
export function keepActors(actors: readonly z.output<typeof actorBody>[]): Actor[] {
  return actors.map((actor) => ({
    actor_id: actor.actor_type === "DeployKey" ? null : (actor.actor_id ?? null),
    actor_type: actor.actor_type,
    bypass_mode: actor.bypass_mode,
  }));
}
