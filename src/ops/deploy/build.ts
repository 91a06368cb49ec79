import type { Vercel } from "../../../providers/vercel/client.ts";
import {
  createDeployment,
  type ReleaseDeployment,
  readDeployment,
  type WantedDeployment,
} from "../../../providers/vercel/deployment-calls.ts";
import { PlatformError } from "../../errors.ts";
import type { Releasing } from "../live-release.ts";
import { inVendorWords } from "../vendor-words.ts";
import { watch } from "../watch.ts";

/** Vercel gives a build 45 minutes; a queue comes on top. */
const within = 60 * 60_000;
/** A state that lasts is spoken of again after so many milliseconds. */
const quiet = 30_000;

/** Starts a deployment and waits until it is ready. @throws PlatformError when its build fails, with where to read its log */
export async function build(app: string, wanted: WantedDeployment, releasing: Releasing): Promise<ReleaseDeployment> {
  const { client, clock, say } = releasing;
  const what = `the deployment of ${app} at ${wanted.commit?.slice(0, 7) ?? wanted.ref}`;
  const made = await inVendorWords(what, () => createDeployment(client, wanted));
  say(`${app}: ${made.id} is started, its log is at ${made.inspectorUrl ?? `https://${made.url}/_logs`}`);
  const started = clock.now();
  let told = { state: "", at: started };
  const fix = `it may still get ready: look at ${made.inspectorUrl ?? made.url}`;
  return watch({ what, within, clock, fix }, async () => {
    const now = await look(client, what, made);
    if (now.readyState !== told.state || clock.now() - told.at >= quiet) {
      told = { state: now.readyState, at: clock.now() };
      say(`${app}: ${now.readyState.toLowerCase()}, ${Math.round((told.at - started) / 1000)} s`);
    }
    refuseFailed(what, now);
    return isReady(now) ? now : undefined;
  });
}

async function look(client: Vercel, what: string, { id }: ReleaseDeployment): Promise<ReleaseDeployment> {
  const now = await inVendorWords(what, () => readDeployment(client, id));
  if (now !== undefined) return now;
  throw new PlatformError({
    code: "release/gone",
    where: what,
    problem: `${id} was deleted while it was built`,
    fix: "run the same command again",
  });
}

/** Vercel REST: ready is more than built, its names must point at it; one that is held back gets none of production's. */
const isReady = ({ readyState, readySubstate, aliasAssigned }: ReleaseDeployment): boolean =>
  readyState === "READY" && (Boolean(aliasAssigned) || readySubstate === "STAGED");

function refuseFailed(what: string, now: ReleaseDeployment): void {
  const { id, readyState, errorCode, errorMessage, aliasError, checksConclusion, inspectorUrl, url } = now;
  const ended = ["ERROR", "CANCELED", "BLOCKED"].includes(readyState);
  if (!ended && aliasError == null && checksConclusion !== "failed") return;
  const state = ended ? `is ${readyState}` : aliasError == null ? "did not pass its checks" : "did not get its names";
  const words = errorMessage ?? aliasError?.message ?? "Vercel gives no reason";
  const code = errorCode ?? aliasError?.code;
  throw new PlatformError({
    code: "release/build-failed",
    where: what,
    problem: `${id} ${state}${code == null ? "" : ` (${code})`}: ${words}; no domain was moved to it`,
    fix: `read its log at ${inspectorUrl ?? `https://${url}/_logs`}, correct the commit, and deploy again`,
  });
}
