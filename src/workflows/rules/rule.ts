import type { PlatformSpec } from "../../spec/platform.ts";
import { type Command, commands } from "../commands.ts";
import { commandsOf, type WrittenCommand, type WrittenJob, type WrittenWorkflow } from "../written.ts";

/** Something in a workflow file that its platform cannot have. */
export interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly problem: string;
  readonly fix: string;
}

/** What rules look at: every workflow of a repository, and what its platform declares. */
export interface Subject {
  readonly workflows: readonly WrittenWorkflow[];
  readonly spec: PlatformSpec;
  /** Names of package.json's scripts; undefined where there is no package.json to look at. */
  readonly scripts: readonly string[] | undefined;
  /** Names of the mobile app's build profiles; undefined where there is no app, or nothing to look at. */
  readonly profiles: readonly string[] | undefined;
}

/** Something that GitHub's parser, zizmor and actionlint cannot know. */
export interface Rule {
  readonly name: string;
  check(subject: Subject): Omit<Finding, "rule">[];
}

/**
 * Stacks that a job enters with their keys, and whether it changes them. What a job of the trial environment may do to
 * production does not count: build what it will get, held back, and look at it. Nobody sees that, and no data is touched.
 */
export function entered(job: WrittenJob, spec: PlatformSpec): { readonly stack: string; readonly changes: boolean }[] {
  const production = spec.release.production.stack;
  const calls = job.steps
    .flatMap(commandsOf)
    // What a variable names may be production.
    .map((one) => (one.stack.startsWith("$") ? { ...one, stack: production ?? one.stack } : one))
    .filter((one) => !tries(one, job, spec));
  return calls.flatMap(({ command, stack }) => {
    const facts = isCommand(command) ? commands[command] : undefined;
    // A command that is not in the table is taken for one that changes things.
    if (facts === undefined) return [{ stack, changes: true }];
    return facts.enters === "nothing" ? [] : [{ stack, changes: facts.changes }];
  });
}

function tries({ command, stack, flags }: WrittenCommand, { environment }: WrittenJob, spec: PlatformSpec): boolean {
  const { release, repository } = spec;
  const trial = repository.environments.find((one) => one.stack === release.staging.stack);
  if (!release.production.triedBefore || stack !== release.production.stack || environment !== trial?.name)
    return false;
  return command === "smoke" || (command === "deploy" && flags.includes("--hold"));
}

const isCommand = (name: string): name is Command => Object.hasOwn(commands, name);

/** Stacks that a job changes, each once. */
export const changed = (job: WrittenJob, spec: PlatformSpec): string[] => [
  ...new Set(entered(job, spec).flatMap(({ stack, changes }) => (changes ? [stack] : []))),
];

/** Every job with its workflow. */
export const everyJob = (workflows: readonly WrittenWorkflow[]) =>
  workflows.flatMap((workflow) => workflow.jobs.map((job) => ({ workflow, job })));
