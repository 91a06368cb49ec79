import { z } from "zod";
import type { AppSpec } from "./app.ts";
import { joined, nameProblem, physicalName } from "./names.ts";
import { reasonSchema } from "./optout.ts";
import type { EnvironmentSettings } from "./settings.ts";

const functionName = z.string().refine((name) => nameProblem("supabaseFunction", name) === undefined, {
  message: "must be letters, digits, '_' and '-', a letter first, at most 64",
});

/** What all environments share about the Supabase project. */
export const databaseDefinition = z.strictObject({
  directory: z
    .string()
    .default("supabase")
    .describe("the folder with config.toml, migrations/, functions/ and seed.sql"),
  exposedSchemas: z
    .array(z.string().min(1))
    .default(["public", "graphql_public"])
    .describe("schemas that the API serves"),
  searchPath: z.array(z.string().min(1)).default(["public", "extensions"]),
  maxRows: z.int().min(1).max(100_000).default(1000).describe("rows that one API call returns at most"),
  auth: z
    .strictObject({
      app: z.string().optional().describe("the application whose address people return to after signing in"),
      redirects: z
        .array(z.string())
        .default([])
        .describe("further addresses that may be returned to; ** is a wildcard"),
      signUp: z.boolean().default(true).describe("whether strangers may sign up"),
      confirmEmail: z.boolean().default(true).describe("whether an address must be confirmed before signing in"),
      tokenSeconds: z.int().min(300).max(604_800).default(3600).describe("life of an access token in seconds"),
      minimumPasswordLength: z.int().min(8).max(72).default(12),
    })
    .prefault({}),
  functions: z
    .record(
      functionName,
      z.strictObject({
        verifyJwt: z
          .union([z.literal(true), reasonSchema])
          .default(true)
          .describe("true, or { reason } when the function itself checks its caller"),
      }),
    )
    .default({}),
});

/** Regions of the Management API (V1CreateProjectBody.region). */
const regions = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-east-1",
  "ap-southeast-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-southeast-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "eu-central-1",
  "eu-central-2",
  "ca-central-1",
  "ap-south-1",
  "sa-east-1",
] as const;
/** Compute sizes of the Management API (desired_instance_size). */
const sizes = [
  "nano",
  "micro",
  "small",
  "medium",
  "large",
  "xlarge",
  "2xlarge",
  "4xlarge",
  "8xlarge",
  "12xlarge",
  "16xlarge",
] as const;

/** What one environment says about its Supabase project. */
export const databaseSettings = z.strictObject({
  siteUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("where people return to after signing in; the application's address when left out"),
  region: z.enum(regions).describe("Supabase's region, e.g. eu-central-1"),
  size: z.enum(sizes).default("micro").describe("compute size"),
});

export interface FunctionSpec {
  readonly slug: string;
  readonly verifyJwt: boolean;
  /** Why anyone may call it, where `verifyJwt` is false. */
  readonly reason: string | undefined;
}

export interface DatabaseSpec {
  readonly projectName: string;
  readonly organization: string;
  readonly region: (typeof regions)[number];
  readonly size: (typeof sizes)[number];
  /** Folder of config.toml, migrations and functions, relative to the program. */
  readonly directory: string;
  readonly exposedSchemas: readonly string[];
  readonly searchPath: readonly string[];
  readonly maxRows: number;
  readonly auth: {
    readonly siteUrl: string | undefined;
    readonly redirects: readonly string[];
    readonly signUp: boolean;
    readonly confirmEmail: boolean;
    readonly tokenSeconds: number;
    readonly minimumPasswordLength: number;
  };
  readonly functions: readonly FunctionSpec[];
}

/** @param organization and settings must be there: `parse.ts` has refused a platform with a database without them. */
export function databaseSpec(
  definition: z.output<typeof databaseDefinition>,
  facts: { platform: string; stack: string },
  organization: string,
  own: z.output<typeof databaseSettings>,
  settings: EnvironmentSettings,
  apps: readonly AppSpec[],
): DatabaseSpec {
  const { auth, functions, ...shared } = definition;
  const { app, ...rules } = auth;
  const { siteUrl, ...place } = own;
  return {
    ...shared,
    ...place,
    organization,
    projectName: physicalName(
      "supabaseProject",
      settings.names["database-project"] ?? joined(facts.platform, facts.stack),
      "the Supabase project",
    ),
    auth: { ...rules, siteUrl: siteUrl ?? (app === undefined ? apps[0] : apps.find((one) => one.key === app))?.url },
    functions: Object.entries(functions).map(([slug, { verifyJwt }]) => ({
      slug,
      verifyJwt: verifyJwt === true,
      reason: verifyJwt === true ? undefined : verifyJwt.reason,
    })),
  };
}
