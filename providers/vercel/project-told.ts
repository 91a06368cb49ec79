import type { ProjectAnswer } from "./project-answer.ts";
import { type ProjectInputs, protectionTypes, skewAges, trustedIpModes } from "./project-inputs.ts";

/** What state knows already and Vercel does not tell: the password, and whether a production branch was declared. */
export interface Kept {
  readonly password?: string | undefined;
  /** The repository's default branch is not told, so a branch that nobody declared cannot be compared. */
  readonly declaresBranch: boolean;
}

/** The inputs that a project at Vercel stands for, in the form that Check gives them; absent settings are at their default. */
export function toldInputs(project: ProjectAnswer, kept: Kept): Omit<ProjectInputs, "teamId"> {
  const { passwordProtection, trustedIps, optionsAllowlist, oidcTokenConfig, gitComments } = project;
  return {
    name: project.name,
    framework: project.framework ?? undefined,
    buildCommand: project.buildCommand ?? undefined,
    devCommand: project.devCommand ?? undefined,
    installCommand: project.installCommand ?? undefined,
    outputDirectory: project.outputDirectory ?? undefined,
    rootDirectory: project.rootDirectory ?? undefined,
    ignoreCommand: project.commandForIgnoringBuildStep ?? undefined,
    nodeVersion: (project.nodeVersion ?? "24.x") as ProjectInputs["nodeVersion"],
    gitRepository: repository(project.link, kept.declaresBranch),
    ...compute(project),
    vercelAuthentication: {
      deploymentType: project.ssoProtection
        ? (published(protectionTypes, project.ssoProtection.deploymentType) as Login)
        : "none",
    },
    passwordProtection: passwordProtection
      ? {
          deploymentType: published(protectionTypes, passwordProtection.deploymentType) as Password["deploymentType"],
          ...(kept.password === undefined ? {} : { password: kept.password }),
        }
      : undefined,
    trustedIps: trustedIps
      ? {
          deploymentType: published(protectionTypes, trustedIps.deploymentType),
          protectionMode: published(trustedIpModes, trustedIps.protectionMode ?? trustedIpModes.trustedIpRequired),
          addresses: (trustedIps.addresses ?? []).map(({ value, note }) => (note ? { value, note } : { value })),
        }
      : undefined,
    optionsAllowlist: optionsAllowlist?.paths?.length ? { paths: optionsAllowlist.paths } : undefined,
    oidcTokenConfig: {
      enabled: oidcTokenConfig?.enabled ?? true,
      issuerMode: (oidcTokenConfig?.issuerMode ?? "team") as ProjectInputs["oidcTokenConfig"]["issuerMode"],
    },
    autoAssignCustomDomains: project.autoAssignCustomDomains ?? true,
    automaticallyExposeSystemEnvironmentVariables: project.autoExposeSystemEnvs ?? true,
    gitForkProtection: project.gitForkProtection ?? true,
    gitLfs: project.gitLFS ?? false,
    gitComments: { onPullRequest: gitComments?.onPullRequest ?? true, onCommit: gitComments?.onCommit ?? false },
    gitProviderOptions: gitOptions(project.gitProviderOptions),
    enablePreviewFeedback: project.enablePreviewFeedback ?? undefined,
    enableProductionFeedback: project.enableProductionFeedback ?? undefined,
    previewDeploymentsDisabled: project.previewDeploymentsDisabled ?? false,
    previewDeploymentSuffix: project.previewDeploymentSuffix ?? undefined,
    prioritiseProductionBuilds: project.productionDeploymentsFastLane ?? false,
    directoryListing: project.directoryListing ?? false,
    skewProtection: project.skewProtectionMaxAge ? published(skewAges, project.skewProtectionMaxAge) : undefined,
    protectedSourcemaps: project.protectedSourcemaps ?? false,
    customerSuccessCodeVisibility: project.customerSupportCodeVisibility ?? false,
    enableAffectedProjectsDeployments: project.enableAffectedProjectsDeployments ?? false,
  };
}

type Login = ProjectInputs["vercelAuthentication"]["deploymentType"];
type Password = NonNullable<ProjectInputs["passwordProtection"]>;
type Repository = NonNullable<ProjectInputs["gitRepository"]>;
type Compute = Pick<
  ProjectInputs,
  "resourceConfig" | "functionFailover" | "onDemandConcurrentBuilds" | "buildMachineType"
>;

/** The published word for a value of the API; a value that has none is shown as it is, so that it is seen as drift. */
function published<Word extends string>(
  words: Readonly<Record<Word, string | number>>,
  value: string | number | null | undefined,
): Word {
  const known = Object.entries(words).find(([, meant]) => meant === value);
  return (known?.[0] ?? String(value)) as Word;
}

/** What `resourceConfig` does not say is as in `defaultResourceConfig`, which depends on the team's plan. */
function compute({ resourceConfig, defaultResourceConfig, ...project }: ProjectAnswer): Compute {
  const own = { ...defaultResourceConfig, ...resourceConfig };
  const machine = own.buildMachineSelection === "elastic" ? "elastic" : own.buildMachineType;
  const cpu = own.functionDefaultMemoryType ?? "standard";
  return {
    resourceConfig: {
      fluid: own.fluid ?? true,
      functionDefaultCpuType: cpu as Compute["resourceConfig"]["functionDefaultCpuType"],
      functionDefaultRegions: (own.functionDefaultRegions ?? ["iad1"]).toSorted(),
      functionDefaultTimeout: own.functionDefaultTimeout ?? 300,
    },
    functionFailover: project.serverlessFunctionZeroConfigFailover === true || own.functionZeroConfigFailover === true,
    onDemandConcurrentBuilds: own.elasticConcurrencyEnabled ?? false,
    buildMachineType: (machine ?? "standard") as Compute["buildMachineType"],
  };
}

function gitOptions(options: ProjectAnswer["gitProviderOptions"]): ProjectInputs["gitProviderOptions"] {
  return {
    createDeployments: options?.createDeployments !== "disabled",
    repositoryDispatchEvents: options?.disableRepositoryDispatchEvents !== true,
    requireVerifiedCommits: options?.requireVerifiedCommits ?? false,
    gitCommitStatus: options?.gitCommitStatus ?? true,
    consolidatedGitCommitStatus: {
      enabled: options?.consolidatedGitCommitStatus?.enabled ?? false,
      propagateFailures: options?.consolidatedGitCommitStatus?.propagateFailures ?? false,
    },
  };
}

/** Vercel REST: each Git host names its repository in fields of its own; GitLab's name is the end of its URL. */
function repository(link: ProjectAnswer["link"], withBranch: boolean): Repository | undefined {
  if (!link) return undefined;
  const gitlabName = link.projectUrl
    ?.replace(/\.git$/, "")
    .split("/")
    .at(-1);
  const repos: Record<string, string> = {
    github: `${link.org}/${link.repo}`,
    gitlab: `${link.projectNamespace}/${gitlabName}`,
    bitbucket: `${link.owner}/${link.slug}`,
  };
  return {
    type: link.type as Repository["type"],
    repo: repos[link.type] ?? `${link.org ?? link.owner}/${link.repo ?? link.slug}`,
    ...(withBranch && link.productionBranch ? { productionBranch: link.productionBranch } : {}),
  };
}
