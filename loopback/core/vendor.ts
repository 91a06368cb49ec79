import type { Hono } from "hono";
import type { Login } from "./gate.ts";

/** The vendors that stand on 127.0.0.1. Their order is the order of their ports: base port + 1, + 2, … */
export const vendorNames = [
  "vercel",
  "github",
  "supabase",
  "sentry",
  "posthog",
  "cloudflare",
  "pagerduty",
  "upstash",
  "betterstack",
  "slack",
  "stripe",
  "google",
] as const;
export type VendorName = (typeof vendorNames)[number];

/** A value that is encrypted in the state file and never shown in the journal. In memory it is plain. */
export interface Secret {
  readonly $secret: string;
}

/** What one vendor's routes may use. Nothing else of the process is theirs. */
export interface VendorContext<State extends object> {
  /**
   * Plain JSON data (plus `Secret`s). Change it in place, then call `changed`. It survives restarts.
   * A reset empties this same object: read `context.state.things` where you need it, keep no reference to `things`.
   */
  readonly state: State;
  /** Says that the state was changed; it is written soon, at once and atomically. */
  changed(): void;
  now(): Date;
  /** Random characters of an alphabet, e.g. `id(20, "abcdefghijklmnopqrstuvwxyz")`. */
  id(length: number, alphabet?: string): string;
  /** Wraps a secret value, and makes the journal replace it wherever it occurs. */
  secret(value: string): Secret;
  /** Where this vendor listens, e.g. `http://127.0.0.1:4701`. Absolute links in answers start with it. */
  readonly origin: string;
  /** The token that clients must send; the core has checked it before a route runs. */
  readonly token: string;
  /** The Postgres server behind the database vendor; started at first use. */
  readonly cluster: Cluster;
}

/** Postgres 17 on 127.0.0.1: one database a Supabase project. */
export interface Cluster {
  readonly host: "127.0.0.1";
  port(): Promise<number>;
  /** Creates `name` with Supabase's roles, schemas and functions; its login role is `postgres.<name>` with this password. */
  createDatabase(name: string, password: string): Promise<void>;
  setPassword(name: string, password: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** One vendor played on loopback: its state, its routes, and how its errors look. */
export interface Vendor<State extends object> {
  readonly name: VendorName;
  /** The environment variables by which clients find it and log in to it. */
  readonly environment: { readonly token: string; readonly endpoint: string };
  /** How clients send the token; without it: `Authorization: Bearer <token>`. */
  readonly login?: Login;
  /** Further variables that clients of this origin need: addresses of the vendor's other hosts, an account's e-mail. */
  variables?(origin: string): Readonly<Record<string, string>>;
  /** Appended to the origin in the endpoint variable, e.g. `/api/v3/` for GitHub. */
  readonly endpointPath: string;
  /** A token of the vendor's own form, e.g. `sbp_` and 40 hex digits. */
  makeToken(id: (length: number, alphabet?: string) => string): string;
  /**
   * Path prefixes that only a client pointed at another host adds, e.g. `/api/v3`. The core cuts them off before a
   * route runs and in the journal, so routes and journal have the vendor's own paths.
   */
  readonly prefixes: readonly string[];
  /** JSON keys whose string values are secret in any request or response body. */
  readonly secretKeys: readonly string[];
  /** Headers of every answer: rate limits and the like. `remaining` counts down within a window. */
  headers(limit: RateLimit): Record<string, string>;
  /** The vendor's error body for what the core answers itself: 401, 404, 429, 500, 501. */
  error(status: number, message: string): object;
  /**
   * What a request without a token, or with a wrong one, gets. Without this: 401 and `error(401, …)`.
   * (Vercel answers 403 with `invalidToken`.)
   */
  unauthorized?(reason: "missing" | "wrong"): { readonly status: number; readonly body: object };
  /**
   * Paths of the vendor's *other* hosts that are answered at this origin too (a project's own URL, event intake,
   * hooks whose address is the secret). They are no calls of the vendor's API: no token check, no rate limit, no
   * faults, not in the journal.
   */
  isDataPlane?(path: string): boolean;
  /** Paths of the data plane that faults reach all the same: what a check of a deployment looks at. */
  isSpoilable?(path: string): boolean;
  /** Runs before the state is emptied by a reset: what the vendor holds outside its state (databases) goes here. */
  beforeReset?(context: VendorContext<State>): Promise<void>;
  /**
   * Puts accounts there that only a person can make at the real vendor (organisations, teams, installed integrations),
   * as a rehearsal's stack expects them. `accounts` comes from the control route `POST seed` and is the vendor's to
   * check; a wrong one is a thrown `Error` in plain words. An account that is there already stays.
   */
  seed?(context: VendorContext<State>, accounts: unknown): void;
  emptyState(): State;
  /** Every stored object as the vendor's own API shows it (write-only values blank), by kind. */
  present(context: VendorContext<State>): Record<string, readonly unknown[]>;
  routes(app: Hono, context: VendorContext<State>): void;
}

export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
}

/** Any vendor, its state's type forgotten. */
export type AnyVendor = Vendor<object>;

/** Keeps the state's type while the registry forgets it. */
export function defineVendor<State extends object>(vendor: Vendor<State>): Vendor<State> {
  return vendor;
}
