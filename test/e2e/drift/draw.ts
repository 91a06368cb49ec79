import type { Mutation, Standing } from "./mutation.ts";
import { overlaps } from "./paths.ts";
import type { Entry } from "./pool.ts";
import type { Random } from "./random.ts";

/** One property that the stranger is going to change. */
export interface Picked {
  readonly standing: Standing;
  readonly mutation: Mutation;
}

/**
 * Draws so many inputs by chance, and of each one way to change it. What would hide another change is left for another
 * time, so that every miss is a miss.
 * @throws when the pool does not hold so many
 */
export function draw(entries: readonly Entry[], count: number, random: Random): Picked[] {
  const picks: Picked[] = [];
  for (const { standing, mutations } of random.shuffled(entries)) {
    if (picks.length === count) break;
    const pick = random
      .shuffled(mutations)
      .map((mutation) => ({ standing, mutation }))
      .find((candidate) => picks.every((other) => !disturb(candidate, other)));
    if (pick !== undefined) picks.push(pick);
  }
  if (picks.length < count) throw new Error(`the pool gives ${picks.length} changes at once, not ${count}`);
  return picks;
}

/** Every way to change every input, in as few rounds as it takes by greed. */
export function drawAll(entries: readonly Entry[]): Picked[][] {
  const rounds: Picked[][] = [];
  for (const { standing, mutations } of entries) {
    for (const mutation of mutations) {
      const pick = { standing, mutation };
      const round = rounds.find((picks) => picks.every((other) => !disturb(pick, other)));
      if (round === undefined) rounds.push([pick]);
      else round.push(pick);
    }
  }
  return rounds;
}

function disturb(a: Picked, b: Picked): boolean {
  if (a.mutation.echoes.includes(b.standing.type) || b.mutation.echoes.includes(a.standing.type)) return true;
  if (a.standing.urn !== b.standing.urn) return false;
  if (a.mutation.alone || b.mutation.alone) return true;
  return touched(a.mutation).some((one) => touched(b.mutation).some((other) => overlaps(one, other)));
}

const touched = ({ path, names, may }: Mutation): string[] => [path, ...names, ...may];
