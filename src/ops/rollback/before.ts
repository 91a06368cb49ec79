import {
  type ListedDeployment,
  liveDeployment,
  type ReleaseProject,
} from "../../../providers/vercel/deployment-calls.ts";

/**
 * The deployment that production showed before the one that it shows now. Only what has been live counts: one that was
 * built and held back may be the very one whose tests failed.
 *
 * Vercel tells of the last move only, so that one decides when it is how the present one came; else it is the newest one
 * that was live and is older than the present one.
 * @param ready the project's deployments that are READY, newest first
 */
export function before(project: ReleaseProject, ready: readonly ListedDeployment[]): string | undefined {
  const live = liveDeployment(project);
  const { lastAliasRequest: last } = project;
  const from = last?.type === "promote" && last.jobStatus === "succeeded" && last.toDeploymentId === live;
  const known = from ? ready.find(({ uid }) => uid === last.fromDeploymentId) : undefined;
  if (known !== undefined) return known.uid;
  const present = ready.find(({ uid }) => uid === live);
  // Vercel REST: PROMOTED has seen production's traffic.
  return ready.find(
    ({ uid, readySubstate, created }) =>
      uid !== live && readySubstate === "PROMOTED" && (present === undefined || created < present.created),
  )?.uid;
}
