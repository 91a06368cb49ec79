import { setTimeout as delay } from "node:timers/promises";
import { Cancelled, VendorError } from "./errors.ts";

export interface Polling {
  readonly signal: AbortSignal;
  /** What is awaited, for errors: `Supabase project abc to be healthy`. */
  readonly what: string;
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Milliseconds until it is given up. */
  readonly within: number;
}

/** Looks until `look` gives a value; ends at Cancel and after `within`. */
export async function poll<T>(
  { signal, what, every, within }: Polling,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + within;
  while (true) {
    if (signal.aborted) throw new Cancelled(`Waiting for ${what}`);
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > deadline) {
      throw new VendorError(`Waited ${Math.round(within / 1000)} s for ${what}, in vain.`, {
        fix: "look at the vendor's status page, then run the same command again",
      });
    }
    await delay(every, undefined, { signal }).catch(() => {
      throw new Cancelled(`Waiting for ${what}`);
    });
  }
}
