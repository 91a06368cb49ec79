import { setTimeout as delay } from "node:timers/promises";
import { Cancelled, VendorError } from "./errors.ts";
import { voiceOf } from "./voice.ts";

export interface Polling {
  readonly signal: AbortSignal;
  /** What is awaited, for errors: `Supabase project abc to be healthy`. */
  readonly what: string;
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Milliseconds until it is given up. */
  readonly within: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

/** Waiting that passes without a word; then it is said, and again each time it has doubled. */
const silent = 5_000;

/** Looks until `look` gives a value; ends at Cancel and after `within`. Says what it waits for when that takes longer. */
export async function poll<T>(
  { signal, what, every, within, now = () => performance.now() }: Polling,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const started = now();
  let sayAt = silent;
  while (true) {
    if (signal.aborted) throw new Cancelled(`Waiting for ${what}`);
    const value = await look();
    if (value !== undefined) return value;
    const waited = now() - started;
    if (waited > within) {
      throw new VendorError(`Waited ${Math.round(within / 1000)} s for ${what}, in vain.`, {
        fix: "look at the vendor's status page, then run the same command again",
      });
    }
    if (waited >= sayAt) {
      sayAt = 2 * waited;
      voiceOf(signal)(`This takes longer: waiting for ${what}, ${Math.round(waited / 1000)} s so far`);
    }
    await delay(every, undefined, { signal }).catch(() => {
      throw new Cancelled(`Waiting for ${what}`);
    });
  }
}
