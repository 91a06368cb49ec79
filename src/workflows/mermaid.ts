import type { PlatformSpec } from "../spec/platform.ts";
import { awaited } from "./commands.ts";
import { byHandLines, type DescribedJob, described, gateOf } from "./describe.ts";
import type { Workflow } from "./workflow.ts";

/** The pipelines for a document: each with its jobs and gates as a picture, then every job in a table. */
export function markdownOf(spec: PlatformSpec, workflows: readonly Workflow[]): string {
  const jobs = described(spec, workflows);
  return [
    ...workflows.flatMap((workflow) => [
      `### \`${workflow.file}\``,
      "",
      `Starts: ${jobs.find(({ file }) => file === workflow.file)?.starts}.`,
      "",
      "```mermaid",
      ...pictureOf(spec, workflow),
      "```",
      "",
    ]),
    "### Jobs",
    "",
    ...tableOf(jobs),
    "",
    "Set by a person once in each GitHub environment; the other secrets are set by `npx groundplan up`:",
    "",
    ...byHandLines(spec, workflows, "`").map((line) => `- ${line}`),
    "",
    `Left out until their command is there: ${Object.entries(awaited)
      .map(([name, command]) => `${name} (\`${command}\`)`)
      .join(", ")}.`,
  ].join("\n");
}

/** Gates are lozenges in front of their job. */
function pictureOf(spec: PlatformSpec, { jobs }: Workflow): string[] {
  return [
    "flowchart LR",
    ...jobs.flatMap((job) => {
      const gate = gateOf(spec, job);
      const own = gate === "" ? [] : [`  gate-${job.id}{"${words(gate)}"} --> ${job.id}`];
      const first = gate === "" ? job.id : `gate-${job.id}`;
      const before = job.needs ?? [];
      return [
        `  ${job.id}["${words(job.name)}"]`,
        ...own,
        ...before.map((one) => `  ${one.id} --> ${first}`),
        ...(before.length === 0 ? [`  start((start)) --> ${first}`] : []),
      ];
    }),
  ];
}

/** Mermaid ends a text with a quote, and reads `#` as an entity. */
const words = (text: string): string => text.replaceAll('"', "'").replaceAll("#", "");

const tableOf = (jobs: readonly DescribedJob[]): string[] =>
  [
    ["file", "job", "needs", "gate", "steps", "secrets"],
    ["---", "---", "---", "---", "---", "---"],
    ...jobs.map(({ file, job, needs, gate, steps, secrets }) =>
      [file, job, needs.join(", "), gate, steps.join(" → "), secrets.join(", ")].map((cell) =>
        cell.replaceAll("|", "\\|"),
      ),
    ),
  ].map((cells) => `| ${cells.join(" | ")} |`);
