import { setTimeout as delay } from "node:timers/promises";
import { PlatformError } from "../errors.ts";

/** Time, as an argument. */
export interface Clock {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  wait(ms: number): Promise<unknown>;
  /** 0 to 1, for jitter. */
  random(): number;
}

export const machineClock: Clock = {
  now: () => performance.now(),
  wait: (ms) => delay(ms),
  random: Math.random,
};

export interface Watching {
  /** What is awaited, as the subject of a sentence: `the build of web`. */
  readonly what: string;
  /** Milliseconds until it is given up. */
  readonly within: number;
  readonly clock: Clock;
  /** What to do when it is given up. */
  readonly fix: string;
}

const firstPause = 200;
const longestPause = 5_000;

/**
 * Looks until `look` gives a value: at once, soon again, then every 5 s, which is how often Vercel wants to be asked.
 * @throws PlatformError `release/timeout`
 */
export async function watch<T>({ what, within, clock, fix }: Watching, look: () => Promise<T | undefined>): Promise<T> {
  const started = clock.now();
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 1.5)) {
    const value = await look();
    if (value !== undefined) return value;
    const waited = clock.now() - started;
    if (waited + pause > within) {
      const problem = `is not done after ${Math.round(waited / 1000)} s`;
      throw new PlatformError({ code: "release/timeout", where: what, problem, fix });
    }
    await clock.wait(pause);
  }
}
