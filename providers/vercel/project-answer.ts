import { z } from "zod";

const text = z.string().nullish();
const flag = z.boolean().nullish();
const protection = z.object({ deploymentType: text }).nullish();

const compute = z
  .object({
    fluid: flag,
    functionDefaultRegions: z.array(z.string()).nullish(),
    functionDefaultTimeout: z.number().nullish(),
    functionDefaultMemoryType: text,
    functionZeroConfigFailover: flag,
    elasticConcurrencyEnabled: flag,
    buildMachineType: text,
    buildMachineSelection: text,
  })
  .nullish();

/** Vercel REST: `GET /v9/projects/{idOrName}`, as far as we use it. What is absent is at the vendor's default. */
export const projectAnswer = z.object({
  id: z.string(),
  name: z.string(),
  accountId: z.string().nullish(),
  framework: text,
  buildCommand: text,
  devCommand: text,
  installCommand: text,
  outputDirectory: text,
  rootDirectory: text,
  commandForIgnoringBuildStep: text,
  previewDeploymentSuffix: text,
  nodeVersion: text,
  autoAssignCustomDomains: flag,
  autoExposeSystemEnvs: flag,
  customerSupportCodeVisibility: flag,
  directoryListing: flag,
  enableAffectedProjectsDeployments: flag,
  enablePreviewFeedback: flag,
  enableProductionFeedback: flag,
  gitForkProtection: flag,
  gitLFS: flag,
  previewDeploymentsDisabled: flag,
  productionDeploymentsFastLane: flag,
  protectedSourcemaps: flag,
  serverlessFunctionZeroConfigFailover: flag,
  skewProtectionMaxAge: z.number().nullish(),
  ssoProtection: protection,
  passwordProtection: protection,
  trustedIps: z
    .object({
      deploymentType: text,
      protectionMode: text,
      addresses: z.array(z.object({ value: z.string(), note: text })).nullish(),
    })
    .nullish(),
  optionsAllowlist: z.object({ paths: z.array(z.object({ value: z.string() })).nullish() }).nullish(),
  oidcTokenConfig: z.object({ enabled: flag, issuerMode: text }).nullish(),
  gitComments: z.object({ onPullRequest: flag, onCommit: flag }).nullish(),
  gitProviderOptions: z
    .object({
      createDeployments: text,
      disableRepositoryDispatchEvents: flag,
      requireVerifiedCommits: flag,
      gitCommitStatus: flag,
      consolidatedGitCommitStatus: z.object({ enabled: flag, propagateFailures: flag }).nullish(),
    })
    .nullish(),
  resourceConfig: compute,
  defaultResourceConfig: compute,
  link: z
    .object({
      type: z.string(),
      productionBranch: text,
      // GitHub: org and repo; GitLab: namespace and URL; Bitbucket: owner and slug.
      org: text,
      repo: text,
      projectNamespace: text,
      projectUrl: text,
      owner: text,
      slug: text,
    })
    .nullish(),
});

export type ProjectAnswer = z.output<typeof projectAnswer>;
