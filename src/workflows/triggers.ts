import { PlatformError } from "../errors.ts";
import { type Expression, inputValue } from "./expression.ts";

/** What starts a workflow. `pull_request_target` and `workflow_run` cannot be said: they run with our secrets on what others wrote. */
export interface Triggers {
  readonly pullRequest?: { readonly branches: readonly string[] };
  readonly push?:
    | { readonly branches: readonly string[]; readonly tags?: readonly string[] }
    | { readonly tags: readonly string[] };
  readonly schedule?: Cron;
  readonly dispatch?: Dispatch;
}

declare const checked: unique symbol;
/** Five fields that were held against what GitHub takes; made by `cron` only. */
export type Cron = string & { readonly [checked]: "cron" };

/** POSIX cron as GitHub reads it: minute, hour, day of month, month, day of week. */
const fields = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12 },
  { name: "day of week", from: 0, to: 6 },
] as const;

/**
 * @param line five fields; text that cannot be so many does not compile. @throws PlatformError for a field out of its
 * range, and for more often than every 5 minutes, which GitHub does not run.
 */
export function cron(line: `${string} ${string} ${string} ${string} ${string}`): Cron {
  const given = line.trim().split(/\s+/);
  const wrong = given.length === 5 ? fields.find(({ from, to }, at) => !fits(given[at] ?? "", from, to)) : undefined;
  if (given.length !== 5) throw notCron(line, `has ${given.length} fields; a cron line has 5`);
  if (wrong !== undefined) throw notCron(line, `has a wrong ${wrong.name}; allowed: ${wrong.from} to ${wrong.to}`);
  const often = /^(?:\*|\*\/([1-4]))$/.exec(given[0] ?? "");
  if (often !== null) throw notCron(line, "starts more often than every 5 minutes, which GitHub does not do");
  return line as Cron;
}

function fits(field: string, from: number, to: number): boolean {
  return field.split(",").every((part) => {
    const [, whole, low, high, step] = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (whole === undefined) return false;
    const first = low === undefined ? from : Number(low);
    const last = high === undefined ? (low === undefined ? to : first) : Number(high);
    const stride = step === undefined ? 1 : Number(step);
    return first >= from && last <= to && first <= last && stride >= 1 && stride <= to;
  });
}

const notCron = (line: string, problem: string): PlatformError =>
  new PlatformError({
    code: "workflow/cron",
    where: `the schedule "${line}"`,
    problem,
    fix: 'write minute, hour, day of month, month and day of week, e.g. cron("47 2 * * *")',
  });

/** `02:47` → every night at that time, UTC. */
export function nightly(at: string): Cron {
  const [hour, minute] = at.split(":").map(Number);
  return cron(`${minute} ${hour} * * *`);
}

/** Every so many minutes. */
export const everyMinutes = (minutes: number): Cron => cron(minutes === 60 ? "0 * * * *" : `*/${minutes} * * * *`);

/** Something that the person is asked who starts the workflow by hand. */
export interface Input {
  readonly description: string;
  readonly required: boolean;
  /** What can be answered; anything when left out. */
  readonly options?: readonly string[];
}

/** A start by hand. */
export interface Dispatch<Name extends string = string> {
  readonly inputs: Readonly<Record<Name, Input>>;
}

export const dispatch = <Name extends string = never>(
  inputs: Readonly<Record<Name, Input>> = {} as Readonly<Record<Name, Input>>,
): Dispatch<Name> => ({ inputs });

/** What the person answered. A name that was not asked does not compile. */
export const answerTo = <Name extends string>(
  _asked: Dispatch<Name>,
  name: NoInfer<Name>,
): Expression<"string", false> => inputValue(name);
