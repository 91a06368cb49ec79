import { Document, type Scalar } from "yaml";
import { PlatformError } from "../errors.ts";
import { pins } from "./pins.ts";
import type { Job, Step, Workflow } from "./workflow.ts";

/** A file in a repository. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

/** @param source what the text is made from, for its first line. @throws PlatformError for a script name that a shell could misread. */
export function renderWorkflow(workflow: Workflow, source: string): RenderedFile {
  const document = new Document(
    {
      name: workflow.name,
      on: {
        ...(workflow.on.pullRequest ? { pull_request: workflow.on.pullRequest } : {}),
        ...(workflow.on.push ? { push: workflow.on.push } : {}),
      },
      permissions: {},
      concurrency: { group: "${{ github.workflow }}-${{ github.ref }}", "cancel-in-progress": true },
      jobs: Object.fromEntries(Object.entries(workflow.jobs).map(([id, job]) => [id, jobOf(job)])),
    },
    { aliasDuplicateObjects: false },
  );
  document.commentBefore = ` Generated from ${source}. Changes here are overwritten.`;
  commentPins(document);
  return { path: `.github/workflows/${workflow.file}`, content: document.toString({ lineWidth: 0 }) };
}

const jobOf = (job: Job): object => ({
  name: job.name,
  "runs-on": "ubuntu-24.04",
  "timeout-minutes": job.minutes,
  permissions: job.permissions,
  steps: job.steps.map(stepOf),
});

function stepOf(step: Step): object {
  const name = step.name === undefined ? {} : { name: step.name };
  if ("uses" in step)
    return { ...name, uses: `${step.uses}@${pins[step.uses].commit}`, ...(step.with ? { with: step.with } : {}) };
  return { ...name, run: "install" in step ? "npm ci" : `npm run ${scriptName(step.script)}` };
}

function scriptName(script: string): string {
  if (/^[a-z][a-z0-9:_-]*$/.test(script)) return script;
  throw new PlatformError({
    code: "workflow/script",
    where: `the step that runs "${script}"`,
    problem: "names no script of package.json; allowed: lower-case letters, digits, ':', '_' and '-'",
    fix: "put the commands into package.json and name the script",
  });
}

/** `uses: owner/action@<commit> # v1.2.3`: the commit is what runs, the version is what a person reads. */
function commentPins(document: Document): void {
  const jobs = document.toJS().jobs as Record<string, { steps: { uses?: string }[] }>;
  for (const [id, job] of Object.entries(jobs)) {
    for (const [index, step] of job.steps.entries()) {
      const pin = Object.entries(pins).find(([action, { commit }]) => step.uses === `${action}@${commit}`);
      if (pin === undefined) continue;
      const node = document.getIn(["jobs", id, "steps", index, "uses"], true) as Scalar;
      node.comment = ` ${pin[1].version}`;
    }
  }
}
