import type { StoredDeployment } from "./deployment-state.ts";
import { linkRef } from "./link-view.ts";
import type { Context, StoredProject } from "./state.ts";

/** What every representation of a deployment holds. */
function common(deployment: StoredDeployment, { state }: Context) {
  const { name, projectId, url, target, meta, createdAt, buildingAt, readyAt, substate } = deployment;
  return {
    ...{ name, url, projectId, target, meta, createdAt, type: "LAMBDAS" as const },
    ...(buildingAt !== null && { buildingAt }),
    ...(readyAt !== null && { ready: readyAt }),
    ...(substate !== null && { readySubstate: substate }),
    inspectorUrl: `https://vercel.com/${projectId}/${deployment.id}`,
    aliasAssigned: deployment.state === "READY",
    aliasError: null,
    ...(deployment.state === "ERROR" && {
      errorCode: "BUILD_FAILED",
      errorMessage: 'Command "npm run build" exited with 1',
    }),
    creator: { uid: state.user.id, username: state.user.username, email: state.user.email },
  };
}

const namesOf = ({ id }: StoredDeployment, { state }: Context): string[] =>
  state.aliases.filter(({ deploymentId }) => deploymentId === id).map(({ alias }) => alias);

/** Vercel REST: an entry of `GET /v6/deployments`, which names some facts otherwise than a single read does. */
export function deploymentEntry(deployment: StoredDeployment, context: Context): object {
  return {
    ...common(deployment, context),
    uid: deployment.id,
    created: deployment.createdAt,
    state: deployment.state,
    readyState: deployment.state,
    source: deployment.source,
    isRollbackCandidate: deployment.target === "production" && deployment.state === "READY",
  };
}

/** Vercel REST: a deployment under a project's `targets` and `latestDeployments`. */
export function deploymentSummary(deployment: StoredDeployment, context: Context): object {
  const { target, createdAt, buildingAt, readyAt, substate } = deployment;
  const { user } = context.state;
  return {
    ...{ id: deployment.id, name: deployment.name, url: deployment.url, deploymentHostname: deployment.url },
    ...{ target, createdAt, meta: deployment.meta, readyState: deployment.state, type: "LAMBDAS", plan: "pro" },
    ...(buildingAt !== null && { buildingAt }),
    ...(readyAt !== null && { readyAt }),
    ...(substate !== null && { readySubstate: substate }),
    ...{ alias: namesOf(deployment, context), aliasAssigned: deployment.state === "READY", aliasError: null },
    ...{ createdIn: "iad1", private: false, userId: user.id },
    creator: { uid: user.id, email: user.email, username: user.username },
  };
}

/** Vercel REST: `GET /v13/deployments/{idOrUrl}`. */
export function deploymentView(deployment: StoredDeployment, project: StoredProject, context: Context): object {
  const { state, ref, sha, customEnvironmentId, createdAt, buildingAt } = deployment;
  const regions = project.resourceConfig["functionDefaultRegions"];
  const names = namesOf(deployment, context);
  const team = context.state.teams.find(({ id }) => id === project.accountId);
  return {
    ...common(deployment, context),
    ...{ id: deployment.id, status: state, readyState: state, source: deployment.source, version: 2, plan: "pro" },
    ...{ public: false, createdIn: "iad1", ownerId: project.accountId, routes: null, env: [], build: { env: [] } },
    regions: Array.isArray(regions) ? regions : ["iad1"],
    ...{ bootedAt: createdAt, buildingAt: buildingAt ?? createdAt, buildSkipped: false },
    ...{ isInConcurrentBuildsQueue: false, isInSystemBuildsQueue: state === "QUEUED" },
    ...{
      alias: names,
      automaticAliases: names,
      projectSettings: {},
      integrations: { status: "ready", startedAt: createdAt },
    },
    ...(team && { team: { id: team.id, name: team.name, slug: team.slug } }),
    project: { id: project.id, name: project.name, framework: project.settings["framework"] ?? null },
    ...(deployment.canceledAt !== null && { canceledAt: deployment.canceledAt }),
    ...(customEnvironmentId !== null && { customEnvironment: { id: customEnvironmentId } }),
    ...(project.link && ref !== null && { gitSource: { ...linkRef(project.link), ref, sha } }),
  };
}
