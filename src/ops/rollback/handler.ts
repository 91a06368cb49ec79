import { isProduction, listDeployments } from "../../../providers/vercel/deployment-calls.ts";
import { PlatformError, PlatformErrors } from "../../errors.ts";
import { type Chosen, chosenDeployments } from "../chosen-deployments.ts";
import type { Handler } from "../command.ts";
import { tellGitHub } from "../github-output.ts";
import { release } from "../live-release.ts";
import { inVendorWords } from "../vendor-words.ts";
import { type AppAtVercel, type VercelApps, vercelApps } from "../vercel-apps.ts";
import { machineClock } from "../watch.ts";
import { before } from "./before.ts";

/**
 * Moves production's domains back. No build, no engine, no database: the schema stays, which is why migrations must let
 * the application before them work.
 */
export const handle: Handler = async (context) => {
  const vercel = await vercelApps(context);
  const to = context.flags["to"];
  const chosen = await (typeof to === "string" ? chosenDeployments("--to", to, vercel) : lastGood(vercel));
  const releasing = { client: vercel.client, clock: machineClock, say: context.progress };
  const released = [];
  for (const { at, deployment } of chosen) {
    // Vercel rolls back to what was built for production; what was promoted from a preview is promoted again.
    const how = isProduction(deployment) ? "rollback" : "promote";
    released.push({ app: at.app.key, ...(await release(at, how, deployment.id, releasing)) });
  }
  tellGitHub(context, { deployment: released.map(({ deployment }) => deployment).join(",") });
  const lines = released.map(({ app, deployment, previous, moved }) =>
    moved
      ? `${app}: production shows ${deployment} again, no longer ${previous ?? "nothing"}`
      : `${app}: production shows ${deployment} already, nothing was moved`,
  );
  const note = "The database is as it was. New deployments stay held until one is promoted.";
  const text = [...lines, ...(released.some(({ moved }) => moved) ? [note] : [])].join("\n");
  return { code: 0, json: { stack: vercel.reached.spec.stack, released }, text };
};

/** @throws PlatformErrors with every application that has nothing to go back to; then none is moved */
async function lastGood(vercel: VercelApps): Promise<Chosen[]> {
  const { apps, client, reached } = vercel;
  const ids = await Promise.all(
    apps.map(async ({ app, project }) => {
      const ready = await inVendorWords(`deployments of ${app.key}`, () =>
        listDeployments(client, project.id, { ready: true }),
      );
      return before(project, ready);
    }),
  );
  const without = apps.filter((_, index) => ids[index] === undefined);
  if (without.length > 0)
    throw new PlatformErrors(
      "Nothing was moved:",
      without.map((at) => nothingBefore(at, reached.spec.stack)),
    );
  return chosenDeployments("--to", ids.join(","), vercel);
}

const nothingBefore = ({ app, project }: AppAtVercel, stack: string): PlatformError =>
  new PlatformError({
    code: "release/nothing-before",
    where: `Vercel project ${project.name}`,
    problem: `has no deployment of "${app.key}" that was live before the present one and still stands`,
    fix: `choose one yourself: npx groundplan rollback --stack ${stack} --to dpl_…, or deploy a good commit: npx groundplan deploy --stack ${stack} --ref <commit>`,
  });
