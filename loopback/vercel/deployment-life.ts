import type { StoredDeployment } from "./deployment-state.ts";
import { type Context, type StoredProject, tick } from "./state.ts";

/** Reads that a deployment, or a release, stays in each state: time passes when somebody looks, never by a clock. */
const looks = { QUEUED: 1, BUILDING: 2 } as const;
const requestLooks = { pending: 1, "in-progress": 1 } as const;

/**
 * A deployment whose `meta` says `{"loopbackOutcome": "ERROR"}`, or whose branch or tag ends in `loopback-build-fails`,
 * fails in its build: a release command must be tried against that too, and nothing is built here that could fail.
 */
const outcomeKey = "loopbackOutcome";
const failingRef = /loopback-build-fails$/;

/** One look at a deployment: it may go on by a step. */
export function passTime(deployment: StoredDeployment, context: Context): void {
  const { state } = deployment;
  if (state !== "QUEUED" && state !== "BUILDING") return;
  deployment.looks += 1;
  if (deployment.looks >= looks[state]) {
    deployment.looks = 0;
    if (state === "QUEUED") Object.assign(deployment, { state: "BUILDING", buildingAt: tick(context) });
    else if (deployment.meta[outcomeKey] === "ERROR" || failingRef.test(deployment.ref ?? ""))
      Object.assign(deployment, { state: "ERROR", readyAt: tick(context) });
    else finish(deployment, context);
  }
  context.changed();
}

/** Ready: its own names point at it, and production's do where that is automatic. */
function finish(deployment: StoredDeployment, context: Context): void {
  Object.assign(deployment, { state: "READY", readyAt: tick(context) });
  const project = context.state.projects.find(({ id }) => id === deployment.projectId);
  if (!project) return;
  const automatic = project.settings["autoAssignCustomDomains"] !== false && !project.rolledBack;
  if (deployment.target !== "production") point(previewNames(deployment, project, context), deployment, context);
  else if (automatic) serve(project, deployment, context);
}

/** Makes a deployment the one that production's names show. */
function serve(project: StoredProject, deployment: StoredDeployment, context: Context): void {
  // Vercel REST: PROMOTED has seen production's traffic, and stays so when another one takes over.
  deployment.substate = "PROMOTED";
  project.productionDeployment = deployment.id;
  point(productionNames(project, context), deployment, context);
}

/** Production's names, also those that came after it was deployed, point at what is in production. */
export function showProduction(project: StoredProject, context: Context): void {
  const live = context.state.deployments.find(({ id }) => id === project.productionDeployment);
  if (live) point(productionNames(project, context), live, context);
}

/** Moves names to a deployment; they are made where they are missing. */
export function point(names: readonly string[], deployment: StoredDeployment, context: Context): void {
  for (const name of names) {
    const alias = context.state.aliases.find((one) => one.alias === name);
    const at = tick(context);
    if (alias) Object.assign(alias, { deploymentId: deployment.id, projectId: deployment.projectId, updatedAt: at });
    else
      context.state.aliases.push({
        ...{ uid: context.id(24), alias: name, deploymentId: deployment.id, projectId: deployment.projectId },
        ...{ redirect: null, createdAt: at, updatedAt: at },
      });
  }
}

/** `<project>.vercel.app`, and every domain that serves production. */
export const productionNames = (project: StoredProject, { state }: Context): string[] => [
  `${project.name}.vercel.app`,
  ...state.domains
    .filter(
      (domain) =>
        domain.projectId === project.id &&
        domain.gitBranch === null &&
        domain.customEnvironmentId === null &&
        domain.redirect === null,
    )
    .map(({ name }) => name),
];

function previewNames(deployment: StoredDeployment, project: StoredProject, { state }: Context): string[] {
  const { ref, customEnvironmentId } = deployment;
  const owner = state.teams.find(({ id }) => id === project.accountId)?.slug ?? state.user.username;
  const branch = ref === null ? [] : [`${project.name}-git-${ref.replaceAll(/[^a-z0-9]+/gi, "-")}-${owner}.vercel.app`];
  const domains = state.domains.filter(
    (domain) =>
      domain.projectId === project.id &&
      ((domain.gitBranch !== null && domain.gitBranch === ref) ||
        (domain.customEnvironmentId !== null && domain.customEnvironmentId === customEnvironmentId)),
  );
  return [...branch, ...domains.map(({ name }) => name)];
}

/** One look at a project: a promote or rollback under way may go on by a step. */
export function passReleaseTime(project: StoredProject, context: Context): void {
  const request = project.lastAliasRequest;
  if (request?.jobStatus !== "pending" && request?.jobStatus !== "in-progress") return;
  project.releaseLooks += 1;
  if (project.releaseLooks < requestLooks[request.jobStatus]) return;
  project.releaseLooks = 0;
  if (request.jobStatus === "pending") request.jobStatus = "in-progress";
  else {
    const deployment = context.state.deployments.find(({ id }) => id === request.toDeploymentId);
    request.jobStatus = deployment ? "succeeded" : "failed";
    if (deployment) serve(project, deployment, context);
    // Vercel: after a rollback nothing new goes live by itself, until something is promoted.
    if (deployment) project.rolledBack = request.type === "rollback";
  }
  context.changed();
}
