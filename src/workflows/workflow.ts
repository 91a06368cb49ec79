import type { Concurrency, Job } from "./job.ts";
import type { Triggers } from "./triggers.ts";

/** One file under `.github/workflows`. Its token may do nothing; each job says what its own may. */
export interface Workflow {
  /** Its name there. */
  readonly file: `${string}.yml`;
  /** What GitHub shows. */
  readonly name: string;
  readonly on: Triggers;
  readonly concurrency: Concurrency;
  readonly jobs: readonly Job[];
}
