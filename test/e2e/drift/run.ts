import type { Scratch } from "../../support/scratch.ts";
import { draw, drawAll, type Picked } from "./draw.ts";
import { play, type Score } from "./game.ts";
import type { Standing } from "./mutation.ts";
import { coverage, leastCoverage, type Pool, poolOf } from "./pool.ts";
import { randomFrom } from "./random.ts";
import { schemaOf } from "./schemas.ts";
import { standingIn } from "./state.ts";
import { tables } from "./tables.ts";
import { connectVendors } from "./vendors.ts";

export interface DriftOptions {
  readonly seed: number;
  /** How many properties change, or `all`: every one once, in rounds. */
  readonly count: number | "all";
  readonly tell: (line: string) => void;
}

/**
 * Brings the platform up in a scratch universe, lets strangers change it at the vendors, and reports.
 * @returns 0, or 2 when drift was missed, invented or not repaired, or the pool is too small
 */
export async function drift(scratch: Scratch, { seed, count, tell }: DriftOptions): Promise<0 | 2> {
  tell(`seed ${seed}`);
  await scratch.loopback();
  const up = await scratch.groundplan(["up"]);
  if (up.code !== 0) throw new Error(`groundplan up ended with ${up.code}:\n${up.stdout}\n${up.stderr.slice(-2000)}`);

  const pool = poolOf(standingIn(scratch.project), tables, schemaOf);
  for (const line of describePool(pool)) tell(line);
  if (coverage(pool) < leastCoverage) return 2;

  const random = randomFrom(seed);
  const game = {
    groundplan: (args: readonly string[]) => scratch.groundplan(args),
    vendors: connectVendors(scratch.control.environment),
    random,
    tell,
  };
  const rounds = count === "all" ? drawAll(pool.entries) : [draw(pool.entries, count, random)];
  const scores: Score[] = [];
  for (const picks of rounds) scores.push(await play(game, asTheyStand(picks, standingIn(scratch.project))));
  const sum = (of: (score: Score) => number) => scores.reduce((total, score) => total + of(score), 0);
  const [changed, found, extra] = [sum((it) => it.changed), sum((it) => it.found), sum((it) => it.extra)];
  const repaired = sum(({ repaired }) => repaired);
  const clean = scores.every((score) => score.clean);
  tell(`after the repair ${clean ? "nothing differs" : "something differs still"}`);
  tell(`repaired ${repaired}/${changed}`);
  tell(`found ${found}/${changed}, extra ${extra}, seed ${seed}`);
  return found === changed && extra === 0 && repaired === changed && clean ? 0 : 2;
}

/** What was drawn, of the resources as they stand now: an earlier round may have made one anew. */
function asTheyStand(picks: readonly Picked[], standing: readonly Standing[]): Picked[] {
  const now = new Map(standing.map((one) => [one.urn, one]));
  return picks.map((one) => ({ ...one, standing: now.get(one.standing.urn) ?? one.standing }));
}

function describePool(pool: Pool): string[] {
  const { inPool, changeable, inAll, entries, missing, fixed, writeOnly } = pool;
  const resources = new Set(entries.map(({ standing }) => standing.urn)).size;
  const ways = entries.reduce((total, { mutations }) => total + mutations.length, 0);
  const share = (of: number) => `${Math.floor((100 * inPool) / Math.max(of, 1))} %`;
  return [
    ...fixed.map(({ input, says }) => `not in the pool: ${input} (${says})`),
    ...writeOnly.map(({ input, says }) => `write-only: ${input}, seen by ${says}`),
    ...missing.map(({ input, says }) => `missing: ${input} (${says})`),
    `pool ${inPool} of ${changeable} inputs (${share(changeable)}), of ${inAll} with those that are fixed (${share(inAll)})`,
    `${entries.length} inputs of ${resources} resources, ${ways} ways to change them`,
    ...(coverage(pool) < leastCoverage ? [`the pool is too small: at least ${100 * leastCoverage} %`] : []),
  ];
}
