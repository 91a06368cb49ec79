import type { RateLimit } from "./vendor.ts";

/** Out of reach of anything on this machine, so that the limit bites only where control sets one. */
const generous = { limit: 100_000, windowMs: 60_000 };

export interface Limiter {
  /** Counts one request. `refused` when the window's limit was used up before it. */
  take(): RateLimit & { readonly refused: boolean };
  /** A limit that can be met, from now on; without arguments the generous one again. */
  set(limit?: number, windowMs?: number): void;
}

/** A fixed window of requests: it opens with the first request and counts anew after `windowMs`. */
export function createLimiter(now: () => Date): Limiter {
  let { limit, windowMs } = generous;
  let used = 0;
  let resetAt = 0;
  return {
    take() {
      const time = now().getTime();
      if (time >= resetAt) {
        used = 0;
        resetAt = time + windowMs;
      }
      const refused = used >= limit;
      if (!refused) used += 1;
      return { limit, remaining: limit - used, resetAt: new Date(resetAt), refused };
    },
    set(newLimit = generous.limit, newWindowMs = generous.windowMs) {
      limit = newLimit;
      windowMs = newWindowMs;
      used = 0;
      resetAt = 0;
    },
  };
}
