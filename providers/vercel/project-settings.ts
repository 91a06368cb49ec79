import { type ProjectInputs, projectInputs, protectionTypes, skewAges, trustedIpModes } from "./project-inputs.ts";

/** A body of `POST /v11/projects` or `PATCH /v9/projects/{idOrName}`. Vercel REST: a missing key leaves, null clears. */
export type Settings = Readonly<Record<string, unknown>>;

/** Vercel REST: what `POST /v11/projects` takes; everything else only `PATCH` takes. */
const takenAtCreation = new Set([
  "name",
  "framework",
  "buildCommand",
  "devCommand",
  "installCommand",
  "outputDirectory",
  "rootDirectory",
  "commandForIgnoringBuildStep",
  "ssoProtection",
  "oidcTokenConfig",
  "resourceConfig",
  "previewDeploymentSuffix",
  "previewDeploymentsDisabled",
  "enablePreviewFeedback",
  "enableProductionFeedback",
  "enableAffectedProjectsDeployments",
]);

/** The inputs as Vercel's settings; the connected repository is not one of them (it has calls of its own). */
export function toSettings(inputs: ProjectInputs): Settings {
  const { vercelAuthentication, passwordProtection, trustedIps, resourceConfig, gitProviderOptions, skewProtection } =
    inputs;
  return {
    name: inputs.name,
    framework: inputs.framework ?? null,
    buildCommand: inputs.buildCommand ?? null,
    devCommand: inputs.devCommand ?? null,
    installCommand: inputs.installCommand ?? null,
    outputDirectory: inputs.outputDirectory ?? null,
    rootDirectory: inputs.rootDirectory ?? null,
    commandForIgnoringBuildStep: inputs.ignoreCommand ?? null,
    nodeVersion: inputs.nodeVersion,
    ssoProtection:
      vercelAuthentication.deploymentType === "none"
        ? null
        : { deploymentType: protectionTypes[vercelAuthentication.deploymentType] },
    passwordProtection:
      passwordProtection === undefined
        ? null
        : { ...passwordProtection, deploymentType: protectionTypes[passwordProtection.deploymentType] },
    trustedIps:
      trustedIps === undefined
        ? null
        : {
            deploymentType: protectionTypes[trustedIps.deploymentType],
            protectionMode: trustedIpModes[trustedIps.protectionMode],
            addresses: trustedIps.addresses,
          },
    optionsAllowlist: inputs.optionsAllowlist ?? null,
    oidcTokenConfig: inputs.oidcTokenConfig,
    autoAssignCustomDomains: inputs.autoAssignCustomDomains,
    autoExposeSystemEnvs: inputs.automaticallyExposeSystemEnvironmentVariables,
    gitForkProtection: inputs.gitForkProtection,
    gitLFS: inputs.gitLfs,
    gitComments: inputs.gitComments,
    gitProviderOptions: {
      createDeployments: gitProviderOptions.createDeployments ? "enabled" : "disabled",
      disableRepositoryDispatchEvents: !gitProviderOptions.repositoryDispatchEvents,
      requireVerifiedCommits: gitProviderOptions.requireVerifiedCommits,
      gitCommitStatus: gitProviderOptions.gitCommitStatus,
      consolidatedGitCommitStatus: gitProviderOptions.consolidatedGitCommitStatus,
    },
    enablePreviewFeedback: inputs.enablePreviewFeedback ?? null,
    enableProductionFeedback: inputs.enableProductionFeedback ?? null,
    previewDeploymentsDisabled: inputs.previewDeploymentsDisabled,
    previewDeploymentSuffix: inputs.previewDeploymentSuffix ?? null,
    productionDeploymentsFastLane: inputs.prioritiseProductionBuilds,
    directoryListing: inputs.directoryListing,
    skewProtectionMaxAge: skewProtection === undefined ? 0 : skewAges[skewProtection],
    protectedSourcemaps: inputs.protectedSourcemaps,
    customerSupportCodeVisibility: inputs.customerSuccessCodeVisibility,
    enableAffectedProjectsDeployments: inputs.enableAffectedProjectsDeployments,
    // One setting with an old name and a new one.
    serverlessFunctionZeroConfigFailover: inputs.functionFailover,
    resourceConfig: {
      functionZeroConfigFailover: inputs.functionFailover,
      fluid: resourceConfig.fluid,
      functionDefaultRegions: resourceConfig.functionDefaultRegions,
      functionDefaultTimeout: resourceConfig.functionDefaultTimeout,
      functionDefaultMemoryType: resourceConfig.functionDefaultCpuType,
      elasticConcurrencyEnabled: inputs.onDemandConcurrentBuilds,
      // An elastic machine changes its type on its own, so then only the selection is ours.
      ...(inputs.buildMachineType === "elastic"
        ? { buildMachineSelection: "elastic" }
        : { buildMachineSelection: "fixed", buildMachineType: inputs.buildMachineType }),
    },
  };
}

/** What of `wanted` differs from `actual`; of the compute settings, which Vercel merges, only the differing ones. */
export function changes(wanted: Settings, actual: Settings): Settings {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => {
      const now = actual[name];
      if (JSON.stringify(value) === JSON.stringify(now)) return [];
      return [[name, name === "resourceConfig" ? changes({ ...asSettings(value) }, asSettings(now)) : value]];
    }),
  );
}

/** What a new project starts with: name and whatever differs from the defaults, as far as creation takes it. */
export function atCreation(inputs: ProjectInputs): Settings {
  const defaults = toSettings(projectInputs.parse({ name: inputs.name }));
  const wanted = Object.entries(changes(toSettings(inputs), defaults));
  return { ...Object.fromEntries(wanted.filter(([name]) => takenAtCreation.has(name))), name: inputs.name };
}

const asSettings = (value: unknown): Settings => (typeof value === "object" && value !== null ? { ...value } : {});
