import { randomUUID } from "node:crypto";
import {
  heldBuild,
  isProduction,
  type ReleaseDeployment,
  servesProduction,
  setAutoAssign,
} from "../../../providers/vercel/deployment-calls.ts";
import { PlatformError, PlatformErrors } from "../../errors.ts";
import type { CommandContext, Handler } from "../command.ts";
import { tellGitHub } from "../github-output.ts";
import { type Releasing, release } from "../live-release.ts";
import { inVendorWords } from "../vendor-words.ts";
import { type AppAtVercel, type VercelApps, vercelApps } from "../vercel-apps.ts";
import { machineClock } from "../watch.ts";
import { build } from "./build.ts";
import { type Source, sourceOf } from "./source.ts";

/** One application as it was deployed. */
interface Deployed {
  readonly app: string;
  readonly project: string;
  readonly deployment: string;
  readonly url: string;
  /** Production's domains show it. */
  readonly live: boolean;
  /** It stood already, held back, and nothing was built. */
  readonly reused: boolean;
}

/** Builds each application at one commit. Without `--hold` its domains then show it; with it nobody sees it yet. */
export const handle: Handler = async (context) => {
  const source = await sourceOf(context);
  const vercel = await vercelApps(context);
  const hold = context.flags["hold"] === true;
  const releasing = { client: vercel.client, clock: machineClock, say: context.progress };
  const deployed = await (hold ? heldBack(vercel, releasing, source) : shown(vercel, releasing, source));
  tellGitHub(context, {
    deployment: deployed.map(({ deployment }) => deployment).join(","),
    url: deployed.map(({ url }) => url).join(","),
  });
  const { stack } = vercel.reached.spec;
  const commit = source.commit ?? source.ref;
  return { code: 0, json: { stack, commit, held: hold, deployments: deployed }, text: told(deployed, commit, context) };
};

/** Builds them, and where the domains did not follow by themselves (held projects, after a rollback) moves them. */
async function shown(vercel: VercelApps, releasing: Releasing, source: Source): Promise<Deployed[]> {
  const built = await buildAll(vercel.apps, vercel, releasing, source);
  return Promise.all(
    built.map(async ({ at, result }) => {
      const live = isProduction(result);
      if (live) await release(at, "promote", result.id, releasing);
      return deployedOf(at, result, { live });
    }),
  );
}

/** Takes what stands already at this commit and waits for its domain, and builds the rest. */
async function heldBack(vercel: VercelApps, releasing: Releasing, source: Source): Promise<Deployed[]> {
  const standing = await Promise.all(vercel.apps.map((at) => standingBuild(at, releasing, source)));
  const missing = vercel.apps.filter((_, index) => standing[index] === undefined);
  const built = await buildHeld(missing, vercel, releasing, source);
  return vercel.apps.flatMap((at, index) => {
    const found = standing[index];
    if (found !== undefined) return [deployedOf(at, found, { reused: true })];
    return built.flatMap((one) => (one.at === at ? [deployedOf(at, one.result, {})] : []));
  });
}

async function standingBuild(
  at: AppAtVercel,
  { client, say }: Releasing,
  { commit }: Source,
): Promise<ReleaseDeployment | undefined> {
  if (commit === undefined || !takesProduction(at)) return undefined;
  const found = await inVendorWords(`deployments of ${at.app.key}`, () => heldBuild(client, at.project.id, commit));
  if (found !== undefined) say(`${at.app.key}: ${found.id} was built at ${commit.slice(0, 7)} already and waits`);
  return found;
}

/**
 * Vercel REST: a deployment's body cannot say "without its domains", the project's setting `autoAssignCustomDomains` can.
 * Where it is on, it is off while these are built, and on again once none of them is under way: a run that is killed in
 * between leaves it off, which shows nothing untested to anybody.
 */
async function buildHeld(apps: readonly AppAtVercel[], vercel: VercelApps, releasing: Releasing, source: Source) {
  const automatic = apps.filter((at) => takesProduction(at) && at.project.autoAssignCustomDomains !== false);
  const assign = ({ app, project }: AppAtVercel, on: boolean) =>
    inVendorWords(`Vercel project ${app.projectName}`, () => setAutoAssign(vercel.client, project.id, on));
  for (const at of automatic) {
    releasing.say(`${at.app.key}: new deployments do not take its domains while this one is built`);
    await assign(at, false);
  }
  const putBack = async () => {
    for (const at of automatic) await assign(at, true);
  };
  const built = await buildAll(apps, vercel, releasing, source).catch(async (error: unknown) => {
    if (isOver(error)) await putBack();
    else if (automatic.length > 0) releasing.say("autoAssignCustomDomains stays off: a build may still be under way");
    throw error;
  });
  await putBack();
  return built;
}

/** Whether what failed is known to have ended, or never begun: nothing of it can take a domain later. */
const isOver = (error: unknown): boolean =>
  error instanceof PlatformErrors &&
  error.problems.every(({ code }) => ["release/build-failed", "release/gone", "vendor/refused"].includes(code));

/** Builds all side by side, and waits for each to end, well or not. @throws PlatformErrors with every one that failed */
async function buildAll(apps: readonly AppAtVercel[], { reached }: VercelApps, releasing: Releasing, source: Source) {
  const { owner, name } = reached.spec.repository;
  const results = await Promise.allSettled(
    apps.map(async (at) => {
      const wanted = {
        ...source,
        project: at.project,
        repository: `${owner}/${name}`,
        production: takesProduction(at),
      };
      return { at, result: await build(at.app.key, { ...wanted, mark: randomUUID() }, releasing) };
    }),
  );
  const problems = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  const bug = problems.find((problem) => !(problem instanceof PlatformError));
  if (bug !== undefined) throw bug;
  if (problems.length > 0) throw new PlatformErrors("Not everything was deployed:", problems);
  return results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** In a project that another stack declares, its domains are that stack's: here it is a preview. */
const takesProduction = ({ app }: AppAtVercel): boolean => app.ownsProject && servesProduction(app.targets);

const deployedOf = (
  at: AppAtVercel,
  { id, url }: ReleaseDeployment,
  { live = false, reused = false }: { readonly live?: boolean; readonly reused?: boolean },
): Deployed => ({ app: at.app.key, project: at.project.name, deployment: id, url: `https://${url}`, live, reused });

function told(deployed: readonly Deployed[], commit: string, { flags }: CommandContext): string {
  const lines = deployed.map(
    ({ app, deployment, url, live, reused }) =>
      `${app}: ${deployment} is ready at ${url}${live ? ", and live" : ""}${reused ? ", as it was built before" : ""}`,
  );
  const next =
    flags["hold"] === true
      ? [
          `Held: nobody sees it yet. Next: npx groundplan promote --stack ${flags["stack"]} --deployment ${deployed.map(({ deployment }) => deployment).join(",")}`,
        ]
      : [];
  return [...lines, `Commit ${commit}.`, ...next].join("\n");
}
