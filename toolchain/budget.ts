/** How much a running download must bring to be allowed to go on: a slow line lives, a stalled or trickling one does not. */
const bytesPerSecond = 100_000;

/**
 * The time that failing downloads may take, all of them together. A download that brings bytes buys time with them,
 * so that one that works is never cut off; one that fails is charged what it took beyond that.
 */
export class DownloadBudget {
  #leftMs: number;
  readonly #allMs: number;

  /** @param allMs the time for all failing downloads together, in milliseconds */
  constructor(allMs: number) {
    this.#leftMs = allMs;
    this.#allMs = allMs;
  }

  /**
   * Runs one download. `work` gets a signal that aborts when the budget is used up or `outer` aborts, and tells how many
   * bytes have come so far. Rejects with the work's own error, or with one that names the budget.
   */
  async run<T>(
    work: (signal: AbortSignal, tell: (bytes: number) => void) => Promise<T>,
    outer?: AbortSignal,
  ): Promise<T> {
    if (this.#leftMs <= 0) throw this.#usedUp();
    const begun = performance.now();
    let bought = 0;
    const overdue = () => performance.now() - begun - bought - this.#leftMs;
    const over = new AbortController();
    const watch = () => {
      const late = overdue();
      if (late >= 0) over.abort(this.#usedUp());
      else timer = setTimeout(watch, -late);
    };
    let timer = setTimeout(watch, this.#leftMs);
    try {
      const signal = outer === undefined ? over.signal : AbortSignal.any([over.signal, outer]);
      return await work(signal, (bytes) => {
        bought = (bytes / bytesPerSecond) * 1000;
      });
    } catch (error) {
      this.#leftMs -= Math.max(0, performance.now() - begun - bought);
      throw over.signal.aborted ? this.#usedUp() : error;
    } finally {
      clearTimeout(timer);
    }
  }

  #usedUp(): Error {
    return new Error(`no answer within the ${this.#allMs / 1000} s that failing downloads may take together`);
  }
}
