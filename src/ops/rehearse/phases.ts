import { PlatformError, PlatformErrors } from "../../errors.ts";
import type { VendorCall } from "./universe.ts";

/** What was found wrong in a phase; each problem is one line for people. */
export class Refused extends Error {
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    const told = problems.filter((one) => one !== "");
    super(told.join("\n"));
    this.name = "Refused";
    this.problems = told;
  }
}

/** Vendor calls of a phase. */
interface Calls {
  readonly reads: number;
  readonly writes: number;
}

export interface PhaseResult {
  readonly name: string;
  readonly verdict: "passed" | "failed";
  readonly seconds: number;
  readonly calls: Readonly<Record<string, Calls>>;
  readonly problems: readonly string[];
}

/** The phases of one rehearsal, timed and judged as they run. After a failed one none is run any more. */
export class Phases {
  readonly results: PhaseResult[] = [];
  private readonly gather: () => Promise<readonly VendorCall[]>;
  private readonly progress: (line: string) => void;
  private gathered: VendorCall[] = [];
  private interrupted = false;

  /** @param gather the vendor calls since it was last asked */
  constructor(gather: () => Promise<readonly VendorCall[]>, progress: (line: string) => void) {
    this.gather = gather;
    this.progress = progress;
  }

  get failed(): boolean {
    return this.results.some(({ verdict }) => verdict === "failed");
  }

  /** The person wants it to end: the phase that runs ends by itself, and no other begins. */
  interrupt(): void {
    this.interrupted = true;
  }

  /** @returns what the work returned; undefined when it was refused. Our own bugs are thrown on. */
  async run<T>(name: string, work: () => Promise<T> | T): Promise<T | undefined>;
  async run(name: string, work: () => unknown): Promise<unknown> {
    this.progress(`— ${name}`);
    const started = performance.now();
    const [problems, value] = await judged(() => {
      if (this.interrupted) throw new Refused("interrupted");
      return work();
    });
    this.writes(await this.gather());
    const seconds = (performance.now() - started) / 1000;
    const verdict = problems.length === 0 ? "passed" : "failed";
    this.results.push({ name, verdict, seconds, calls: tally(this.gathered), problems });
    this.gathered = [];
    return verdict === "passed" ? value : undefined;
  }

  /** Takes calls of the running phase down; those that change something, as lines. */
  writes(calls: readonly VendorCall[]): string[] {
    this.gathered.push(...calls);
    return calls.filter(isWrite).map(({ vendor, method, path }) => `${vendor} ${method} ${path}`);
  }
}

async function judged(work: () => unknown): Promise<[problems: readonly string[], value: unknown]> {
  try {
    return [[], await work()];
  } catch (error) {
    if (error instanceof Refused)
      return [error.problems.length > 0 ? error.problems : ["it failed without a word"], undefined];
    if (error instanceof PlatformErrors) return [error.problems.map(({ message }) => message), undefined];
    if (error instanceof PlatformError) return [[error.message], undefined];
    throw error;
  }
}

/** A GraphQL query and the like are POSTs; no vendor here is read by one. */
const isWrite = ({ method }: VendorCall): boolean => method !== "GET" && method !== "HEAD";

function tally(calls: readonly VendorCall[]): Record<string, Calls> {
  const sums: Record<string, { reads: number; writes: number }> = {};
  for (const call of calls) {
    const { reads, writes } = sums[call.vendor] ?? { reads: 0, writes: 0 };
    sums[call.vendor] = isWrite(call) ? { reads, writes: writes + 1 } : { reads: reads + 1, writes };
  }
  return sums;
}
