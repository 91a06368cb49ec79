import type { Secret } from "../core/vendor.ts";

/** What one organisation is. For older ones id and slug are the same 20 letters, and so they are here. */
export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface ApiKey {
  readonly id: string;
  name: string;
  readonly type: "publishable" | "secret";
  /** The first characters of the random part, which the vendor keeps readable. */
  readonly prefix: string;
  readonly value: Secret;
  description: string | null;
  secretJwtTemplate: Record<string, unknown> | null;
  readonly insertedAt: string;
  updatedAt: string;
}

interface FunctionSecret {
  readonly name: string;
  readonly value: Secret;
  readonly updatedAt: string;
}

export interface EdgeFunction {
  readonly id: string;
  readonly slug: string;
  name: string;
  version: number;
  verifyJwt: boolean;
  importMap: boolean;
  entrypointPath: string;
  importMapPath?: string;
  /** SHA-256 hex of what was deployed: identifies the bundle. */
  ezbrSha256: string;
  /** The sources by their relative path, base64. */
  files: readonly { readonly path: string; readonly content: string }[];
  readonly createdAt: number;
  updatedAt: number;
}

interface NetworkRestrictions {
  v4: string[];
  v6: string[];
  old?: { readonly v4: readonly string[]; readonly v6: readonly string[] };
  updatedAt?: string;
}

export type Setting = string | number | boolean | null | Secret;

export interface Project {
  readonly ref: string;
  /** The number that some answers call `id`. */
  readonly number: number;
  name: string;
  readonly organization: string;
  readonly region: string;
  readonly createdAt: string;
  /** What it is on its way to being healthy, and how many reads that takes still. */
  transition: { readonly status: "COMING_UP" | "RESIZING"; readsLeft: number } | null;
  password: Secret;
  readonly jwtSecret: Secret;
  readonly serviceRoleKey: Secret;
  readonly anonKey: string;
  legacyKeysEnabled: boolean;
  keys: ApiKey[];
  secrets: FunctionSecret[];
  functions: EdgeFunction[];
  /** Ids of the chosen variants, e.g. `ci_small`; one a type. */
  addons: string[];
  postgrest: { db_schema: string; max_rows: number; db_extra_search_path: string; db_pool: number | null };
  /** Only what was set; the rest is the vendor's default. */
  auth: Record<string, Setting>;
  postgres: Record<string, string | number | boolean>;
  pooler: { default_pool_size: number | null; pool_mode: "transaction" | "session" };
  storage: StorageSettings;
  realtime: Record<string, number | boolean | null>;
  ssl: { database: boolean; applied: boolean };
  network: NetworkRestrictions;
  // Younger than the first state files, so they may be missing.
  thirdPartyAuth?: ThirdPartyAuth[];
  hostname?: CustomHostname;
  replicas?: Replica[];
  backupSchedule?: { readonly for: string; readonly updatedAt: string };
  vanitySubdomain?: string;
  disk?: Disk;
  branches?: Branch[];
}

/** A branch of a project: a project of its own that only the branch calls know. The default one is the parent itself. */
export interface Branch {
  readonly id: string;
  readonly ref: string;
  name: string;
  readonly isDefault: boolean;
  gitBranch?: string;
  persistent: boolean;
  readonly withData: boolean;
  readonly region: string;
  notifyUrl?: string;
  readonly password: Secret;
  readonly jwtSecret: Secret;
  readonly createdAt: string;
  updatedAt: string;
  /** Until it is up. */
  readsLeft: number;
}

/** Whose tokens the project takes besides its own. */
export interface ThirdPartyAuth {
  readonly id: string;
  readonly issuer: string | null;
  readonly jwksUrl: string | null;
  readonly jwks: unknown;
  readonly insertedAt: string;
}

/** As the vendor writes it. */
export interface Disk {
  readonly type: "gp3" | "io2";
  readonly size_gb: number;
  readonly iops: number;
  readonly throughput_mibps?: number | undefined;
}

export interface CustomHostname {
  readonly id: string;
  readonly name: string;
  /** Reads as the vendor's `2_initiated` to `5_services_reconfigured`. */
  step: 2 | 3 | 4 | 5;
  readonly challenge: string;
}

export interface Replica {
  readonly identifier: string;
  readonly region: string;
  /** Until it is up. */
  readsLeft: number;
}

export interface StorageSettings {
  fileSizeLimit: number;
  features: {
    imageTransformation: { enabled: boolean };
    s3Protocol: { enabled: boolean };
    icebergCatalog: { enabled: boolean; maxNamespaces: number; maxTables: number; maxCatalogs: number };
    vectorBuckets: { enabled: boolean; maxBuckets: number; maxIndexes: number };
  };
  external: { upstreamTarget: "main" | "canary" };
}

export interface SupabaseState {
  organizations: Organization[];
  projects: Project[];
  /** Refs of deleted projects: their configuration answers 406, not 404. */
  removed: string[];
}

/** An account with one organisation, which a person has before any program can do something. */
export function emptyState(): SupabaseState {
  const slug = "loopbackorganization";
  return { organizations: [{ id: slug, slug, name: "Loopback" }], projects: [], removed: [] };
}
