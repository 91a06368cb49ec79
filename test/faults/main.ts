import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CommandContext } from "../../src/ops/command.ts";
import { type Clean, cleanRun, type Result } from "./game.ts";
import { type Game, gamesOf, titleOf } from "./games.ts";
import { FaultHouse, firstLine } from "./house.ts";
import { documentOf, lineOf, type Played, problemsOf, textOf } from "./report.ts";

/**
 * The door of `npm run faults`: every game, or those whose title holds `--only <text>`.
 * Exit 0: all converged, 2: one did not, 1: it could not be played.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    workers: { type: "string", default: "1" },
  },
});
const checkout = join(import.meta.dirname, "..", "..");
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const context: CommandContext = {
  words: [],
  flags: { stack: "local" },
  project: checkout,
  installation: checkout,
  environment: process.env,
  progress: values.verbose ? (line) => tell(`    ${line}`) : () => {},
  readInput: async () => "",
  now: () => new Date(),
};

let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => (stopped = true));

async function main(): Promise<number> {
  const workers = Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1) throw new Error("--workers takes a whole number from 1 on");
  if (values.write && values.only !== undefined)
    throw new Error("--write makes the whole document: it goes without --only");
  const houses: FaultHouse[] = [];
  try {
    for (let count = 0; count < workers; count++) houses.push(await FaultHouse.open(context));
    const [first] = houses;
    if (first === undefined) throw new Error("there is no house to play in");
    const clean = await cleanRun(first);
    const games = gamesOf(clean).filter((game) => titleOf(game).includes(values.only ?? ""));
    if (games.length === 0) throw new Error(`no game's title holds "${values.only}"`);
    tell(
      `A clean up takes ${clean.seconds.toFixed(1)} s and writes ${clean.writes.length} times; games to play: ${games.length}.`,
    );
    const played = await playAll(houses, games, clean);
    if (stopped) return 1;
    if (values.write) writeFileSync(join(checkout, "docs", "reliability.md"), documentOf(played));
    const ok = played.every(({ result }) => result.converged);
    process.stdout.write(
      `${values.json ? JSON.stringify(jsonOf(ok, played, clean), undefined, 2) : textOf(played, clean)}\n`,
    );
    return ok ? 0 : 2;
  } finally {
    for (const house of houses) await house.close();
  }
}

/** Each house plays one game after the other; the results stand in the order of the games. */
async function playAll(houses: readonly FaultHouse[], games: readonly Game[], clean: Clean): Promise<Played[]> {
  const queue = [...games.entries()];
  const played: Played[] = [];
  let done = 0;
  const worker = async (house: FaultHouse): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !stopped; next = queue.shift()) {
      const [index, game] = next;
      const one = { game, result: await game.play(house).catch(broken) };
      played[index] = one;
      tell(`[${++done}/${games.length}] ${lineOf(one, clean)}`);
      if (!one.result.converged) for (const problem of problemsOf(one.result)) tell(`    ${problem}`);
    }
  };
  await Promise.all(houses.map(worker));
  return played;
}

/** A game that could not be played to its end; the next one starts from nothing. */
function broken(error: unknown): Result {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell(told);
  return {
    ...{ converged: false, met: 0, ups: 0, seconds: 0, said: [], errors: [firstLine(told)] },
    ...{ unsettled: [], duplicates: [], orphans: [], missing: [] },
  };
}

const jsonOf = (ok: boolean, played: readonly Played[], clean: Clean): object => ({
  ok,
  clean: { seconds: clean.seconds, writes: clean.writes.length },
  games: played.map(({ game: { group, vendor, name }, result }) => ({ group, vendor, name, ...result })),
});

try {
  process.exitCode = await main();
} catch (error) {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
