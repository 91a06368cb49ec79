import type { PlatformSpec } from "../spec/platform.ts";
import { credentialsFor } from "./credentials.ts";
import type { Job } from "./job.ts";
import type { Step } from "./step.ts";
import type { Workflow } from "./workflow.ts";

/** One line of a pipeline, for people and for `--json`. */
export interface DescribedJob {
  readonly file: string;
  readonly starts: string;
  readonly job: string;
  readonly needs: readonly string[];
  /** What holds it back: its environment, with who approves there; a condition. */
  readonly gate: string;
  readonly steps: readonly string[];
  readonly secrets: readonly string[];
}

export const described = (spec: PlatformSpec, workflows: readonly Workflow[]): DescribedJob[] =>
  workflows.flatMap((workflow) =>
    workflow.jobs.map((job) => ({
      file: workflow.file,
      starts: startsOf(workflow),
      job: job.name,
      needs: (job.needs ?? []).map(({ name }) => name),
      gate: gateOf(spec, job),
      steps: job.steps.map(stepName),
      secrets: [...new Set(job.steps.flatMap(secretsOf))],
    })),
  );

function startsOf({ on }: Workflow): string {
  const push = on.push === undefined ? [] : ["tags" in on.push ? `tag ${on.push.tags}` : `push to ${on.push.branches}`];
  return [
    ...(on.pullRequest === undefined ? [] : ["pull request"]),
    ...push,
    ...(on.schedule === undefined ? [] : [`at ${on.schedule}`]),
    ...(on.dispatch === undefined ? [] : ["by hand"]),
  ].join(", ");
}

export function gateOf({ repository }: PlatformSpec, { environment, if: condition }: Job): string {
  const rules = repository.environments.find((one) => one.stack === environment?.stack);
  const approvers = (rules?.approverUsers.length ?? 0) + (rules?.approverTeams.length ?? 0);
  return [
    ...(environment === undefined ? [] : [`environment ${environment.name}`]),
    ...(approvers > 0 ? ["a person approves"] : []),
    ...((rules?.waitMinutes ?? 0) > 0 ? [`${rules?.waitMinutes} minutes pass`] : []),
    ...(condition === undefined ? [] : [`if ${condition.source}`]),
  ].join("; ");
}

function stepName(step: Step): string {
  if (step.kind === "action") return step.action;
  if (step.kind === "install") return "npm ci";
  return step.kind === "script" ? `npm run ${step.script}` : `groundplan ${step.command}`;
}

function secretsOf(step: Step): string[] {
  const values = [...Object.values(step.env ?? {}), ...(step.kind === "action" ? Object.values(step.with) : [])];
  return values
    .flatMap((value) => (typeof value === "object" ? value.reads : []))
    .flatMap((reference) => (reference.kind === "secret" ? [reference.name] : []));
}

/** Secrets and variables that a person puts into each GitHub environment once: they are what lets the platform in. */
export const byHand = (spec: PlatformSpec): readonly { name: string; kind: string }[] =>
  credentialsFor(spec, "stack").flatMap(({ name, kind, setBy }) => (setBy === "person" ? [{ name, kind }] : []));
