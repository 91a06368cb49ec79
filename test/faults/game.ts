import { type Excess, excessOf, type Truth, truthOf } from "./census.ts";
import type { Fault } from "./fault.ts";
import { type FaultHouse, firstLine, type Run } from "./house.ts";
import { type Call, lostAnswer, type Write, writesOf } from "./writes.ts";

/** What a run without any fault did and left. */
export interface Clean {
  readonly truth: Truth;
  readonly writes: readonly Write[];
  /** Calls of the run by vendor. */
  readonly calls: ReadonlyMap<string, number>;
  /** Of the one `up`. */
  readonly seconds: number;
}

/** How one game ended. */
export interface Result extends Excess {
  readonly converged: boolean;
  /** Requests that met the fault; a game whose fault nobody met proves nothing and has not converged. */
  readonly met: number;
  /** How often `up` ran until it succeeded. */
  readonly ups: number;
  /** Of all its `up`s together. */
  readonly seconds: number;
  /** Why it takes longer, in the run's own words. */
  readonly said: readonly string[];
  /** First lines of the errors of those `up`s that failed. */
  readonly errors: readonly string[];
  /** What a preview with refresh would still change afterwards. */
  readonly unsettled: readonly string[];
}

/** An `up` that fails is run again so often. */
const furtherUps = 2;

/** @throws Error when even a clean run does not hold */
export async function cleanRun(house: FaultHouse): Promise<Clean> {
  await house.empty();
  const run = await house.up();
  const calls = await house.calls();
  if (!run.ok) throw new Error(`the clean up failed:\n${errorsOf(run).join("\n")}\n${run.outcome.exit.stderr}`);
  const truth = truthOf(await house.vendors(), house.deployment());
  const unsettled = await house.unsettled();
  if (unsettled.length > 0) throw new Error(`a preview after the clean up wants changes:\n${unsettled.join("\n")}`);
  return { truth, writes: writesOf(calls), calls: countedByVendor(calls), seconds: run.outcome.seconds };
}

const countedByVendor = (calls: readonly Call[]): Map<string, number> =>
  new Map([...Map.groupBy(calls, ({ vendor }) => vendor)].map(([vendor, all]) => [vendor, all.length]));

/** The answer of exactly one write is lost. */
export async function loseAnswer(house: FaultHouse, clean: Clean, write: Write): Promise<Result> {
  for (const earlier of [0, 0, 1]) {
    const result = await play(house, clean, [lostAnswer(write, earlier)]);
    if (result.met > 0) return result;
  }
  return play(house, clean, [lostAnswer(write)]);
}

/**
 * From nothing: an `up` under the faults; when it fails, the next ones without them, as somebody would who waits until
 * the vendor is well. Then nothing may be left to do, and the vendors hold what a clean run leaves.
 */
export async function play(house: FaultHouse, clean: Clean, faults: readonly Fault[]): Promise<Result> {
  await house.empty();
  await house.plant(faults);
  const runs = [await house.up()];
  const met = await house.met();
  await house.lift();
  while (runs.at(-1)?.ok !== true && runs.length <= furtherUps) runs.push(await house.up());
  const unsettled = await house.unsettled();
  const excess = excessOf(clean.truth, await house.vendors(), house.deployment());
  return {
    converged:
      met > 0 &&
      runs.at(-1)?.ok === true &&
      [unsettled, excess.duplicates, excess.orphans, excess.missing].every(({ length }) => length === 0),
    met,
    ups: runs.length,
    seconds: runs.reduce((sum, { outcome }) => sum + outcome.seconds, 0),
    said: [...new Set(runs.flatMap(({ said }) => said))],
    errors: runs.flatMap(errorsOf),
    unsettled,
    ...excess,
  };
}

/** One line for each different error of a run. The plugin of GitHub says everything once more in its log. */
const errorsOf = ({ ok, outcome }: Run): string[] => {
  if (ok) return [];
  const lines = outcome.report.errors.map(({ message }) => reasonOf(message));
  return [...new Set(lines.filter((line) => !line.startsWith("sdk-v2/")))];
};

/** The engine and its bridge put the reason last in a list of where it happened; ours comes first, before its fix. */
function reasonOf(message: string): string {
  const listed = message.split("\n").flatMap((line) => /^\s*\* (.*)/.exec(line)?.[1] ?? []);
  return listed.at(-1) ?? firstLine(message);
}
