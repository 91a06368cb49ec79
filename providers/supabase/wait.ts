import { setTimeout as delay } from "node:timers/promises";
import { Cancelled, VendorError } from "@groundplan/kit/errors.ts";

export interface Wait {
  readonly signal: AbortSignal;
  /** What is awaited, for errors. */
  readonly what: string;
  /** Milliseconds until it is given up. */
  readonly within: number;
  /** Longest pause between two looks, in milliseconds; 5 s if not given. */
  readonly pause?: number;
}

const firstLook = 100;
const longestPause = 5_000;

/** Looks until `look` gives a value; the pauses double, so that what is quick (loopback) is not slowed by what is slow. */
export async function waitFor<T>(wait: Wait, look: () => Promise<T | undefined>): Promise<T> {
  const { signal, what, within, pause: longest = longestPause } = wait;
  const deadline = performance.now() + within;
  for (let pause = firstLook; ; pause = Math.min(pause * 2, longest)) {
    if (signal.aborted) throw new Cancelled(`Waiting for ${what}`);
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > deadline) {
      throw new VendorError(`Waited ${Math.round(within / 1000)} s for ${what}, in vain.`, {
        fix: "look at https://status.supabase.com, then run the same command again: it goes on from here",
      });
    }
    await delay(pause, undefined, { signal }).catch(() => {
      throw new Cancelled(`Waiting for ${what}`);
    });
  }
}
