import { PlatformError } from "../errors.ts";
import { suggestion } from "../spec/nearest.ts";
import type { Reference, Text } from "./expression.ts";
import type { Job } from "./job.ts";
import { programs } from "./pins.ts";
import type { Step } from "./step.ts";
import type { Workflow } from "./workflow.ts";

/** GitHub: ids of jobs and steps are letters, digits, '-' and '_', a letter or '_' first, less than 100 characters. */
const identifier = /^[A-Za-z_][\w-]{0,98}$/;
/** GitHub's check runs show names up to this; a longer one could never be required. */
const longestName = 100;

type Told = (where: string, problem: string, fix: string) => void;

/** Everything that GitHub would refuse in a workflow and that types cannot say, all at once. */
export function problemsOf(workflow: Workflow): PlatformError[] {
  const problems: PlatformError[] = [];
  const about =
    (job?: Job): Told =>
    (where, problem, fix) => {
      const place = [workflow.file, ...(job === undefined ? [] : [`job "${job.id}"`]), where].filter(
        (part) => part !== "",
      );
      problems.push(new PlatformError({ code: "workflow/invalid", where: place.join(" "), problem, fix }));
    };
  names(workflow, about);
  for (const job of workflow.jobs) {
    limits(job, about(job));
    needed(workflow, job, about(job));
    steps(job, about(job));
    references(workflow, job, about(job));
    artifacts(workflow, job, about(job));
  }
  return problems;
}

function names({ file, name, jobs }: Workflow, about: (job?: Job) => Told): void {
  const tell = about();
  if (!/^[\w-]{1,95}\.yml$/.test(file))
    tell("", "is no name of a file for GitHub", "use letters, digits, '-' and '_', and .yml");
  if (name.length > longestName) tell("name", tooLong(name), "choose a shorter one");
  if (jobs.length === 0) tell("jobs", "are none", "give it a job");
  for (const [index, job] of jobs.entries()) {
    if (!identifier.test(job.id))
      about(job)(
        "id",
        `"${job.id}" is no id of a job; allowed: letters, digits, '-' and '_', less than 100`,
        "rename it",
      );
    if (jobs.findIndex(({ id }) => id === job.id) !== index)
      about(job)("id", "is another job's too", "rename one of them");
    if (job.name.length > longestName) about(job)("name", tooLong(job.name), "choose a shorter one");
  }
}

const tooLong = (name: string): string =>
  `"${name.slice(0, 40)}..." has ${name.length} characters; GitHub takes at most ${longestName}`;

function limits({ minutes, steps }: Job, tell: Told): void {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 360)
    tell(
      "minutes",
      `are ${minutes}; allowed: 1 to 360, after which GitHub stops any job`,
      "choose a limit that it never reaches",
    );
  if (steps.length === 0) tell("steps", "are none", "give it a step");
}

function needed({ jobs }: Workflow, job: Job, tell: Told): void {
  const ids = jobs.map(({ id }) => id);
  for (const { id } of job.needs ?? [])
    if (!ids.includes(id))
      tell(
        "needs",
        `"${id}" is no job of this workflow; allowed: ${ids.filter((one) => one !== job.id).join(", ")}.${suggestion(id, ids)}`,
        "add the job to the workflow, or do not need it",
      );
  if (reaches(jobs, job.id, job.id))
    tell("needs", "lead back to the job itself", "cut the circle: a job starts when all that it needs have ended");
}

/** Whether a job is among what another needs, at whatever distance. */
function reaches(jobs: readonly Job[], from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(from)) return false;
  const next = jobs.find(({ id }) => id === from)?.needs ?? [];
  return next.some(({ id }) => id === to || reaches(jobs, id, to, new Set([...seen, from])));
}

function steps({ steps }: Job, tell: Told): void {
  const ids = steps.flatMap(({ id }) => id ?? []);
  for (const [index, id] of ids.entries()) {
    if (!identifier.test(id)) tell(`step "${id}"`, "has no id that GitHub takes", "use letters, digits, '-' and '_'");
    if (ids.indexOf(id) !== index) tell(`step "${id}"`, "stands twice", "rename one of them");
  }
  for (const step of steps) {
    if (step.kind === "script" && !/^[a-z][a-z0-9:_-]*$/.test(step.script))
      tell(
        `the step that runs "${step.script}"`,
        "names no script of package.json; allowed: lower-case letters, digits, ':', '_' and '-'",
        "put the commands into package.json and name the script",
      );
    for (const name of Object.keys(step.env ?? {}))
      if (!/^[A-Za-z_]\w*$/.test(name))
        tell(`variable "${name}"`, "is no name of a variable", "use letters, digits and '_'");
    if (step.kind !== "action") continue;
    for (const input of programs[step.action] ?? [])
      if (typeof step.with[input] === "object")
        tell(
          `${step.action} ${input}`,
          "is a program with an expression in it",
          "give the value through env, and read it there",
        );
  }
}

function references(workflow: Workflow, job: Job, tell: Told): void {
  const around = [job.if, ...Object.values(job.env ?? {}), ...(job.concurrency ? [job.concurrency.group] : [])];
  for (const reference of readsOf(around)) refer(workflow, job, [], reference, tell);
  for (const [index, step] of job.steps.entries())
    for (const reference of readsOf(textsOf(step))) refer(workflow, job, job.steps.slice(0, index), reference, tell);
  const afterwards = [...Object.values(job.outputs ?? {}), job.environment?.url];
  for (const reference of readsOf(afterwards)) refer(workflow, job, job.steps, reference, tell);
}

/** @param before the steps that have ended when the reference is read. */
function refer(workflow: Workflow, job: Job, before: readonly Step[], reference: Reference, tell: Told): void {
  if (reference.kind === "step") {
    const step = before.find(({ id }) => id === reference.id);
    if (step === undefined)
      tell(
        `steps.${reference.id}`,
        "is read, and no earlier step of this job has that id",
        "move it behind the step, or hand the value on as an output of its job",
      );
    else if (reference.output !== undefined && !step.outputs.some((one) => one === reference.output))
      tell(
        `steps.${reference.id}`,
        `has no output "${reference.output}"; it has: ${step.outputs.join(", ") || "none"}`,
        "name one of them",
      );
  }
  if (reference.kind === "job") {
    const from = (job.needs ?? []).find(({ id }) => id === reference.id);
    if (from === undefined) tell(`needs.${reference.id}`, "is read, and the job does not need it", `add it to needs`);
    else if (reference.output !== undefined && from.outputs?.[reference.output] === undefined)
      tell(
        `needs.${reference.id}`,
        `has no output "${reference.output}"; it has: ${Object.keys(from.outputs ?? {}).join(", ") || "none"}`,
        "declare it in the job's outputs",
      );
  }
  if (reference.kind === "matrix" && job.matrix?.values[reference.name] === undefined)
    tell(
      `matrix.${reference.name}`,
      "is read, and the job's matrix has no such key",
      "give the job the matrix that the value is of",
    );
  if (reference.kind === "input" && workflow.on.dispatch?.inputs[reference.name] === undefined)
    tell(
      `inputs.${reference.name}`,
      "is read, and nobody is asked for it",
      "start the workflow by the dispatch that asks",
    );
}

/** Every text of a step that GitHub fills in. */
function textsOf(step: Step): (Text | undefined)[] {
  const values = [
    ...Object.values(step.env ?? {}),
    ...(step.kind === "action" ? Object.values(step.with) : []),
    ...(step.kind === "command" ? Object.values(step.flags) : []),
  ];
  return [step.if, ...values.flatMap((value) => (typeof value === "object" ? [value] : []))];
}

const readsOf = (texts: readonly (Text | string | number | undefined)[]): Reference[] =>
  texts.flatMap((text) => (typeof text === "object" ? text.reads : []));

function artifacts({ jobs }: Workflow, job: Job, tell: Told): void {
  const before = jobs.filter(({ id }) => reaches(jobs, job.id, id)).flatMap(({ steps }) => steps);
  const kept = [...before, ...job.steps].flatMap((step) =>
    step.kind === "action" && step.artifact?.direction === "up" ? [step.artifact.name] : [],
  );
  for (const step of job.steps)
    if (step.kind === "action" && step.artifact?.direction === "down" && !kept.includes(step.artifact.name))
      tell(
        `artifact "${step.artifact.name}"`,
        "is fetched, and no job that this one needs keeps it",
        "need the job that does",
      );
}
