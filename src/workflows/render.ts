import { Document, isScalar } from "yaml";
import { PlatformErrors } from "../errors.ts";
import { plain, type Text } from "./expression.ts";
import type { Concurrency, EnvironmentName, Job } from "./job.ts";
import { pins } from "./pins.ts";
import { problemsOf } from "./problems.ts";
import { stepYaml } from "./render-step.ts";
import type { Triggers } from "./triggers.ts";
import type { Workflow } from "./workflow.ts";

/** A file in a repository. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

/** Where GitHub looks for workflows. */
const workflowFolder = ".github/workflows";

/** How a file begins that is ours to overwrite and to remove, as a comment in whatever its own language. */
export const headerOf = (source: string): readonly [made: string, warning: string] => [
  `Generated from ${source} by: npx groundplan workflows generate`,
  "Changes here are overwritten.",
];

/** Whether a file carries our header; any other one is somebody's own. */
export const isOurs = (text: string): boolean =>
  /^(?:#|<!--) Generated from \S+ by: npx groundplan workflows generate\b/.test(text);

/**
 * The text of a workflow; the same for the same workflow, whoever asks.
 * @param source what the text is made from, for its first line. @throws PlatformErrors with everything that GitHub would refuse.
 */
export function renderWorkflow(workflow: Workflow, source: string): RenderedFile {
  const problems = problemsOf(workflow);
  if (problems.length > 0)
    throw new PlatformErrors(`The workflow ${workflow.file} cannot be, ${problems.length} problem(s):`, problems);
  const document = new Document(
    {
      name: plain(workflow.name),
      on: triggersYaml(workflow.on),
      permissions: {},
      concurrency: concurrencyYaml(workflow.concurrency),
      jobs: Object.fromEntries(workflow.jobs.map((job) => [job.id, jobYaml(job)])),
    },
    { aliasDuplicateObjects: false },
  );
  document.commentBefore = headerOf(source)
    .map((line) => ` ${line}`)
    .join("\n");
  for (const job of workflow.jobs) comment(document, job);
  return { path: `${workflowFolder}/${workflow.file}`, content: document.toString({ lineWidth: 0 }) };
}

function triggersYaml({ pullRequest, push, schedule, dispatch }: Triggers): object {
  const inputs = Object.entries(dispatch?.inputs ?? {}).map(([name, input]) => [
    name,
    { ...input, type: input.options === undefined ? "string" : "choice" },
  ]);
  return {
    ...(pullRequest === undefined ? {} : { pull_request: { branches: [...pullRequest.branches] } }),
    ...(push === undefined ? {} : { push }),
    ...(schedule === undefined ? {} : { schedule: [{ cron: schedule }] }),
    ...(dispatch === undefined
      ? {}
      : { workflow_dispatch: inputs.length === 0 ? {} : { inputs: Object.fromEntries(inputs) } }),
  };
}

const concurrencyYaml = ({ group, cancelInProgress }: Concurrency): object => ({
  group: group.rendered,
  "cancel-in-progress": cancelInProgress,
});

const textsYaml = (texts: Readonly<Record<string, Text | string | number>>): object =>
  Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      typeof value === "object" ? value.rendered : plain(String(value)),
    ]),
  );

function environmentYaml({ name, url }: EnvironmentName): object | string {
  if (url === undefined) return name;
  return { name, url: typeof url === "string" ? plain(url) : url.rendered };
}

function jobYaml(job: Job): object {
  const { needs = [], environment, concurrency, matrix, services, env, outputs } = job;
  return {
    name: plain(job.name),
    ...(needs.length === 0 ? {} : { needs: needs.map(({ id }) => id) }),
    ...(job.if === undefined ? {} : { if: job.if.source }),
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": job.minutes,
    permissions: Object.fromEntries(Object.entries(job.permissions).map(([scope, { access }]) => [scope, access])),
    ...(environment === undefined ? {} : { environment: environmentYaml(environment) }),
    ...(concurrency === undefined ? {} : { concurrency: concurrencyYaml(concurrency) }),
    ...(matrix === undefined ? {} : { strategy: { "fail-fast": false, matrix: matrix.values } }),
    ...(services === undefined ? {} : { services }),
    ...(env === undefined ? {} : { env: textsYaml(env) }),
    ...(outputs === undefined || Object.keys(outputs).length === 0 ? {} : { outputs: textsYaml(outputs) }),
    steps: job.steps.map(stepYaml),
  };
}

/** What a person reads beside the values: the reason of each permission, and the release that a commit is (`uses: owner/action@<commit> # v1.2.3`). */
function comment(document: Document, job: Job): void {
  const beside = (path: readonly (string | number)[], words: string) => {
    const node = document.getIn(["jobs", job.id, ...path], true);
    if (isScalar(node)) node.comment = ` ${words}`;
  };
  for (const [scope, { why }] of Object.entries(job.permissions)) beside(["permissions", scope], why);
  for (const [index, step] of job.steps.entries())
    if (step.kind === "action") beside(["steps", index, "uses"], pins[step.action].version);
}
