import { type ReleaseDeployment, readDeployment } from "../../providers/vercel/deployment-calls.ts";
import { PlatformError, PlatformErrors } from "../errors.ts";
import { inVendorWords } from "./vendor-words.ts";
import type { AppAtVercel, VercelApps } from "./vercel-apps.ts";

/** A deployment that somebody named, and the application that it is of. */
export interface Chosen {
  readonly at: AppAtVercel;
  readonly deployment: ReleaseDeployment;
}

/**
 * Reads the deployments that a flag names and finds the application of each.
 * @throws PlatformErrors with each one that is unknown, another project's, not ready, or the second of its application
 */
export async function chosenDeployments(flag: string, given: string, vercel: VercelApps): Promise<Chosen[]> {
  const ids = given.split(/[,\s]+/).filter((id) => id !== "");
  const read = await Promise.all(ids.map((id) => choose(flag, id, vercel)));
  const problems = read.filter((one) => one instanceof PlatformError);
  const chosen = read.flatMap((one) => (one instanceof PlatformError ? [] : [one]));
  const twice = chosen.filter(({ at }, index) => chosen.findIndex((other) => other.at === at) !== index);
  const all = [...problems, ...twice.map(({ at, deployment }) => second(flag, at, deployment.id))];
  if (ids.length === 0) all.push(nothing(flag));
  if (all.length > 0) throw new PlatformErrors("Nothing was changed:", all);
  return chosen;
}

async function choose(flag: string, id: string, vercel: VercelApps): Promise<Chosen | PlatformError> {
  const { apps, client, reached } = vercel;
  const { stack } = reached.spec;
  const deployment = await inVendorWords(`${flag} ${id}`, () => readDeployment(client, id));
  if (deployment === undefined) return unknown(flag, id, stack);
  const project = deployment.project?.id ?? deployment.projectId;
  const at = apps.find((one) => one.project.id === project);
  if (at === undefined) return foreign(flag, id, deployment.project?.name ?? project ?? "another project", vercel);
  if (deployment.readyState !== "READY") return notReady(flag, deployment, stack);
  return { at, deployment };
}

const unknown = (flag: string, id: string, stack: string): PlatformError =>
  new PlatformError({
    code: "release/unknown-deployment",
    where: `${flag} ${id}`,
    problem: "Vercel knows no such deployment in this account; it may have been deleted by its retention",
    fix: `take the id that deploy printed, or deploy again: npx groundplan deploy --stack ${stack} --hold`,
  });

function foreign(flag: string, id: string, project: string, { apps, reached }: VercelApps): PlatformError {
  const own = apps.map(({ project: { name } }) => name).join(", ");
  return new PlatformError({
    code: "release/foreign-deployment",
    where: `${flag} ${id}`,
    problem: `is a deployment of the project ${project}, not of ${own}, which stack ${reached.spec.stack} releases`,
    fix: "give a deployment of this stack, or the stack that the deployment belongs to: --stack <name>",
  });
}

const notReady = (flag: string, { id, readyState, inspectorUrl }: ReleaseDeployment, stack: string): PlatformError =>
  new PlatformError({
    code: "release/not-ready",
    where: `${flag} ${id}`,
    problem: `is ${readyState}; only what is READY can go live`,
    fix: `look at ${inspectorUrl ?? "its log"}, then: npx groundplan deploy --stack ${stack} --hold`,
  });

const second = (flag: string, { app }: AppAtVercel, id: string): PlatformError =>
  new PlatformError({
    code: "release/two-of-one",
    where: `${flag} ${id}`,
    problem: `is the second deployment of "${app.key}" in the list, and one can be live`,
    fix: "give one deployment for each application",
  });

const nothing = (flag: string): PlatformError =>
  new PlatformError({
    code: "release/no-deployment",
    where: flag,
    problem: "names no deployment",
    fix: `${flag} dpl_…: the id that npx groundplan deploy printed`,
  });
