import { isProduction, liveDeployment } from "../../../providers/vercel/deployment-calls.ts";
import { chosenDeployments } from "../chosen-deployments.ts";
import type { Handler } from "../command.ts";
import { tellGitHub } from "../github-output.ts";
import { release } from "../live-release.ts";
import { vercelApps } from "../vercel-apps.ts";
import { machineClock } from "../watch.ts";

/** Moves production's domains to deployments that stand already: the very builds that were tested, not new ones. */
export const handle: Handler = async (context) => {
  const vercel = await vercelApps(context);
  const given = context.flags["deployment"];
  const chosen = await chosenDeployments("--deployment", typeof given === "string" ? given : "", vercel);
  const releasing = { client: vercel.client, clock: machineClock, say: context.progress };
  const shown = chosen.flatMap(({ at, deployment }) => {
    const live = liveDeployment(at.project);
    return live === undefined || live === deployment.id ? [] : [live];
  });
  // Told before anything moves: a move that fails halfway must be undone as well.
  tellGitHub(context, { previous: shown.join(",") });
  const released = [];
  // One after another: where the second fails, it is plain which one moved.
  for (const { at, deployment } of chosen) {
    if (!isProduction(deployment))
      context.progress(
        `${at.app.key}: ${deployment.id} was built as a preview, with a preview's variables; so it goes live`,
      );
    released.push({ app: at.app.key, ...(await release(at, "promote", deployment.id, releasing)) });
  }
  tellGitHub(context, { deployment: released.map(({ deployment }) => deployment).join(",") });
  const text = released.map(({ app, deployment, previous, moved }) =>
    moved
      ? `${app}: production shows ${deployment} now, before it ${previous ?? "nothing"}`
      : `${app}: production shows ${deployment} already, nothing was moved`,
  );
  return { code: 0, json: { stack: vercel.reached.spec.stack, released }, text: text.join("\n") };
};
