import { fullName, type GitHubContext, nodeId, repositoryUrl, webUrl } from "../lookup.ts";
import type { Repository, Ruleset } from "../state.ts";

/** As in a list: without rules, conditions and actors. */
export function rulesetSummary(context: GitHubContext, repository: Repository, ruleset: Ruleset): object {
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: "Repository",
    source: fullName(context.state, repository),
    enforcement: ruleset.enforcement,
    node_id: nodeId("RRS", ruleset.id),
    _links: {
      self: { href: `${repositoryUrl(context, repository)}/rulesets/${ruleset.id}` },
      html: { href: `${webUrl(context.state, repository)}/rules/${ruleset.id}` },
    },
    created_at: ruleset.created_at,
    updated_at: ruleset.updated_at,
  };
}

/** GitHub does not keep the order of rules and actors: here they are sorted, so that nobody relies on it. */
export function rulesetView(context: GitHubContext, repository: Repository, ruleset: Ruleset): object {
  return {
    ...rulesetSummary(context, repository, ruleset),
    current_user_can_bypass: "never",
    conditions: ruleset.conditions,
    rules: [...ruleset.rules].sort((a, b) => a.type.localeCompare(b.type)),
    bypass_actors: [...ruleset.bypassActors].sort((a, b) => (a.actor_id ?? 0) - (b.actor_id ?? 0)),
  };
}
