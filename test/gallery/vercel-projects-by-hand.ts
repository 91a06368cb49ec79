import type { Hand } from "./vercel-by-hand.ts";

/** The ids of `vercel-projects.ts`'s exhibits, made by hand. */
export async function projectsByHand({ team, call, secret }: Hand): Promise<Record<string, string>> {
  const { id: project } = await call("POST /v11/projects", {
    name: "gallery-web",
    framework: "nextjs",
    buildCommand: "npm run build",
    devCommand: "npm run dev",
    installCommand: "npm ci",
    outputDirectory: "dist",
    rootDirectory: "apps/web",
    gitRepository: { type: "github", repo: "gallery/web" },
  });
  await call(`PATCH /v9/projects/${project}/branch`, { branch: "release" });
  await call(`PATCH /v9/projects/${project}`, {
    commandForIgnoringBuildStep: "exit 1",
    nodeVersion: "22.x",
    resourceConfig: {
      fluid: false,
      functionDefaultMemoryType: "performance",
      functionDefaultRegions: ["fra1", "cdg1"],
      functionDefaultTimeout: 60,
      functionZeroConfigFailover: true,
      elasticConcurrencyEnabled: true,
      buildMachineSelection: "fixed",
      buildMachineType: "turbo",
    },
    ssoProtection: { deploymentType: "preview" },
    passwordProtection: { deploymentType: "all", password: secret("vercel-password") },
    trustedIps: {
      deploymentType: "production",
      protectionMode: "exclusive",
      addresses: [{ value: "192.0.2.0/24", note: "office" }, { value: "192.0.2.9" }],
    },
    optionsAllowlist: { paths: [{ value: "/api" }] },
    oidcTokenConfig: { enabled: true, issuerMode: "global" },
    autoAssignCustomDomains: false,
    autoExposeSystemEnvs: false,
    gitForkProtection: false,
    gitLFS: true,
    gitComments: { onPullRequest: false, onCommit: true },
    gitProviderOptions: {
      createDeployments: "disabled",
      disableRepositoryDispatchEvents: true,
      requireVerifiedCommits: true,
      gitCommitStatus: false,
      consolidatedGitCommitStatus: { enabled: true, propagateFailures: true },
    },
    enablePreviewFeedback: false,
    enableProductionFeedback: true,
    previewDeploymentsDisabled: true,
    previewDeploymentSuffix: "preview.gallery.example",
    productionDeploymentsFastLane: true,
    directoryListing: true,
    skewProtectionMaxAge: 43_200,
    protectedSourcemaps: true,
    customerSupportCodeVisibility: true,
    enableAffectedProjectsDeployments: true,
  });
  // A project by hand has what the team's plan gives; the exhibit says what it wants.
  const plain = await call("POST /v11/projects", {
    name: "gallery-plain",
    resourceConfig: { functionDefaultMemoryType: "standard" },
  });

  const { created: variables } = await call(`POST /v10/projects/${project}/env`, [
    {
      ...{ key: "API_SECRET", type: "sensitive", target: ["preview", "production"] },
      ...{ value: secret("vercel-sensitive"), comment: "signs the requests" },
    },
    {
      ...{ key: "GREETING", type: "encrypted", target: ["preview"], gitBranch: "next" },
      value: secret("vercel-branch-value"),
    },
  ]);
  const { created: alone } = await call(`POST /v10/projects/${plain.id}/env`, {
    ...{ key: "DEBUG", type: "encrypted", target: ["development"], value: secret("vercel-alone") },
  });

  await call(`POST /v10/projects/${project}/domains`, { name: "gallery.example" });
  await call(`POST /v10/projects/${project}/domains`, {
    ...{ name: "www.gallery.example", redirect: "gallery.example", redirectStatusCode: 308 },
  });
  await call(`POST /v10/projects/${project}/domains`, { name: "next.gallery.example", gitBranch: "next" });

  return {
    vercelProject: `${team}/${project}`,
    vercelProjectPlain: plain.id,
    vercelVariableSensitive: `${team}/${project}/${variables[0].id}`,
    vercelVariableOfBranch: `${project}/${variables[1].id}`,
    vercelVariableAlone: `${plain.id}/${alone.id}`,
    vercelDomain: `${team}/${project}/gallery.example`,
    vercelDomainRedirecting: `${project}/www.gallery.example`,
    vercelDomainOfBranch: `${project}/next.gallery.example`,
  };
}
