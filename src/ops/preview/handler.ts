import { changed, lastPhase } from "../../engine/events.ts";
import { readDeployment } from "../../engine/session.ts";
import { refuseClashes } from "../adoption.ts";
import type { Handler } from "../command.ts";
import { runOperation } from "../engine-run.ts";
import { openStack } from "../open-stack.ts";
import { complaints, countsOf } from "../report.ts";

/** What `up` would do, refused by policy or not; writes nothing, at the vendors or in state. */
export const handle: Handler = async (context) => {
  const stack = await openStack(context);
  const refresh = context.flags["refresh"] === true ? ["--refresh"] : [];
  const run = await runOperation(context, stack, ["preview", "--diff", "--policy-pack", stack.pack, ...refresh]);
  if (run.code === 0) await refuseClashes(stack, run.report);
  const deployment = (await readDeployment(stack.session, stack.spec.name)) ?? { resources: [], pending: [] };
  const phase = lastPhase(run.report);
  const steps = run.report.steps.map(({ op, urn, detailedDiff }) => ({
    op,
    urn,
    properties: Object.keys(detailedDiff ?? {}),
  }));
  const told = complaints(run.report);
  const json = {
    stack: stack.spec.stack,
    engine: stack.engine,
    ok: run.code === 0,
    changes: phase?.changes ?? {},
    steps,
    complaints: told,
  };
  if (run.code !== 0) return { code: run.code, json, text: told.map((line) => `- ${line}`).join("\n") };
  const unexpected = context.flags["expectNoChanges"] === true && phase !== undefined && changed(phase) > 0;
  const text = `${stack.spec.title} on ${stack.spec.stack}: ${countsOf(phase, deployment.resources.length)}, pulumi ${stack.engine.version}`;
  return { code: unexpected ? 2 : 0, json, text };
};
