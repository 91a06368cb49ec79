import { z } from "zod";
import { frameworks } from "./frameworks.ts";

// Vercel REST: bodies of `POST /v11/projects` and `PATCH /v9/projects/{idOrName}`. Both are closed.

export const targetSchema = z.enum(["production", "preview", "development"]);
export const variableTypeSchema = z.enum(["system", "secret", "encrypted", "plain", "sensitive"]);

const command = z.string().max(256).nullable();
const protectedDeployments = z.enum([
  "all",
  "preview",
  "prod_deployment_urls_and_all_previews",
  "all_except_custom_domains",
]);
const region = z.string().max(4);
// biome-ignore format: a table
const sandboxRegion = z.enum([
  "iad1", "sfo1", "cle1", "cdg1", "fra1", "arn1", "sin1", "pdx1", "lhr1", "icn1",
  "bom1", "cpt1", "dub1", "gru1", "hkg1", "syd1", "yul1", "hnd1", "kix1",
]);

const projectName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9._-]+$/, "may only hold lower case letters, digits, '.', '_' and '-'")
  .refine((name) => !name.includes("---"), "may not hold '---'");

const resourceConfig = z.strictObject({
  fluid: z.boolean().optional(),
  functionDefaultRegions: z.array(region).min(1).optional(),
  functionDefaultTimeout: z.number().min(1).max(900).optional(),
  functionDefaultMemoryType: z.enum(["standard_legacy", "standard", "performance", "performance_xl"]).optional(),
  functionZeroConfigFailover: z.boolean().optional(),
  elasticConcurrencyEnabled: z.boolean().optional(),
  buildMachineType: z.enum(["enhanced", "turbo", "basic", "standard", "elastic"]).nullable().optional(),
  isNSNBDisabled: z.boolean().optional(),
  buildMachineSelection: z.enum(["elastic", "fixed"]).optional(),
  buildMachineElasticLastUpdated: z.number().optional(),
  buildMachineElasticReason: z.string().optional(),
  buildQueue: z
    .object({ configuration: z.enum(["SKIP_NAMESPACE_QUEUE", "WAIT_FOR_NAMESPACE_QUEUE"]).optional() })
    .optional(),
  enableFunctionsBeta: z.boolean().optional(),
});

/** What a project takes at its creation and later. */
const shared = {
  buildCommand: command.optional(),
  commandForIgnoringBuildStep: command.optional(),
  devCommand: command.optional(),
  installCommand: command.optional(),
  outputDirectory: command.optional(),
  rootDirectory: command.optional(),
  framework: z.enum(frameworks).nullable().optional(),
  publicSource: z.boolean().nullable().optional(),
  enablePreviewFeedback: z.boolean().nullable().optional(),
  enableProductionFeedback: z.boolean().nullable().optional(),
  previewDeploymentsDisabled: z.boolean().nullable().optional(),
  previewDeploymentSuffix: z.string().nullable().optional(),
  serverlessFunctionRegion: region.nullable().optional(),
  serverlessFunctionZeroConfigFailover: z.boolean().optional(),
  skipGitConnectDuringLink: z.boolean().optional(),
  enableAffectedProjectsDeployments: z.boolean().optional(),
  oidcTokenConfig: z
    .strictObject({ enabled: z.boolean().default(true), issuerMode: z.enum(["team", "global"]).default("team") })
    .optional(),
  resourceConfig: resourceConfig.optional(),
  sandbox: z
    .object({ region: sandboxRegion.optional(), failoverRegions: z.array(sandboxRegion).optional() })
    .optional(),
};

export const createSchema = z.strictObject({
  ...shared,
  name: projectName,
  gitRepository: z
    .object({
      repo: z.string(),
      type: z.enum(["github", "github-limited", "gitlab", "bitbucket", "vercel", "cursor-origin"]),
    })
    .optional(),
  ssoProtection: z.object({ deploymentType: protectedDeployments }).nullable().optional(),
  environmentVariables: z
    .array(
      z.object({
        key: z.string(),
        value: z.string(),
        target: z.union([targetSchema, z.array(targetSchema)]),
        gitBranch: z.string().max(250).optional(),
        type: variableTypeSchema.default("encrypted"),
      }),
    )
    .optional(),
});

export const updateSchema = z.strictObject({
  ...shared,
  name: projectName.optional(),
  autoExposeSystemEnvs: z.boolean().optional(),
  autoAssignCustomDomains: z.boolean().optional(),
  autoAssignCustomDomainsUpdatedBy: z.string().optional(),
  customerSupportCodeVisibility: z.boolean().optional(),
  directoryListing: z.boolean().optional(),
  gitForkProtection: z.boolean().optional(),
  gitLFS: z.boolean().optional(),
  nodeVersion: z.enum(["24.x", "22.x", "20.x", "18.x", "16.x", "14.x", "12.x", "10.x"]).optional(),
  skewProtectionBoundaryAt: z.int().min(0).optional(),
  // Vercel dashboard: off, 30 minutes, 4 hours, 12 hours, 1 day, 1 week
  skewProtectionMaxAge: z.int().min(0).optional(),
  skewProtectionAllowedDomains: z.array(z.string()).optional(),
  sourceFilesOutsideRootDirectory: z.boolean().optional(),
  staticIps: z.strictObject({ enabled: z.boolean() }).optional(),
  passwordProtection: z
    .strictObject({ deploymentType: protectedDeployments, password: z.string().max(72).nullable().optional() })
    .nullable()
    .optional(),
  ssoProtection: z
    .strictObject({ deploymentType: protectedDeployments.default("preview") })
    .nullable()
    .optional(),
  trustedIps: z
    .strictObject({
      deploymentType: z.enum([...protectedDeployments.options, "production"]),
      addresses: z.array(z.strictObject({ value: z.string(), note: z.string().max(20).optional() })).min(1),
      protectionMode: z.enum(["exclusive", "additional"]),
    })
    .nullable()
    .optional(),
  optionsAllowlist: z
    .strictObject({
      paths: z
        .array(z.strictObject({ value: z.string().startsWith("/") }))
        .min(1)
        .max(5),
    })
    .nullable()
    .optional(),
  connectConfigurations: z.array(z.unknown()).min(1).nullable().optional(),
  protectedSourcemaps: z.boolean().optional(),
  enableExternalRewriteCaching: z.boolean().optional(),
  tracing: z.looseObject({}).nullable().optional(),
  passport: z.looseObject({ connectorId: z.string() }).nullable().optional(),
  trustedSources: z.looseObject({}).nullable().optional(),
  deploymentPolicy: z.unknown().optional(),
  dismissedToasts: z.array(z.unknown()).optional(),
  gitComments: z
    .object({ onPullRequest: z.boolean().default(false), onCommit: z.boolean().default(false) })
    .nullable()
    .optional(),
  gitProviderOptions: z
    .object({
      createDeployments: z.enum(["enabled", "disabled"]).default("enabled"),
      requireVerifiedCommits: z.boolean().nullable().optional(),
      disableRepositoryDispatchEvents: z.boolean().nullable().optional(),
      gitCommitStatus: z.boolean().nullable().optional(),
      consolidatedGitCommitStatus: z
        .object({ enabled: z.boolean().optional(), propagateFailures: z.boolean().optional() })
        .nullable()
        .optional(),
    })
    .nullable()
    .optional(),
  productionDeploymentsFastLane: z.boolean().optional(),
});

/** A body of either, its own fields set aside: what becomes settings. */
export type Changes = Omit<
  z.output<typeof updateSchema> & z.output<typeof createSchema>,
  "name" | "gitRepository" | "environmentVariables"
>;
