import { lastPhase } from "../../engine/events.ts";
import { readDeployment } from "../../engine/session.ts";
import type { Handler } from "../command.ts";
import { runWriting } from "../engine-run.ts";
import { openStack } from "../open-stack.ts";
import { complaints, countsOf } from "../report.ts";

/** State becomes what the vendors have. It changes nothing at a vendor. */
export const handle: Handler = async (context) => {
  const stack = await openStack(context);
  const run = await runWriting(context, stack, ["refresh", "--yes"]);
  const deployment = (await readDeployment(stack.session, stack.spec.name)) ?? { resources: [], pending: [] };
  const told = complaints(run.report);
  const changes = lastPhase(run.report)?.changes ?? {};
  const json = { stack: stack.spec.stack, engine: stack.engine, ok: run.code === 0, changes, complaints: told };
  if (run.code !== 0) return { code: run.code, json, text: told.map((line) => `- ${line}`).join("\n") };
  return {
    code: 0,
    json,
    text: `${stack.spec.title} on ${stack.spec.stack}: ${countsOf(lastPhase(run.report), deployment.resources.length)}, pulumi ${stack.engine.version}`,
  };
};
