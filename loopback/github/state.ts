import type { Secret } from "../core/vendor.ts";
import type { GitStore } from "./git/objects.ts";
import type { Actor, Rule } from "./rules.ts";
import type { RepositorySettings } from "./settings.ts";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "Organization" | "User";
  readonly name: string | null;
  readonly email: string | null;
  readonly description: string | null;
  readonly created_at: string;
}

export interface Team {
  readonly id: number;
  readonly orgId: number;
  name: string;
  slug: string;
  description: string | null;
  privacy: "closed" | "secret";
  parentId: number | null;
  readonly created_at: string;
  updated_at: string;
  members: { userId: number; role: "member" | "maintainer" }[];
}

export type Permission = "pull" | "triage" | "push" | "maintain" | "admin";

/** A Curve25519 pair, base64. The public half seals secrets for one place; only the vendor can open them. */
export interface SealingKey {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: Secret;
}

export interface StoredSecret {
  readonly name: string;
  readonly created_at: string;
  updated_at: string;
  value: Secret;
}

export interface SecretBox {
  key: SealingKey | null;
  secrets: StoredSecret[];
}

export interface Variable {
  name: string;
  value: string;
  readonly created_at: string;
  updated_at: string;
}

export interface BranchPolicy {
  readonly id: number;
  name: string;
  readonly type: "branch" | "tag";
}

export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly created_at: string;
  updated_at: string;
  /** Minutes; 0 is no rule. */
  waitTimer: number;
  preventSelfReview: boolean;
  canAdminsBypass: boolean;
  reviewers: { type: "User" | "Team"; id: number }[];
  branchPolicy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  branchPolicies: BranchPolicy[];
  /** Ids of the three protection rules, whether they are on or not, so that they do not change. */
  readonly ruleIds: {
    readonly wait_timer: number;
    readonly required_reviewers: number;
    readonly branch_policy: number;
  };
  secrets: SecretBox;
  variables: Variable[];
}

export interface Ruleset {
  readonly id: number;
  name: string;
  target: "branch" | "tag" | "push";
  enforcement: "active" | "evaluate" | "disabled";
  bypassActors: Actor[];
  conditions: { ref_name: { include: string[]; exclude: string[] } } | null;
  rules: Rule[];
  readonly created_at: string;
  updated_at: string;
}

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
  readonly default: boolean;
}

/** An issue, or what a pull request has in common with one. */
export interface Issue {
  readonly id: number;
  readonly repositoryId: number;
  /** Counted in each repository, from 1; issues and pull requests share the numbers. */
  readonly number: number;
  /** A pull request is seeded: no call that opens or merges one is played. */
  readonly isPullRequest: boolean;
  readonly authorId: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  labelIds: number[];
  readonly created_at: string;
  updated_at: string;
  closed_at: string | null;
}

export interface IssueComment {
  readonly id: number;
  readonly issueId: number;
  readonly authorId: number;
  body: string;
  readonly created_at: string;
  updated_at: string;
}

interface ActionsSettings {
  enabled: boolean;
  allowedActions: "all" | "local_only" | "selected";
  shaPinningRequired: boolean;
  selected: { github_owned_allowed: boolean; verified_allowed: boolean; patterns_allowed: string[] };
  workflowPermissions: "read" | "write";
  canApprovePullRequests: boolean;
  accessLevel: "none" | "user" | "organization";
  oidcSubject: { use_default: boolean; include_claim_keys?: string[] };
}

export interface Repository {
  readonly id: number;
  readonly ownerId: number;
  name: string;
  readonly created_at: string;
  updated_at: string;
  pushed_at: string;
  settings: RepositorySettings;
  topics: string[];
  vulnerabilityAlerts: boolean;
  automatedSecurityFixes: boolean;
  git: GitStore;
  environments: Environment[];
  actionsSecrets: SecretBox;
  dependabotSecrets: SecretBox;
  variables: Variable[];
  rulesets: Ruleset[];
  labels: Label[];
  actions: ActionsSettings;
  /** People outside the organisation; its members have their rights from it. */
  collaborators: { userId: number; permission: Permission }[];
  teams: { teamId: number; permission: Permission }[];
}

export interface GitHubState {
  nextId: number;
  accounts: Account[];
  /** The account that the token belongs to. */
  tokenOwnerId: number;
  teams: Team[];
  /** Who is in an organisation beside the token's owner, who is in every one; absent where an earlier release wrote the state. */
  members?: { orgId: number; userId: number }[];
  repositories: Repository[];
  issues: Issue[];
  issueComments: IssueComment[];
  /** Former `owner/name` of renamed repositories, lower case, to their id. */
  formerNames: Record<string, number>;
}

const founded = "2026-01-01T00:00:00Z";

/** One organisation and its founder. Other owners exist where a state names them. */
export function emptyState(): GitHubState {
  const founder = { id: 1001, login: "octo-founder", type: "User", name: "Octo Founder" } as const;
  const organisation = {
    id: 1002,
    login: "groundplan-local",
    type: "Organization",
    name: "Groundplan (local)",
  } as const;
  const common = { email: null, description: null, created_at: founded };
  return {
    nextId: 100_001,
    accounts: [
      { ...founder, ...common },
      { ...organisation, ...common },
    ],
    tokenOwnerId: founder.id,
    teams: [],
    repositories: [],
    issues: [],
    issueComments: [],
    formerNames: {},
  };
}
