import { defaultStack } from "../spec/environment.ts";

/** A flag of a command, as commander spells it. */
export interface Flag {
  /** e.g. `--stack <name>`. */
  readonly spelling: string;
  readonly help: string;
  readonly default?: string;
}

export interface CommandSpec {
  /** Words after `groundplan`, with arguments: `secrets set <name>`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Loads the work only when it is asked for. */
  load(): Promise<{ handle: Handler }>;
}

/** What a command got from its caller; nothing else reaches a handler. */
export interface CommandContext {
  /** Positional arguments in order. */
  readonly words: readonly string[];
  /** Flags by camelCase name. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Folder of the project: where Pulumi.yaml is. */
  readonly project: string;
  /** Folder of groundplan itself. */
  readonly installation: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One line of progress, on standard error. */
  progress(line: string): void;
  /** Everything on standard input. */
  readInput(): Promise<string>;
  readonly now: () => Date;
}

/** 0 clean, 1 could not do it, 2 did it and found something. */
export type ExitCode = 0 | 1 | 2;

export interface Outcome {
  readonly code: ExitCode;
  /** The result for `--json`. */
  readonly json: unknown;
  /** The result for people. */
  readonly text: string;
}

export type Handler = (context: CommandContext) => Promise<Outcome>;

/** The stack that a command works on unless it is told another. */
export const stackFlag: Flag = { spelling: "--stack <name>", help: "the environment's stack", default: defaultStack };
