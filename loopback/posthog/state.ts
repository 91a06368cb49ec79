import type { VendorContext } from "../core/vendor.ts";
import { defaultSettings, type Settings } from "./settings.ts";

export type Context = VendorContext<PosthogState>;

/** Everything PostHog remembers. Times are ISO 8601. */
export interface PosthogState {
  /** The id of the next object that has a number for an id: one sequence for all kinds. */
  nextId: number;
  user: { id: number; uuid: string; email: string; first_name: string };
  /** The first one is the user's current one. */
  organizations: StoredOrganization[];
  projects: StoredProject[];
  /** What stands in projects, by its name in the API's paths. */
  things: Partial<Record<ThingKind, StoredThing[]>>;
  proxies: StoredProxy[];
}

export type ThingKind =
  | "feature_flags"
  | "dashboards"
  | "insights"
  | "alerts"
  | "actions"
  | "cohorts"
  | "surveys"
  | "hog_functions";

/** An object of a project: what the server knows of each, and the fields of its kind. */
export interface StoredThing {
  id: number | string;
  /** Number of its project. */
  project: number;
  deleted: boolean;
  created_at: string;
  version: number;
  fields: Record<string, unknown>;
}

/** A managed reverse proxy of an organisation. */
export interface StoredProxy {
  id: string;
  organization: string;
  domain: string;
  target_cname: string;
  status: "waiting" | "issuing" | "valid" | "deleting";
  created_at: string;
  updated_at: string;
}

export interface StoredOrganization {
  id: string;
  name: string;
  slug: string;
  created_at: string;
}

/** A project, which is also its only environment: two views of one object. */
export interface StoredProject {
  id: number;
  uuid: string;
  organization: string;
  /** Public: it stands in every page that sends events. */
  api_token: string;
  name: string;
  timezone: string;
  created_at: string;
  updated_at: string;
  settings: Settings;
}

const seededAt = "2026-01-01T00:00:00.000Z";

export function emptyState(): PosthogState {
  return {
    nextId: 1001,
    user: { id: 1, uuid: "01890000-0000-7000-8000-00000000000a", email: "owner@loopback.test", first_name: "Owner" },
    organizations: [
      { id: "01890000-0000-7000-8000-000000000001", name: "Loopback", slug: "loopback", created_at: seededAt },
    ],
    projects: [],
    things: {},
    proxies: [],
  };
}

export function nextId({ state }: Context): number {
  state.nextId += 1;
  return state.nextId - 1;
}

export function newProject(organization: string, name: string, timezone: string, context: Context): StoredProject {
  const now = context.now().toISOString();
  return {
    id: nextId(context),
    uuid: newUuid(context),
    organization,
    api_token: `phc_${context.id(43)}`,
    name,
    timezone,
    created_at: now,
    updated_at: now,
    settings: structuredClone(defaultSettings),
  };
}

export function newUuid(context: Context): string {
  const hex = context.id(30, "0123456789abcdef");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}
