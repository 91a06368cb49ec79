import { type Command, type CommandFlag, type CommandOutput, commands } from "./commands.ts";
import type { Condition, Text } from "./expression.ts";
import { type Action, type ActionOutput, type OptionalInput, pins, type RequiredInput } from "./pins.ts";

/** What an action may be given: plain values, and expressions that nobody outside can write. */
type Given = string | number | boolean | Text<true>;
/** What a step's environment may hold: anything, for a shell takes a variable's value as it is. */
export type Variables = Readonly<Record<string, string | number | Text>>;

interface Common<Output extends string> {
  readonly id?: string;
  readonly name?: string;
  readonly if?: Condition;
  readonly env?: Variables;
  /** Outputs that the step is known to have. */
  readonly outputs: readonly Output[];
}

/** A pinned action. */
export interface ActionStep<Output extends string = string> extends Common<Output> {
  readonly kind: "action";
  readonly action: Action;
  readonly with: Readonly<Record<string, Given>>;
  /** The artifact that it keeps or fetches. */
  readonly artifact?: { readonly name: string; readonly direction: "up" | "down" };
}

/** `npm ci`. */
export interface InstallStep extends Common<never> {
  readonly kind: "install";
}

/** A script of package.json. */
export interface ScriptStep extends Common<never> {
  readonly kind: "script";
  readonly script: string;
  /** What the script's command is told besides, without dashes: text of ours, for a value that GitHub fills in goes through `env`. */
  readonly flags: Readonly<Record<string, string | true>>;
}

/** A `groundplan` command. Values that GitHub fills in reach it through the step's environment, never as program text. */
export interface CommandStep<Output extends string = string> extends Common<Output> {
  readonly kind: "command";
  readonly command: Command;
  readonly flags: Readonly<Record<string, string | true | Text>>;
}

/** A step is an action from the table of pins, a script of package.json or a command of ours: no shell text can be written. */
export type Step = ActionStep | InstallStep | ScriptStep | CommandStep;

/** What any step may say besides what it does. */
interface Details {
  readonly name?: string;
  readonly if?: Condition;
  readonly env?: Variables;
}

/** An input that the action does not declare does not compile, nor does a required one that is missing. */
export type ActionInputs<Name extends Action> = Readonly<Record<RequiredInput<Name>, Given>> &
  Readonly<Partial<Record<OptionalInput<Name>, Given>>>;

export function action<Name extends Action>(
  name: Name,
  inputs: ActionInputs<Name>,
  details: Details = {},
): ActionStep<ActionOutput<Name>> {
  const outputs: readonly ActionOutput<Name>[] = pins[name].outputs;
  return { kind: "action", action: name, with: inputs, outputs, ...details };
}

export const install = (): InstallStep => ({ kind: "install", outputs: [] });

/** @param name of package.json's `scripts`; the renderer refuses one that a shell could misread. @param flags behind its `--`. */
export const script = (name: string, details: Details = {}, flags: ScriptStep["flags"] = {}): ScriptStep => ({
  kind: "script",
  script: name,
  flags,
  outputs: [],
  ...details,
});

/** @param flags without their dashes; `true` for one that takes no value. */
export function groundplan<Name extends Command>(
  command: Name,
  flags: Readonly<Partial<Record<CommandFlag<Name>, string | true | Text>>> & { readonly stack: string },
  details: Details = {},
): CommandStep<CommandOutput<Name>> {
  const outputs: readonly CommandOutput<Name>[] = commands[command].outputs;
  return { kind: "command", command, flags, outputs, ...details };
}

/** A step that others can refer to. */
export const named = <One extends Step>(id: string, step: One): One & { readonly id: string } => ({ ...step, id });
