import type { PlatformSpec } from "../spec/platform.ts";
import { everyEnvironment } from "../spec/repository.ts";
import { credentialsFor } from "./credentials.ts";
import type { Reference } from "./expression.ts";
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
      steps: job.steps.map((step) => stepName(step, job)),
      secrets: [...new Set(job.steps.flatMap(secretsOf))],
    })),
  );

function startsOf({ on }: Workflow): string {
  const { branches = [], tags = [] }: { branches?: readonly string[]; tags?: readonly string[] } = on.push ?? {};
  return [
    ...(on.pullRequest === undefined ? [] : ["pull request"]),
    ...(branches.length === 0 ? [] : [`push to ${branches}`]),
    ...(tags.length === 0 ? [] : [`tag ${tags}`]),
    ...(on.schedule === undefined ? [] : [`at ${on.schedule}`]),
    ...(on.dispatch === undefined ? [] : ["by hand"]),
  ].join(", ");
}

export function gateOf({ repository }: PlatformSpec, { environment, if: condition }: Job): string {
  const rules = everyEnvironment(repository).find((one) => one.name === environment?.name);
  return [
    ...(environment === undefined ? [] : [`environment ${environment.name}`]),
    ...((rules?.approvers.length ?? 0) > 0
      ? [`${rules?.approvers.map(({ name }) => name).join(" or ")} approves`]
      : []),
    ...((rules?.waitMinutes ?? 0) > 0 ? [`${rules?.waitMinutes} minutes pass`] : []),
    ...(condition === undefined ? [] : [`if ${condition.source}`]),
  ].join("; ");
}

/** A command names its stack where the job's environment does not. */
function stepName(step: Step, { environment }: Job): string {
  if (step.kind === "action") return step.action;
  if (step.kind === "install") return "npm ci";
  if (step.kind === "script") return `npm run ${step.script}`;
  const { stack } = step.flags;
  return `groundplan ${step.command}${stack === environment?.name ? "" : ` --stack ${stack}`}`;
}

function readBy(step: Step): Reference[] {
  const values = [...Object.values(step.env ?? {}), ...(step.kind === "action" ? Object.values(step.with) : [])];
  return values.flatMap((value) => (typeof value === "object" ? value.reads : []));
}

const secretsOf = (step: Step): string[] =>
  readBy(step).flatMap((reference) => (reference.kind === "secret" ? [reference.name] : []));

/** Names of the secrets and variables that jobs read inside a GitHub environment. */
export function readIn(environment: string, workflows: readonly Workflow[]): ReadonlySet<string> {
  const jobs = workflows.flatMap((workflow) => workflow.jobs).filter((job) => job.environment?.name === environment);
  const read = jobs.flatMap(({ steps }) => steps.flatMap(readBy));
  return new Set(read.flatMap((one) => (one.kind === "secret" || one.kind === "variable" ? [one.name] : [])));
}

/** What a person puts into a GitHub environment once, because it is what lets the platform in. */
interface ByHand {
  readonly environment: string;
  readonly name: string;
  readonly kind: "secret" | "variable";
}

/** All of it, for each environment what its jobs read. */
export const byHand = (spec: PlatformSpec, workflows: readonly Workflow[]): ByHand[] =>
  everyEnvironment(spec.repository).flatMap(({ name: environment }) => {
    const read = readIn(environment, workflows);
    return credentialsFor(spec, "stack").flatMap(({ name, kind, setBy }) =>
      setBy === "person" && read.has(name) ? [{ environment, name, kind }] : [],
    );
  });

/** The same, `<environment>: <what>` on a line each. @param quote for a document. */
export const byHandLines = (spec: PlatformSpec, workflows: readonly Workflow[], quote = ""): string[] => {
  const all = byHand(spec, workflows);
  return [...new Set(all.map(({ environment }) => environment))].map((environment) => {
    const own = all.filter((one) => one.environment === environment);
    const what = own.map(({ name, kind }) => `${quote}${name}${quote} (${kind})`).join(", ");
    return `${quote}${environment}${quote}: ${what}`;
  });
};
