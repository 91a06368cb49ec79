import type { Secret, VendorContext } from "../core/vendor.ts";
import type { StoredAlias, StoredAliasRequest, StoredDeployment } from "./deployment-state.ts";

export type Context = VendorContext<VercelState>;

/** Everything Vercel remembers. Times are milliseconds since the epoch and unique, so that lists can be paged by them. */
export interface VercelState {
  clock: number;
  user: { id: string; email: string; username: string; createdAt: number };
  teams: StoredTeam[];
  projects: StoredProject[];
  variables: StoredVariable[];
  domains: StoredDomain[];
  environments: StoredEnvironment[];
  bypasses: StoredBypass[];
  firewalls: StoredFirewall[];
  webhooks: StoredWebhook[];
  drains: StoredDrain[];
  sharedVariables: StoredSharedVariable[];
  zones: StoredZone[];
  records: StoredRecord[];
  accessGroups: StoredAccessGroup[];
  edgeConfigs: StoredEdgeConfig[];
  deployments: StoredDeployment[];
  aliases: StoredAlias[];
  /** SHA-1 of the files that were uploaded; their content is of no use here. */
  files: string[];
}

export interface StoredTeam {
  id: string;
  slug: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  sensitiveEnvironmentVariablePolicy: "default" | "on" | "off" | null;
}

export interface StoredProject {
  id: string;
  name: string;
  /** The team's id, or the user's for a personal project. */
  accountId: string;
  createdAt: number;
  updatedAt: number;
  /** What a read shows as it stands, under the API's own keys; a missing key has the API's default. */
  settings: Record<string, unknown>;
  resourceConfig: Record<string, unknown>;
  /** Write-only: no read ever shows it. */
  password: Secret | null;
  link: StoredLink | null;
  /** Days by the API's read keys, e.g. `expirationDaysProduction`. */
  deploymentExpiration: Record<string, number>;
  crons: { enabledAt: number; disabledAt: number | null; updatedAt: number };
  paused: boolean;
  attackMode: { enabled: boolean; until: number | null; updatedAt: number } | null;
  /** What production's names point at. */
  productionDeployment: string | null;
  /** The last promote or rollback, and how often somebody looked since its last step. */
  lastAliasRequest: StoredAliasRequest | null;
  releaseLooks: number;
  /** After a rollback nothing new goes live by itself. */
  rolledBack: boolean;
  rolling: StoredRolling | null;
}

/** How releases roll. */
export interface StoredRolling {
  stages: readonly object[];
}

export interface StoredLink {
  type: "github" | "github-limited" | "gitlab" | "bitbucket";
  /** `org/name`. */
  repository: string;
  productionBranch: string;
  createdAt: number;
  updatedAt: number;
  deployHooks: StoredHook[];
}

export interface StoredHook {
  id: string;
  name: string;
  ref: string;
  /** Whoever knows it can deploy. */
  url: Secret;
  createdAt: number;
}

type VariableType = "plain" | "encrypted" | "sensitive" | "system" | "secret";
type Target = "production" | "preview" | "development";

export interface StoredVariable {
  id: string;
  projectId: string;
  key: string;
  /** Plain text only for the type `plain`. */
  value: Secret | string;
  type: VariableType;
  target: Target[];
  gitBranch: string | null;
  customEnvironmentIds: string[];
  comment: string;
  createdAt: number;
  updatedAt: number;
}

export interface StoredDomain {
  projectId: string;
  name: string;
  redirect: string | null;
  redirectStatusCode: 301 | 302 | 307 | 308 | null;
  gitBranch: string | null;
  customEnvironmentId: string | null;
  verified: boolean;
  /** What the TXT record must say while the name is not verified. */
  challenge: string | null;
  createdAt: number;
  updatedAt: number;
}

/** A custom environment. */
export interface StoredEnvironment {
  id: string;
  projectId: string;
  slug: string;
  description: string;
  branchMatcher: { type: "equals" | "startsWith" | "endsWith"; pattern: string } | null;
  createdAt: number;
  updatedAt: number;
}

/** One secret by which automation gets past a project's protection. */
export interface StoredBypass {
  projectId: string;
  secret: Secret;
  note: string;
  isEnvVar: boolean;
  createdAt: number;
}

export interface StoredFirewall {
  projectId: string;
  /** Each write makes the next one. */
  version: number;
  createdAt: number;
  updatedAt: number;
  /** As it was written, with the server's ids. */
  config: object;
}

export interface StoredAccessGroup {
  id: string;
  teamId: string;
  name: string;
  /** By project id. */
  projects: Record<string, { role: string; createdAt: number; updatedAt: number }>;
  createdAt: number;
  updatedAt: number;
}

export interface StoredEdgeConfig {
  id: string;
  accountId: string;
  slug: string;
  items: { key: string; value: unknown; description: string | null; createdAt: number; updatedAt: number }[];
  tokens: { id: string; label: string; token: Secret; createdAt: number }[];
  createdAt: number;
  updatedAt: number;
}

export interface StoredWebhook {
  id: string;
  accountId: string;
  url: string;
  events: string[];
  /** Null: all of the account's. */
  projectIds: string[] | null;
  /** Told once. */
  secret: Secret;
  createdAt: number;
  updatedAt: number;
}

export interface StoredDrain {
  id: string;
  accountId: string;
  name: string;
  /** Null: all of the account's. */
  projectIds: string[] | null;
  schemas: object;
  /** Without its headers. */
  delivery: object;
  headers: Record<string, Secret>;
  filter: object | null;
  sampling: readonly object[];
  status: string;
  /** Told once. */
  secret: Secret;
  createdAt: number;
  updatedAt: number;
}

export interface StoredSharedVariable {
  id: string;
  accountId: string;
  key: string;
  value: Secret;
  type: "encrypted" | "sensitive";
  target: Target[];
  projectIds: string[];
  applyToAllCustomEnvironments: boolean;
  comment: string;
  createdAt: number;
  updatedAt: number;
}

/** A domain whose name servers are Vercel's. */
export interface StoredZone {
  name: string;
  accountId: string;
  createdAt: number;
}

export interface StoredRecord {
  id: string;
  zone: string;
  name: string;
  type: string;
  value: string;
  /** Of an MX or SRV record. */
  priority: number | null;
  ttl: number;
  comment: string;
  createdAt: number;
  updatedAt: number;
}

const seededAt = Date.UTC(2026, 0, 1);

export function emptyState(): VercelState {
  return {
    clock: seededAt,
    user: { id: "LoopbackUser000000000001", email: "owner@loopback.test", username: "loopback", createdAt: seededAt },
    teams: [newTeam("team_LoopbackTeam000000000001", "loopback", "Loopback", seededAt)],
    projects: [],
    variables: [],
    domains: [],
    environments: [],
    bypasses: [],
    firewalls: [],
    webhooks: [],
    drains: [],
    sharedVariables: [],
    zones: [],
    records: [],
    accessGroups: [],
    edgeConfigs: [],
    deployments: [],
    aliases: [],
    files: [],
  };
}

export function newTeam(id: string, slug: string, name: string, at: number): StoredTeam {
  return { id, slug, name, createdAt: at, updatedAt: at, sensitiveEnvironmentVariablePolicy: "default" };
}

/** The time, never the same twice. */
export function tick(context: Context): number {
  const { state } = context;
  state.clock = Math.max(state.clock + 1, context.now().getTime());
  return state.clock;
}
