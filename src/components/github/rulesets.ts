import type { RepositoryRulesetArgs } from "@pulumi/github/repositoryRuleset.js";
import type { RepositorySpec } from "../../spec/repository.ts";

/** A ruleset without the repository that it is for. */
export interface Ruleset {
  /** What its logical name ends in. */
  readonly role: string;
  readonly args: Omit<RepositoryRulesetArgs, "repository">;
}

/** GitHub's numbers of the repository roles (REST, ruleset bypass actors). */
const roleNumbers = { maintain: 2, write: 4, admin: 5 } as const;
/** GitHub's number of the app "GitHub Actions": a required check counts only when it comes from there. */
const actionsApp = 15368;

const past = (role: keyof typeof roleNumbers) => ({
  actorId: roleNumbers[role],
  actorType: "RepositoryRole",
  bypassMode: "always",
});

export const rulesetsOf = (spec: RepositorySpec): Ruleset[] => [defaultBranch(spec), ...releaseTags(spec)];

/** No push past a pull request; its reviews and checks. Administrators may pass, as this program commits the repository's files. */
function defaultBranch(spec: RepositorySpec): Ruleset {
  const checks = spec.requiredChecks.map((context) => ({ context, integrationId: actionsApp }));
  const args = {
    name: spec.defaultBranch,
    target: "branch",
    enforcement: "active",
    conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
    bypassActors: [past("admin")],
    rules: {
      deletion: true,
      nonFastForward: true,
      requiredLinearHistory: true,
      ...(spec.signedCommits ? { requiredSignatures: true } : {}),
      pullRequest: {
        requiredApprovingReviewCount: spec.approvals,
        dismissStaleReviewsOnPush: true,
        ...(spec.codeOwners.length > 0 ? { requireCodeOwnerReview: true } : {}),
        requiredReviewThreadResolution: true,
      },
      ...(checks.length > 0
        ? { requiredStatusChecks: { requiredChecks: checks, strictRequiredStatusChecksPolicy: true } }
        : {}),
    },
  };
  return { role: "main", args };
}

/**
 * What is released stays what it was: nobody moves or deletes its tag. Who may make one stands in a ruleset of its own,
 * because GitHub lets an actor past a whole ruleset, never past one of its rules.
 */
function releaseTags({ releaseTags: { patterns, creators } }: RepositorySpec): Ruleset[] {
  if (patterns.length === 0) return [];
  const shared = {
    target: "tag",
    enforcement: "active",
    conditions: { refName: { includes: patterns.map((pattern) => `refs/tags/${pattern}`), excludes: [] } },
  };
  return [
    {
      role: "tags",
      args: { ...shared, name: "release tags stay", rules: { deletion: true, update: true, nonFastForward: true } },
    },
    {
      role: "tags-creation",
      args: {
        ...shared,
        name: "who makes release tags",
        bypassActors: creators.map(past),
        rules: { creation: true },
      },
    },
  ];
}
