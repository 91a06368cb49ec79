import { z } from "zod";
import { teamId } from "./account-inputs.ts";

/** Published name → name in the API (Vercel REST: `ssoProtection.deploymentType` and its siblings). */
export const protectionTypes = {
  standardProtectionNew: "all_except_custom_domains",
  standardProtection: "prod_deployment_urls_and_all_previews",
  allDeployments: "all",
  onlyPreviewDeployments: "preview",
  onlyProductionDeployments: "production",
} as const;

/** Published name → name in the API. */
export const trustedIpModes = { trustedIpRequired: "additional", trustedIpOptional: "exclusive" } as const;

/** Published text → seconds (Vercel REST: `skewProtectionMaxAge`). */
export const skewAges = {
  "30 minutes": 1800,
  "4 hours": 14_400,
  "12 hours": 43_200,
  "1 day": 86_400,
  "7 days": 604_800,
} as const;

const standing = ["standardProtectionNew", "standardProtection", "allDeployments", "onlyPreviewDeployments"] as const;
const command = (what: string) =>
  z.string().max(256).optional().describe(`${what}; left out: detected from the framework.`);
const flag = (standard: boolean, what: string) => z.boolean().default(standard).describe(what);

const vercelAuthentication = z.strictObject({
  deploymentType: z
    .enum([...standing, "none"])
    .default("standardProtectionNew")
    .describe("Which deployments ask for a Vercel login; `none` asks nowhere."),
});

const passwordProtection = z.strictObject({
  deploymentType: z.enum(standing).describe("Which deployments ask for the password."),
  password: z
    .string()
    .max(72)
    .optional()
    .describe("1 to 72 characters. Write-only: Vercel never tells it again, so a change at the vendor cannot be seen."),
});

const trustedIps = z.strictObject({
  deploymentType: z.enum([...standing, "onlyProductionDeployments"]).describe("Which deployments are restricted."),
  protectionMode: z
    .enum(["trustedIpRequired", "trustedIpOptional"])
    .default("trustedIpRequired")
    .describe("Whether a trusted address is required besides, or enough instead of, other protection."),
  addresses: z
    .array(
      z.strictObject({
        value: z.string().describe("An address or a CIDR range."),
        note: z.string().max(20).optional().describe("Up to 20 characters."),
      }),
    )
    .min(1)
    .describe("Who gets in."),
});

const resourceConfig = z.strictObject({
  fluid: flag(true, "Fluid compute."),
  functionDefaultCpuType: z
    .enum(["standard_legacy", "standard", "performance", "performance_xl"])
    .default("standard")
    .describe("CPU and memory of functions."),
  functionDefaultRegions: z
    .array(z.string().max(4))
    .min(1)
    .transform((regions) => regions.toSorted())
    .default(["iad1"])
    .describe("Regions of functions, e.g. `fra1`; a set."),
  functionDefaultTimeout: z.int().min(1).max(900).default(300).describe("Seconds, 1 to 900."),
});

const gitRepository = z.strictObject({
  type: z.enum(["github", "gitlab", "bitbucket"]).describe("Where the repository is."),
  repo: z
    .string()
    .regex(/^[^/]+\/.+$/, "must be <owner>/<name>")
    .describe("`<owner>/<name>`. Vercel's Git app must be installed there."),
  productionBranch: z.string().optional().describe("Left out: the repository's default branch when it was connected."),
});

const oidcTokenConfig = z.strictObject({
  enabled: flag(true, "Whether deployments get an OIDC token."),
  issuerMode: z
    .enum(["team", "global"])
    .default("team")
    .describe("Issuer `https://oidc.vercel.com/<team>` or `https://oidc.vercel.com`."),
});

const gitComments = z.strictObject({
  onPullRequest: flag(true, "Comments on pull requests."),
  onCommit: flag(false, "Comments on commits."),
});

const consolidatedGitCommitStatus = z.strictObject({
  enabled: flag(false, "One commit status for all deployments."),
  propagateFailures: flag(false, "Whether one failed deployment fails it."),
});

const gitProviderOptions = z.strictObject({
  createDeployments: flag(true, "Whether a push makes a deployment."),
  repositoryDispatchEvents: flag(true, "Whether repository dispatch events are sent."),
  requireVerifiedCommits: flag(false, "Whether only verified commits are deployed."),
  gitCommitStatus: flag(true, "Whether a commit status is posted."),
  consolidatedGitCommitStatus: consolidatedGitCommitStatus
    .prefault({})
    .describe("One status instead of one a deployment."),
});

export const projectInputs = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(/^(?!.*---)[a-z0-9._-]+$/, "must be lower case letters, digits, `.`, `_` and `-`, without `---`")
    .describe("Name of the project, unique in its team; up to 100 characters."),
  teamId,
  framework: z.string().optional().describe("Framework preset, e.g. `nextjs`. Left out: none."),
  buildCommand: command("Build command"),
  devCommand: command("Development command"),
  installCommand: command("Install command"),
  outputDirectory: command("Output directory"),
  ignoreCommand: z.string().max(256).optional().describe("Exit code 1 builds, 0 skips. Left out: every commit builds."),
  rootDirectory: z.string().max(256).optional().describe("Path of the app in the repository. Left out: its root."),
  nodeVersion: z.enum(["24.x", "22.x", "20.x", "18.x"]).default("24.x").describe("Node.js of builds and functions."),
  gitRepository: gitRepository.optional().describe("The connected repository. Left out: none."),
  resourceConfig: resourceConfig.default(resourceConfig.parse({})).describe("Where and how functions run."),
  functionFailover: flag(false, "Functions fail over to the nearest region."),
  onDemandConcurrentBuilds: flag(false, "Builds skip the queue; costs apply."),
  buildMachineType: z
    .enum(["basic", "standard", "enhanced", "turbo", "elastic"])
    .default("standard")
    .describe("Size of the build machine; `elastic` lets Vercel choose."),
  vercelAuthentication: vercelAuthentication
    .default(vercelAuthentication.parse({}))
    .describe("Deployment protection by Vercel login."),
  passwordProtection: passwordProtection.optional().describe("Deployment protection by password. Left out: off."),
  trustedIps: trustedIps.optional().describe("Deployment protection by address. Left out: off."),
  optionsAllowlist: z
    .strictObject({
      paths: z
        .array(
          z.strictObject({ value: z.string().regex(/^\//, "must begin with /").describe("A path prefix: `/api`.") }),
        )
        .min(1)
        .describe("Paths that need no protection for OPTIONS."),
    })
    .optional()
    .describe("CORS preflight past deployment protection. Left out: none."),
  oidcTokenConfig: oidcTokenConfig.default(oidcTokenConfig.parse({})).describe("OIDC tokens of deployments."),
  autoAssignCustomDomains: flag(true, "Production deployments get the custom domains at once."),
  automaticallyExposeSystemEnvironmentVariables: flag(true, "Deployments see Vercel's own variables."),
  gitForkProtection: flag(true, "Pull requests of forks need approval."),
  gitLfs: flag(false, "Git LFS."),
  gitComments: gitComments.default(gitComments.parse({})).describe("Comments of Vercel's Git app."),
  gitProviderOptions: gitProviderOptions.default(gitProviderOptions.parse({})).describe("What Vercel's Git app does."),
  enablePreviewFeedback: z.boolean().optional().describe("Toolbar on previews. Left out: as the team says."),
  enableProductionFeedback: z.boolean().optional().describe("Toolbar in production. Left out: as the team says."),
  previewDeploymentsDisabled: flag(false, "No preview deployments."),
  previewDeploymentSuffix: z.string().optional().describe("Suffix of preview addresses. Left out: Vercel's."),
  prioritiseProductionBuilds: flag(false, "Production builds go first."),
  directoryListing: flag(false, "A directory without index file lists its content."),
  skewProtection: z
    .enum(["30 minutes", "4 hours", "12 hours", "1 day", "7 days"])
    .optional()
    .describe("How long an old client reaches its own deployment. Left out: off."),
  protectedSourcemaps: flag(false, "Source maps need a login."),
  customerSuccessCodeVisibility: flag(false, "Vercel's support may see the source."),
  enableAffectedProjectsDeployments: flag(false, "Only affected projects of a monorepo deploy."),
});

export type ProjectInputs = z.output<typeof projectInputs>;
