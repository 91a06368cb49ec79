import { z } from "zod";
import { type EnvironmentKind, environmentKinds } from "./environment.ts";
import { formatOf, formatSchema, type SecretFormat } from "./formats.ts";

/**
 * Who reads a secret. `resource`: a resource of the platform takes the value itself, e.g. a database password.
 * `dependabot`: Dependabot's runs in the repository, which read the value that the stack that owns the repository has.
 */
const consumers = ["server", "build", "function", "workflow", "ci", "resource", "dependabot"] as const;
export type Consumer = (typeof consumers)[number];

/** One entry of the catalogue, as a platform writes it. */
export const secretDefinition = z.strictObject({
  name: z
    .string()
    .regex(
      /^(?!GITHUB_)[A-Z][A-Z0-9_]*$/,
      "must be capitals, digits and underscores, a letter first, and not start with GITHUB_",
    ),
  purpose: z.string().min(8).describe("what it is for, in a few words"),
  format: formatSchema,
  consumers: z
    .array(z.enum(consumers))
    .min(1)
    .describe(`who reads it: ${consumers.join(", ")}`),
  environments: z
    .array(z.enum(environmentKinds))
    .min(1)
    .default([...environmentKinds])
    .describe("in which kinds of environment it exists; all when left out"),
  required: z.boolean().default(true).describe("whether an environment without it is refused"),
  requiredBy: z.string().min(2).describe("the feature that needs it, e.g. payments"),
  obtain: z.string().min(8).describe("where to get a value, for a person"),
  rotateEveryDays: z.int().min(1).max(3650).default(90).describe("days after which the value counts as old"),
});
type SecretDefinition = z.input<typeof secretDefinition>;
type ParsedSecret = z.output<typeof secretDefinition>;

/** A secret as it is in force in one environment. Never its value. */
export interface SecretSpec {
  readonly name: string;
  readonly purpose: string;
  readonly format: SecretFormat;
  readonly consumers: readonly Consumer[];
  readonly environments: readonly EnvironmentKind[];
  readonly required: boolean;
  readonly requiredBy: string;
  readonly obtain: string;
  readonly rotateEveryDays: number;
  /** A value was found in the stack's configuration. */
  readonly isSet: boolean;
}

/** What a platform can have that brings secrets of its own. */
export type Feature = "database" | "apps" | "mobile";

/** Secrets that come with a feature, on whatever platform. */
const builtIn: Readonly<Record<Feature, readonly SecretDefinition[]>> = {
  database: [
    {
      name: "SUPABASE_DB_PASSWORD",
      purpose: "password of the database's owner role; migrations and backups sign in with it",
      format: "password",
      consumers: ["resource", "workflow"],
      requiredBy: "database",
      obtain: "make one up: openssl rand -base64 24 | tr '+/' '-_'",
    },
    {
      name: "SUPABASE_ACCESS_TOKEN",
      purpose: "lets deployment jobs apply migrations and deploy functions",
      format: "supabase-token",
      consumers: ["ci"],
      requiredBy: "database",
      obtain: "https://supabase.com/dashboard/account/tokens",
    },
  ],
  apps: [
    {
      name: "VERCEL_TOKEN",
      purpose: "lets deployment jobs deploy the applications",
      format: "vercel-token",
      consumers: ["ci"],
      requiredBy: "apps",
      obtain: "https://vercel.com/account/settings/tokens, scoped to the team",
    },
  ],
  mobile: [
    {
      name: "EXPO_TOKEN",
      purpose: "lets jobs queue builds of the mobile app at EAS",
      format: "random",
      consumers: ["workflow"],
      requiredBy: "mobile",
      obtain: "https://expo.dev/settings/access-tokens, of a robot user with the role Developer",
    },
  ],
};

/**
 * The catalogue in force: built-in entries of the features in use, then the platform's own; an own entry replaces a built-in one of that name.
 * @param set names of the secrets that have a value in the stack's configuration.
 */
export function catalogue(
  features: readonly Feature[],
  own: readonly ParsedSecret[],
  kind: EnvironmentKind,
  live: boolean,
  set: ReadonlySet<string>,
): SecretSpec[] {
  const ours = features.flatMap((feature) => builtIn[feature].map((entry) => secretDefinition.parse(entry)));
  const entries = new Map([...ours, ...own].map((entry) => [entry.name, entry]));
  return [...entries.values()]
    .filter((entry) => entry.environments.includes(kind))
    .map((entry) => ({ ...entry, format: formatOf(entry.format, live), isSet: set.has(entry.name) }));
}

/** Secrets that one kind of reader gets, by name. */
export const consumedBy = (secrets: readonly SecretSpec[], ...readers: readonly Consumer[]): SecretSpec[] =>
  secrets.filter((secret) => secret.consumers.some((consumer) => readers.includes(consumer)));
