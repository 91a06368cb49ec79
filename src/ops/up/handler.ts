import { lastPhase } from "../../engine/events.ts";
import { readDeployment } from "../../engine/session.ts";
import { refuseClashes } from "../adoption.ts";
import type { Handler } from "../command.ts";
import { runOperation, runWriting } from "../engine-run.ts";
import { openStack } from "../open-stack.ts";
import { refuseBeforeOwner } from "../owner.ts";
import { readFiles } from "../read-back.ts";
import { addresses, complaints, countsOf, standing, table } from "../report.ts";

/** A preview with the policy pack; the update, unless there is nothing to change; then what stands where. */
export const handle: Handler = async (context) => {
  const opened = performance.now();
  const stack = await openStack(context);
  const ready = (performance.now() - opened) / 1000;
  const refresh = context.flags["refresh"] === true ? ["--refresh"] : [];
  const pack = ["--policy-pack", stack.pack, ...refresh];
  const preview = await runWriting(context, stack, ["preview", ...pack]);
  const done = preview.code !== 0 || preview.report.idle;
  if (preview.code === 0) await refuseClashes(stack, preview.report);
  if (!done) await refuseBeforeOwner(context, stack);
  if (!done) await readFiles(context, stack, preview.report);
  const run = done ? preview : await runOperation(context, stack, ["up", "--yes", "--skip-preview", ...pack]);
  const deployment = (await readDeployment(stack.session, stack.spec.name)) ?? { resources: [], pending: [] };

  const total = deployment.resources.length;
  const counts = countsOf(lastPhase(run.report), total);
  const phases = [
    ["engine and vendors", ready] as const,
    ["preview", preview.seconds] as const,
    ...(done ? [] : [["up", run.seconds] as const]),
  ];
  const json = {
    stack: stack.spec.stack,
    engine: stack.engine,
    ok: run.code === 0,
    changes: lastPhase(run.report)?.changes ?? {},
    resources: total,
    outputs: Object.fromEntries(addresses(deployment)),
    seconds: Object.fromEntries(phases),
    complaints: complaints(run.report),
  };
  if (run.code !== 0) return { code: run.code, json, text: failure(run.exit.interrupted, complaints(run.report)) };
  const text = [
    `${stack.spec.title} on ${stack.spec.stack}: ${counts}, pulumi ${stack.engine.version}`,
    "",
    table(standing(deployment).map(([vendor, what]) => [vendor, stack.loopback?.origins[vendor] ?? "", what])),
    "",
    table(addresses(deployment)),
    "",
    table(phases.map(([phase, seconds]) => [phase, `${seconds.toFixed(1)} s`])),
  ].join("\n");
  return { code: 0, json, text };
};

function failure(interrupted: boolean, told: readonly string[]): string {
  const lead = interrupted
    ? "Interrupted. What was made is in state; run the same command again and it goes on from here."
    : "Nothing more was changed after this:";
  return [lead, ...told.map((line) => `- ${line}`)].join("\n");
}
