import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contexts } from "./expression.ts";
import { githubExpressions } from "./expression.ts";
import type { JobReport, RunReport, StepReport } from "./report.ts";
import { filled, type Place, runStep, titleOf } from "./step.ts";
import { type FileJob, needsOf, ordered, readWorkflow, type WorkflowFile } from "./workflow-file.ts";

/** What starts a run, and what it finds at GitHub. */
export interface RunOptions extends Omit<Place, "expressions"> {
  /** `github` context: event_name, sha, ref, repository, the token of the run, … */
  readonly github: Readonly<Record<string, unknown>>;
  /** Inputs of a run that was started by hand. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Secrets of an environment; of none: `undefined`. GitHub hands a job only those of its own. */
  secrets(environment: string | undefined): Readonly<Record<string, string>>;
  /** What an environment's rules say to a job that wants in. `undefined`: nobody has to approve. */
  approval(environment: string, job: string): Promise<"approved" | "rejected" | undefined>;
}

interface Finished {
  readonly result: JobReport["result"];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the jobs of a workflow file, one after another in the order of their needs. @throws Error for a file that it cannot read */
export async function runWorkflow(text: string, options: RunOptions): Promise<RunReport> {
  const file = readWorkflow(text);
  const environment = { ...options.environment, ...variablesOf(options) };
  const place: Place = { ...options, environment, expressions: await githubExpressions() };
  const finished = new Map<string, Finished>();
  const jobs: JobReport[] = [];
  for (const [id, job] of ordered(file.jobs)) {
    const report = await runJob(id, job, { file, options, place, finished });
    finished.set(id, report);
    jobs.push(report);
  }
  const failed = jobs.some(({ result }) => result === "failure");
  return { workflow: file.name, result: failed ? "failure" : "success", jobs };
}

/** GitHub Actions: what of the `github` context is a variable of every step. Its token is none, and the event is a file. */
function variablesOf({ github, temporary }: RunOptions): Record<string, string> {
  const { token: _, event = {}, ...rest } = github;
  const file = join(temporary, "event.json");
  writeFileSync(file, JSON.stringify(event));
  const variables = Object.entries(rest).map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)]);
  return { ...Object.fromEntries(variables), GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: file };
}

interface Run {
  readonly file: WorkflowFile;
  readonly options: RunOptions;
  readonly place: Place;
  readonly finished: ReadonlyMap<string, Finished>;
}

async function runJob(id: string, job: FileJob, run: Run): Promise<JobReport> {
  const { options, place, file, finished } = run;
  const steps = job.steps ?? [];
  const skipped = (result: "skipped" | "failure", gate?: string): JobReport => ({
    ...{ job: id, result, gate, outputs: {} },
    steps: steps.map((step) => ({ step: titleOf(step), outcome: "skipped", detail: "", seconds: 0 })),
  });
  const environment = typeof job.environment === "object" ? job.environment.name : job.environment;
  const needs = Object.fromEntries(needsOf(job).map((one) => [one, finished.get(one)]));
  const contexts = { github: options.github, inputs: options.inputs ?? {}, needs, vars: {} };
  // GitHub Actions: failure() is true when any ancestor failed; success() wants every direct one to have succeeded.
  const failedBefore = ancestors(job, file.jobs).some((one) => finished.get(one)?.result === "failure");
  const skippedBefore = needsOf(job).some((one) => finished.get(one)?.result === "skipped");
  const asksForStatus = /\b(failure|always|cancelled)\s*\(/.test(job.if ?? "");
  if (skippedBefore && !asksForStatus) return skipped("skipped");
  if (!place.expressions.holds(job.if, contexts, failedBefore)) return skipped("skipped");
  const approval = environment === undefined ? undefined : await options.approval(environment, id);
  const gate = approval === undefined ? undefined : `${environment}: ${approval}`;
  if (approval === "rejected") return skipped("failure", gate);

  const within = {
    ...contexts,
    secrets: options.secrets(environment),
    env: {},
    runner: { os: "Linux", temp: place.temporary },
  };
  const variables = { ...filled(file.env, within, place), ...filled(job.env, within, place) };
  const done = await runSteps(job, variables, within, place);
  const outputs = filled(job.outputs, { ...within, steps: done.seen }, place);
  return { job: id, result: done.failed ? "failure" : "success", gate, outputs, steps: done.reports };
}

/** The steps of a job: one that fails stops those behind it, except where their condition asks for it. */
async function runSteps(job: FileJob, variables: Readonly<Record<string, string>>, contexts: Contexts, place: Place) {
  const reports: StepReport[] = [];
  const seen: Record<string, unknown> = {};
  let env = variables;
  let failed = false;
  for (const step of job.steps ?? []) {
    const here = { ...contexts, env, steps: seen, job: { status: failed ? "failure" : "success" } };
    if (!place.expressions.holds(step.if, here, failed)) {
      reports.push({
        step: titleOf(step),
        outcome: "skipped",
        detail: step.if ?? "a step before it failed",
        seconds: 0,
      });
      if (step.id !== undefined) seen[step.id] = { outputs: {}, outcome: "skipped", conclusion: "skipped" };
      continue;
    }
    const { report, outputs, exported, outcome } = await runStep(step, env, here, place);
    const conclusion = String(step["continue-on-error"]) === "true" ? "success" : outcome;
    reports.push(report);
    env = { ...env, ...exported };
    failed ||= conclusion === "failure";
    if (step.id !== undefined) seen[step.id] = { outputs, outcome, conclusion };
  }
  return { reports, seen, failed };
}

/** All jobs that come before one. */
const ancestors = (job: FileJob, jobs: Readonly<Record<string, FileJob>>): string[] =>
  needsOf(job).flatMap((id) => [id, ...(jobs[id] === undefined ? [] : ancestors(jobs[id], jobs))]);
