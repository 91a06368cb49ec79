import type { Secret } from "../core/vendor.ts";
import type { Integration, Monitor, Workflow } from "./alerting-state.ts";
import type { Dashboard } from "./dashboard-bodies.ts";
import type { CodeMapping, Release, Repository } from "./releases-state.ts";
import type { ProjectSettings } from "./settings.ts";

export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly dateCreated: string;
}

export interface Team {
  readonly id: string;
  readonly orgId: string;
  slug: string;
  name: string;
  readonly dateCreated: string;
}

export interface Member {
  readonly id: string;
  readonly orgId: string;
  readonly email: string;
  role: string;
  teamIds: string[];
  readonly dateCreated: string;
}

export interface ClientKey {
  /** 32 hex digits, also the public part of the DSN. */
  readonly id: string;
  /** The second part of the legacy DSN. */
  readonly secret: Secret;
  name: string;
  isActive: boolean;
  /** At most `count` events in `window` seconds. */
  rateLimit: { window: number; count: number } | null;
  browserSdkVersion: "latest" | "7.x";
  dynamicSdkLoaderOptions: LoaderOptions;
  readonly useCase: string;
  readonly dateCreated: string;
}

interface LoaderOptions {
  hasReplay: boolean;
  hasPerformance: boolean;
  hasDebug: boolean;
  hasFeedback: boolean;
  hasLogsAndMetrics: boolean;
}

export interface Detector {
  readonly id: string;
  readonly type: "error" | "issue_stream";
  readonly dateCreated: string;
}

interface Ownership {
  raw: string;
  fallthrough: boolean;
  autoAssignment: string;
  codeownersAutoSync: boolean;
  lastUpdated: string;
}

/** Inbound filters: on or off, and which of the subfilters for old browsers. */
export interface Filters {
  "browser-extensions": boolean;
  localhost: boolean;
  "filtered-transaction": boolean;
  "web-crawlers": boolean;
  "legacy-browsers": string[];
}

export interface Project {
  readonly id: string;
  readonly orgId: string;
  slug: string;
  name: string;
  platform: string | null;
  readonly dateCreated: string;
  teamIds: string[];
  settings: ProjectSettings;
  securityToken: Secret;
  keys: ClientKey[];
  readonly detectors: Detector[];
  filters: Filters;
  ownership: Ownership;
}

export interface SentryState {
  nextId: number;
  organizations: Organization[];
  teams: Team[];
  members: Member[];
  projects: Project[];
  monitors: Monitor[];
  workflows: Workflow[];
  integrations: Integration[];
  releases: Release[];
  repositories: Repository[];
  codeMappings: CodeMapping[];
  dashboards: Dashboard[];
  /** Slugs of projects, and names of repositories, that are being deleted in the background: taken for that many more requests. */
  blocked: { orgId: string; slug: string; requests: number }[];
}

/** One organisation; more exist where a rehearsal seeds them. Ids have the length of Sentry's own. */
export function emptyState(): SentryState {
  return {
    nextId: 4_509_000_000_000_001,
    organizations: [
      {
        id: "4508000000000001",
        slug: "groundplan-local",
        name: "Groundplan (local)",
        dateCreated: "2026-01-01T00:00:00.000000Z",
      },
    ],
    teams: [],
    members: [],
    projects: [],
    monitors: [],
    workflows: [],
    integrations: [],
    releases: [],
    repositories: [],
    codeMappings: [],
    dashboards: [],
    blocked: [],
  };
}

/** Sentry's ids are numbers in strings. */
export function takeId(state: SentryState): string {
  state.nextId += 1;
  return String(state.nextId - 1);
}

/** Sentry's times: UTC with microseconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/(\.\d{3})Z$/, "$1000Z");
}
