import type { Vercel } from "../../providers/vercel/client.ts";
import {
  liveDeployment,
  type ReleaseProject,
  readReleaseProject,
  requestRelease,
} from "../../providers/vercel/deployment-calls.ts";
import { PlatformError } from "../errors.ts";
import { inVendorWords } from "./vendor-words.ts";
import type { AppAtVercel } from "./vercel-apps.ts";
import { type Clock, watch } from "./watch.ts";

/** What production's domains showed, and show now. */
export interface Released {
  readonly deployment: string;
  /** Undefined: nothing was live. */
  readonly previous: string | undefined;
  /** False: they pointed there already. */
  readonly moved: boolean;
}

export interface Releasing {
  readonly client: Vercel;
  readonly clock: Clock;
  /** One line of progress. */
  say(line: string): void;
}

/** Vercel moves domains in seconds; the promise to people is two minutes. */
const within = 120_000;

/**
 * Points production's domains at a deployment and waits until they do. A move that somebody else has begun is awaited
 * first, and saying it twice does no harm.
 * @throws PlatformError when Vercel gives the move up, or does not finish it
 */
export async function release(
  { app, project }: AppAtVercel,
  how: "promote" | "rollback",
  deployment: string,
  releasing: Releasing,
): Promise<Released> {
  const { client, say } = releasing;
  const where = `${how} of ${app.key} to ${deployment}`;
  const before = await settled(project, where, releasing);
  const previous = liveDeployment(before);
  if (previous === deployment) return { deployment, previous, moved: false };
  say(`${app.key}: production's domains move from ${previous ?? "nothing"} to ${deployment}`);
  const taken = await inVendorWords(where, () => requestRelease(client, how, project.id, deployment));
  if (!taken) {
    // 409: another move began in between, or a repeated request met its own first one.
    const now = await settled(project, where, releasing);
    if (liveDeployment(now) === deployment) return { deployment, previous, moved: true };
    const again = await inVendorWords(where, () => requestRelease(client, how, project.id, deployment));
    if (!again) throw busy(where);
  }
  await arrived(project, deployment, where, releasing);
  return { deployment, previous, moved: true };
}

const underWay = (status: string | undefined): boolean => status === "pending" || status === "in-progress";

/** The project once no move is under way. */
async function settled({ id }: ReleaseProject, where: string, releasing: Releasing): Promise<ReleaseProject> {
  return watch({ ...patience(where, releasing) }, async () => {
    const now = await read(id, where, releasing);
    return underWay(now.lastAliasRequest?.jobStatus) ? undefined : now;
  });
}

/** Vercel REST: a move is asynchronous; the project tells of the last one. */
async function arrived({ id }: ReleaseProject, deployment: string, where: string, releasing: Releasing): Promise<void> {
  await watch(patience(where, releasing), async () => {
    const now = await read(id, where, releasing);
    const request = now.lastAliasRequest;
    if (request?.toDeploymentId === deployment) {
      if (request.jobStatus === "failed") throw failed(where, liveDeployment(now));
      if (underWay(request.jobStatus)) return undefined;
    }
    return liveDeployment(now) === deployment ? true : undefined;
  });
}

async function read(id: string, where: string, { client }: Releasing): Promise<ReleaseProject> {
  const now = await inVendorWords(where, () => readReleaseProject(client, id));
  if (now !== undefined) return now;
  throw new PlatformError({
    code: "release/no-project",
    where,
    problem: `Vercel project ${id} is gone`,
    fix: "somebody deleted it while this ran: npx groundplan up makes it again",
  });
}

const patience = (where: string, { clock }: Releasing) => ({
  what: where,
  within,
  clock,
  fix: "look at https://www.vercel-status.com and at the project's deployments; the same command again goes on from here",
});

const busy = (where: string): PlatformError =>
  new PlatformError({
    code: "release/busy",
    where,
    problem: "other releases of the project come in between",
    fix: "see who releases at the same time (a second workflow run?), then run again",
  });

const failed = (where: string, live: string | undefined): PlatformError =>
  new PlatformError({
    code: "release/failed",
    where,
    problem: `Vercel could not move all domains; production shows ${live ?? "nothing"}`,
    fix: "look at the project's domains in Vercel's dashboard, then run the same command again",
  });
