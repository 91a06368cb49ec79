import { awaited } from "../../workflows/commands.ts";
import { byHand, byHandLines, described } from "../../workflows/describe.ts";
import { markdownOf } from "../../workflows/mermaid.ts";
import { pipelinesOf } from "../../workflows/pipelines.ts";
import type { Handler } from "../command.ts";
import { ownersSpec } from "../workflow-files.ts";

/** What runs when, what holds it, and with which secrets. */
export const handle: Handler = async (context) => {
  const spec = await ownersSpec(context);
  const workflows = pipelinesOf(spec);
  const jobs = described(spec, workflows);
  const lines = jobs.flatMap(({ file, starts, job, gate, steps, secrets }, index) => [
    ...(jobs[index - 1]?.file === file ? [] : [`${file} (${starts})`]),
    `  ${job}${gate === "" ? "" : ` [${gate}]`}`,
    `    ${steps.join(" → ")}`,
    ...(secrets.length === 0 ? [] : [`    secrets: ${secrets.join(", ")}`]),
  ]);
  const persons = byHandLines(spec, workflows).map((line) => `  ${line}`);
  const told = [...lines, "set by a person once in each GitHub environment", ...persons];
  const text = context.flags["markdown"] === true ? markdownOf(spec, workflows) : told.join("\n");
  return { code: 0, json: { jobs, byHand: byHand(spec, workflows), awaited }, text };
};
