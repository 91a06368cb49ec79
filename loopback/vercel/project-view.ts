import { deploymentSummary } from "./deployment-view.ts";
import { environmentView } from "./environment-view.ts";
import { linkView } from "./link-view.ts";
import { bypassView } from "./protection-bypass.ts";
import type { Context, StoredProject } from "./state.ts";
import { variableView } from "./variable-view.ts";

/** Vercel REST: what a project of a team starts with. Keys that are null or false by default are left out of reads. */
export const defaultSettings = {
  autoExposeSystemEnvs: true,
  autoAssignCustomDomains: true,
  buildCommand: null,
  commandForIgnoringBuildStep: null,
  devCommand: null,
  directoryListing: false,
  framework: null,
  gitComments: { onPullRequest: true, onCommit: false },
  gitForkProtection: true,
  gitLFS: false,
  gitProviderOptions: { createDeployments: "enabled" },
  installCommand: null,
  nodeVersion: "24.x",
  oidcTokenConfig: { enabled: true, issuerMode: "team" },
  outputDirectory: null,
  publicSource: null,
  rootDirectory: null,
  serverlessFunctionRegion: "iad1",
  sourceFilesOutsideRootDirectory: true,
  ssoProtection: { deploymentType: "all_except_custom_domains" },
} as const;

export const defaultResourceConfig = {
  fluid: true,
  functionDefaultRegions: ["iad1"],
  functionDefaultTimeout: 300,
  functionDefaultMemoryType: "standard_legacy",
  functionZeroConfigFailover: false,
  elasticConcurrencyEnabled: false,
  isNSNBDisabled: false,
} as const;

/** Where null is shown; elsewhere a cleared setting is left out. */
const shownAsNull = new Set<string>([
  ...Object.entries(defaultSettings).flatMap(([key, value]) => (value === null ? [key] : [])),
  ...["enablePreviewFeedback", "enableProductionFeedback", "passwordProtection", "ssoProtection", "trustedIps"],
  "serverlessFunctionRegion",
]);

/** A project as every read answers it. */
export function projectView(project: StoredProject, context: Context): Record<string, unknown> {
  const own = ({ projectId }: { readonly projectId: string }) => projectId === project.id;
  return {
    ...Object.fromEntries(
      Object.entries(project.settings).filter(([key, value]) => value !== null || shownAsNull.has(key)),
    ),
    accountId: project.accountId,
    id: project.id,
    name: project.name,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
    resourceConfig: project.resourceConfig,
    defaultResourceConfig,
    crons: { ...project.crons, deploymentId: null, definitions: [] },
    deploymentExpiration: project.deploymentExpiration,
    ...(project.link && { link: linkView(project.link) }),
    ...(project.paused && { paused: true }),
    ...(context.state.bypasses.some(own) && { protectionBypass: bypassView(project, context) }),
    ...securityView(project, context),
    env: context.state.variables.filter(own).map((variable) => variableView(variable, false)),
    customEnvironments: context.state.environments
      .filter(own)
      .map((environment) => environmentView(environment, context)),
    ...releaseView(project, context),
  };
}

/** What is deployed, and the last promote or rollback. */
function releaseView({ id, productionDeployment, lastAliasRequest }: StoredProject, context: Context): object {
  const latest = context.state.deployments
    .filter(({ projectId }) => projectId === id)
    .sort((a, b) => b.createdAt - a.createdAt);
  const live = latest.find((one) => one.id === productionDeployment);
  return {
    alias: [],
    latestDeployments: latest.slice(0, 10).map((deployment) => deploymentSummary(deployment, context)),
    targets: live ? { production: deploymentSummary(live, context) } : {},
    live: live !== undefined,
    ...(lastAliasRequest && { lastAliasRequest }),
  };
}

/** What was ever set up of a project's security. */
function securityView({ id, attackMode }: StoredProject, { state }: Context): object {
  const firewall = state.firewalls.find(({ projectId }) => projectId === id);
  if (!attackMode && !firewall) return {};
  return {
    security: {
      ...(attackMode && {
        attackModeEnabled: attackMode.enabled,
        attackModeUpdatedAt: attackMode.updatedAt,
        attackModeActiveUntil: attackMode.until,
      }),
      ...(firewall && { firewallUpdatedAt: firewall.updatedAt, firewallConfigVersion: firewall.version }),
    },
  };
}
