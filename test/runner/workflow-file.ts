import { parse } from "yaml";

type Texts = Readonly<Record<string, unknown>>;

/** One step as the file says it. */
export interface FileStep {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Texts;
  readonly env?: Texts;
  readonly shell?: string;
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: boolean | string;
}

/** One job as the file says it. */
export interface FileJob {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly env?: Texts;
  readonly environment?: string | { readonly name: string };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: unknown;
  readonly uses?: string;
  readonly services?: unknown;
  readonly container?: unknown;
  readonly steps?: readonly FileStep[];
}

export interface WorkflowFile {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly env?: Texts;
  readonly jobs: Readonly<Record<string, FileJob>>;
}

/** Keys that this runner does something with, or that mean nothing on one machine where one run happens at a time. */
const known = {
  workflow: ["name", "on", "env", "jobs", "permissions", "concurrency", "run-name"],
  job: [
    ...["name", "needs", "if", "env", "environment", "outputs", "steps"],
    ...["runs-on", "timeout-minutes", "permissions", "concurrency"],
  ],
  step: ["id", "name", "if", "run", "uses", "with", "env", "timeout-minutes", "continue-on-error"],
};

/**
 * Reads the text of a workflow file: the file alone, nothing of what it was made from.
 * @throws Error that names every key which this runner would have to pass over in silence
 */
export function readWorkflow(text: string): WorkflowFile {
  const file: WorkflowFile = parse(text);
  const strange = [
    ...unknown("workflow", file, known.workflow),
    ...Object.entries(file.jobs).flatMap(([id, job]) => [
      ...unknown(`jobs.${id}`, job, known.job),
      ...(job.steps ?? []).flatMap((step, index) => unknown(`jobs.${id}.steps[${index}]`, step, known.step)),
    ]),
  ];
  if (strange.length > 0) throw new Error(`${file.name}: the runner does not know ${strange.join(", ")}`);
  return file;
}

const unknown = (where: string, value: object, keys: readonly string[]): string[] =>
  Object.keys(value).flatMap((key) => (keys.includes(key) ? [] : [`${where}.${key}`]));

/** Names of the jobs that a job waits for. */
export const needsOf = ({ needs = [] }: FileJob): readonly string[] => (typeof needs === "string" ? [needs] : needs);

/** Jobs in an order in which each comes after all that it needs. @throws Error for a name that is no job, or a circle */
export function ordered(jobs: Readonly<Record<string, FileJob>>): readonly (readonly [string, FileJob])[] {
  const done = new Map<string, FileJob>();
  while (done.size < Object.keys(jobs).length) {
    const ready = Object.entries(jobs).filter(
      ([id, job]) => !done.has(id) && needsOf(job).every((one) => done.has(one)),
    );
    if (ready.length === 0) throw new Error("jobs need each other in a circle, or a job that is not there");
    for (const [id, job] of ready) done.set(id, job);
  }
  return [...done];
}
