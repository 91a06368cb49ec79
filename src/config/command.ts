import { existsSync } from "node:fs";
import type { PlatformSpec } from "../spec/platform.ts";
import { parseGathered } from "./context.ts";
import { definitionFile, projectNameProblems, stackFileOf } from "./project.ts";
import { readStackFile, readStackFiles } from "./stack-file.ts";

export { loadDefinition } from "./project.ts";

export interface CommandOptions {
  /** The project's folder: Pulumi.yaml, stack files, definition. */
  readonly directory: string;
  readonly stack: string;
  /** A copy of the stack file that the engine really reads, with its secrets. */
  readonly configFile?: string;
  /** The private copy as it is now, if there is one: the stack is checked as committed, and secrets set in the copy count. */
  readonly secretsFile?: string;
  /** What `loadDefinition` gave. */
  readonly definition: unknown;
  /** For commands that fill in what is missing (`secrets set`, `doctor`): a missing secret is `isSet: false` instead of an error. Everything else is still checked. */
  readonly lenient?: boolean;
}

/** A stack as its files say it, without an engine. */
export interface LoadedStack {
  readonly spec: PlatformSpec;
  /** Every stack of the project. */
  readonly stacks: readonly string[];
}

/**
 * Reads and checks a stack without an engine: which secrets are set is known, their values are not.
 * @throws PlatformErrors with every problem; PlatformError when there is no such stack.
 */
export function loadForCommand({
  directory,
  stack,
  configFile,
  secretsFile,
  definition,
  lenient = false,
}: CommandOptions): LoadedStack {
  const files = readStackFiles(directory);
  const committed = stackFileOf(files, stack);
  const effective = configFile === undefined ? committed : readStackFile(configFile, stack);
  const own = secretsFile === undefined || !existsSync(secretsFile) ? {} : readStackFile(secretsFile, stack).secrets;
  const spec = parseGathered({
    stack,
    definition,
    definitionFile: definitionFile(directory),
    data: effective.data,
    secrets: { ...own, ...effective.secrets },
    source: lenient ? "incomplete" : configFile === undefined ? "committed" : "effective",
    files: files.map((file) => (file.stack === stack ? effective : file)),
    problems: [...projectNameProblems(directory, definition), ...effective.problems],
  });
  return { spec, stacks: files.map((file) => file.stack) };
}
