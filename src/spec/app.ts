import { z } from "zod";
import { joined, physicalName } from "./names.ts";
import type { EnvironmentSettings } from "./settings.ts";
import { isPublicName } from "./shape.ts";
import { isSecretSource, type VariableSpec, variablesSchema } from "./variables.ts";

/** Node.js versions that Vercel offers and that are maintained. */
const nodeVersions = ["22.x", "24.x"] as const;

/** What all environments share about one web application. */
export const appDefinition = z.strictObject({
  framework: z.string().min(1).describe("Vercel's framework preset, e.g. nextjs, vite, remix"),
  root: z.string().default(".").describe("the application's folder inside the repository"),
  nodeVersion: z.enum(nodeVersions).default("24.x").describe("Node.js of builds and functions: 22.x or 24.x"),
  buildCommand: z.string().optional(),
  installCommand: z.string().optional(),
  outputDirectory: z.string().optional(),
  functionRegion: z
    .string()
    .regex(/^[a-z]{3}\d$/)
    .optional()
    .describe("Vercel's region of functions, e.g. fra1"),
  deploys: z.enum(["ci", "git"]).default("ci").describe("who deploys: workflows (ci) or Vercel on every push (git)"),
  project: z
    .enum(["own", "shared"])
    .default("own")
    .describe("a Vercel project for each environment (own), or one for all real ones (shared)"),
  previewProtection: z.boolean().default(true).describe("whether only team members see previews"),
  variables: variablesSchema.describe("environment variables of the application"),
});

const host = z
  .string()
  .regex(
    /^(?:@|(?!-)[a-z0-9-]{1,63}|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62})$/,
    "must be '@' (the platform's domain itself), a label under it such as 'staging', or a whole host name",
  );

/** Vercel's deployment targets. */
const targets = ["production", "preview", "development"] as const;

/** What one environment says about one application. */
export const appSettings = z.strictObject({
  hosts: z
    .array(host)
    .default([])
    .describe("host names, the main one first; '@' and bare labels are relative to the platform's domain"),
  address: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "where people open it, when that is not https on the main host: a development server, a name that Vercel gave",
    ),
  targets: z
    .array(z.enum(targets))
    .min(1)
    .default(["production", "preview"])
    .describe("Vercel targets of this environment's variables"),
});

export interface AppSpec {
  /** The key in the definition, e.g. `web`. */
  readonly key: string;
  readonly projectName: string;
  readonly team: string | undefined;
  readonly ownsProject: boolean;
  readonly framework: string;
  readonly root: string;
  readonly nodeVersion: (typeof nodeVersions)[number];
  readonly buildCommand: string | undefined;
  readonly installCommand: string | undefined;
  readonly outputDirectory: string | undefined;
  readonly functionRegion: string | undefined;
  readonly deploys: "ci" | "git";
  readonly previewProtection: boolean;
  /** Whole host names, the main one first. */
  readonly hosts: readonly string[];
  /** Where a person opens it, without a slash at the end. */
  readonly url: string | undefined;
  readonly targets: readonly (typeof targets)[number][];
  readonly variables: readonly VariableSpec[];
}

/** `@` → the domain, `staging` → `staging.<domain>`, a name with a dot as it is; undefined when a relative name has no domain to stand on. */
export function absoluteHost(name: string, domain: string | undefined): string | undefined {
  if (name.includes(".")) return name;
  if (domain === undefined) return undefined;
  return name === "@" ? domain : `${name}.${domain}`;
}

/** Where people open an application: what its stack file says, else https on its main host; undefined without either. */
export function addressOf(
  { address, hosts }: z.output<typeof appSettings>,
  domain: string | undefined,
): string | undefined {
  const main = hosts[0] === undefined ? undefined : absoluteHost(hosts[0], domain);
  return address ?? (main && `https://${main}`);
}

export function appSpec(
  key: string,
  { project, variables, root, ...shared }: z.output<typeof appDefinition>,
  facts: { platform: string; stack: string; domain: string | undefined; ownsSharedProjects: boolean },
  settings: EnvironmentSettings,
): AppSpec {
  const own = settings.apps[key] ?? appSettings.parse({});
  const hosts = own.hosts.flatMap((name) => absoluteHost(name, facts.domain) ?? []);
  const name = project === "shared" ? joined(facts.platform, key) : joined(facts.platform, key, facts.stack);
  return {
    key,
    buildCommand: undefined,
    installCommand: undefined,
    outputDirectory: undefined,
    functionRegion: undefined,
    ...shared,
    root,
    projectName: physicalName("vercelProject", settings.names[`${key}-project`] ?? name, `apps.${key}`),
    team: settings.owners.vercel,
    ownsProject: project === "own" || facts.ownsSharedProjects,
    hosts,
    url: addressOf(own, facts.domain),
    targets: own.targets,
    variables: Object.entries(variables).map(([variable, source]) => ({
      name: variable,
      source,
      isPublic: isPublicName(variable),
      sensitive: isSecretSource(source),
    })),
  };
}
