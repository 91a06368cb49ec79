/**
 * Joins single writes that come close together into one call of the vendor's batch endpoint.
 * `send` answers in the order of the items: a value, or an Error for that item alone; if it throws, all of them fail.
 */
export class Batch<Item, Result> {
  readonly #send: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>;
  readonly #most: number;
  #open: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];

  /** @param most items a call, the vendor's limit */
  constructor(most: number, send: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>) {
    this.#most = most;
    this.#send = send;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#open.push({ item, resolve, reject });
      if (this.#open.length === 1) setTimeout(() => this.#flush(), window);
      if (this.#open.length === this.#most) void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    const batch = this.#open;
    this.#open = [];
    if (batch.length === 0) return;
    try {
      const results = await this.#send(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error(`the batch answered ${results.length} of ${batch.length} items`));
        else if (result instanceof Error) reject(result);
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** Milliseconds; the engine sends its creates within a few of them. */
const window = 15;
