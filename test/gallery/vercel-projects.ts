import * as vercel from "../../providers/vercel/sdk.ts";
import type { Wall } from "./vercel.ts";

/** What further exhibits belong to. */
export interface Projects {
  /** The one with every setting. */
  readonly project: vercel.Project;
  readonly plain: vercel.Project;
}

/** Projects, what they serve, and what their deployments see. */
export function hangProjects({ hang, turn, secret, team, opts }: Wall): Projects {
  const project = hang(
    "vercelProject",
    vercel.Project,
    {
      teamId: team,
      name: turn("gallery-web", "gallery-site"),
      framework: turn("nextjs", "remix"),
      buildCommand: turn("npm run build", "make"),
      devCommand: turn("npm run dev", "make dev"),
      installCommand: turn("npm ci", "make install"),
      outputDirectory: turn("dist", "out"),
      ignoreCommand: turn("exit 1", "exit 0"),
      rootDirectory: turn("apps/web", "apps/site"),
      nodeVersion: turn("22.x", "24.x"),
      gitRepository: turn(
        { type: "github", repo: "gallery/web", productionBranch: "release" },
        { type: "gitlab", repo: "gallery/site", productionBranch: "live" },
      ),
      resourceConfig: turn(
        {
          fluid: false,
          functionDefaultCpuType: "performance",
          functionDefaultRegions: ["cdg1", "fra1"],
          functionDefaultTimeout: 60,
        },
        {
          fluid: true,
          functionDefaultCpuType: "standard",
          functionDefaultRegions: ["fra1"],
          functionDefaultTimeout: 120,
        },
      ),
      functionFailover: turn(true, false),
      onDemandConcurrentBuilds: turn(true, false),
      buildMachineType: turn("turbo", "elastic"),
      vercelAuthentication: turn({ deploymentType: "onlyPreviewDeployments" }, { deploymentType: "none" }),
      passwordProtection: turn(
        { deploymentType: "allDeployments", password: secret("vercel-password") },
        { deploymentType: "standardProtectionNew", password: secret("vercel-password-2") },
      ),
      trustedIps: turn(
        {
          deploymentType: "onlyProductionDeployments",
          protectionMode: "trustedIpOptional",
          addresses: [{ value: "192.0.2.0/24", note: "office" }, { value: "192.0.2.9" }],
        },
        { deploymentType: "allDeployments", addresses: [{ value: "198.51.100.0/24" }] },
      ),
      optionsAllowlist: turn({ paths: [{ value: "/api" }] }, { paths: [{ value: "/api" }, { value: "/rpc" }] }),
      oidcTokenConfig: turn({ issuerMode: "global" }, { enabled: false }),
      autoAssignCustomDomains: turn(false, true),
      automaticallyExposeSystemEnvironmentVariables: turn(false, true),
      gitForkProtection: turn(false, true),
      gitLfs: turn(true, false),
      gitComments: turn({ onPullRequest: false, onCommit: true }, { onPullRequest: true, onCommit: false }),
      gitProviderOptions: turn(
        {
          createDeployments: false,
          repositoryDispatchEvents: false,
          requireVerifiedCommits: true,
          gitCommitStatus: false,
          consolidatedGitCommitStatus: { enabled: true, propagateFailures: true },
        },
        { createDeployments: true },
      ),
      enablePreviewFeedback: turn(false, true),
      enableProductionFeedback: turn(true, false),
      previewDeploymentsDisabled: turn(true, false),
      previewDeploymentSuffix: turn("preview.gallery.example", "next.gallery.example"),
      prioritiseProductionBuilds: turn(true, false),
      directoryListing: turn(true, false),
      skewProtection: turn("12 hours", "7 days"),
      protectedSourcemaps: turn(true, false),
      customerSuccessCodeVisibility: turn(true, false),
      enableAffectedProjectsDeployments: turn(true, false),
    },
    opts,
  );
  const projectId = project.id;
  const plain = hang("vercelProjectPlain", vercel.Project, { name: "gallery-plain" }, opts);

  hang(
    "vercelVariableSensitive",
    vercel.ProjectEnvironmentVariable,
    {
      ...{ teamId: team, projectId, key: "API_SECRET", sensitive: true },
      value: turn(secret("vercel-sensitive"), secret("vercel-sensitive-2")),
      targets: turn(["production", "preview"], ["production"]),
      comment: turn("signs the requests", "signs all requests"),
    },
    opts,
  );
  hang(
    "vercelVariableOfBranch",
    vercel.ProjectEnvironmentVariable,
    {
      ...{ projectId, sensitive: false, targets: ["preview"] },
      key: turn("GREETING", "SALUTATION"),
      value: turn(secret("vercel-branch-value"), secret("vercel-branch-value-2")),
      gitBranch: turn("next", "later"),
    },
    opts,
  );
  hang(
    "vercelVariableAlone",
    vercel.ProjectEnvironmentVariable,
    {
      ...{ projectId: plain.id, key: "DEBUG", sensitive: false, value: secret("vercel-alone") },
      targets: turn(["development"], ["development", "preview"]),
    },
    opts,
  );

  const apex = hang(
    "vercelDomain",
    vercel.ProjectDomain,
    { teamId: team, projectId, domain: "gallery.example", waitForReady: turn(false, true) },
    opts,
  );
  const ofBranch = hang(
    "vercelDomainOfBranch",
    vercel.ProjectDomain,
    { projectId, domain: "next.gallery.example", gitBranch: turn("next", "later") },
    opts,
  );
  hang(
    "vercelDomainRedirecting",
    vercel.ProjectDomain,
    {
      ...{ projectId, domain: "www.gallery.example", redirect: turn(apex.domain, ofBranch.domain) },
      redirectStatusCode: turn(308, 301),
    },
    opts,
  );
  return { project, plain };
}
