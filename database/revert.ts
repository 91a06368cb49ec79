import { compareFacts, type Drift } from "./drift.ts";
import { whileLocked } from "./lock.ts";
import { type CountedLoss, countLosses } from "./losses.ts";
import type { Migration } from "./migrations.ts";
import { changedMeanwhile, notWritable, type OpenScratch, type Reproduction, reproduce } from "./reproduce.ts";
import { type Change, type Reached, rewrite, runChanges } from "./rewrite.ts";
import { readFacts, takeSnapshot } from "./snapshot.ts";

export interface RevertOptions {
  readonly migrations: readonly Migration[];
  /** Without it nothing is changed. */
  readonly apply: boolean;
  readonly lockTimeoutMs?: number;
}

export interface Reversal {
  readonly drift: readonly Drift[];
  /** What takes the live schema back to what the migrations say, in order. */
  readonly changes: readonly Change[];
  /** The rows that it costs, as they are counted now. */
  readonly losses: readonly CountedLoss[];
  readonly applied: boolean;
}

/**
 * Tells, and with `apply` runs, the statements that undo what somebody changed by hand. They were seen to work on a copy
 * of the live schema first; in the live database they run in one transaction under the migrations' lock, which commits
 * only when the schema is exactly what the migrations say, together with a new snapshot.
 *
 * Rows that a change by hand deleted do not come back.
 * @throws PlatformError, PlatformErrors where it cannot be done; then nothing was changed
 */
export async function revert(live: Reached, openScratch: OpenScratch, options: RevertOptions): Promise<Reversal> {
  const { migrations, apply, lockTimeoutMs = 30_000 } = options;
  const study = () =>
    reproduce(live, openScratch, migrations, async (reproduction) => {
      const { drift, copy, fresh } = reproduction;
      const { changes, rest } = drift.length === 0 ? { changes: [], rest: [] } : await rewrite(copy, fresh);
      if (rest.length > 0) throw notWritable(rest);
      const losses = await countLosses(
        live.session,
        changes.flatMap(({ loss }) => loss ?? []),
      );
      if (apply) await undo(live, reproduction, changes, lockTimeoutMs);
      return { drift, changes, losses, applied: apply };
    });
  return apply ? whileLocked(live.session, lockTimeoutMs, study) : study();
}

async function undo(
  { session }: Reached,
  { live, original }: Reproduction,
  changes: readonly Change[],
  lockTimeoutMs: number,
): Promise<void> {
  await session.query("begin");
  try {
    // A long rewrite is allowed; waiting long for locks would stop the application.
    await session.query(`set local statement_timeout = 0; set local lock_timeout = ${Math.ceil(lockTimeoutMs)}`);
    const changed = compareFacts(live, await readFacts(session));
    if (changed.length > 0) throw changedMeanwhile(changed);
    if (changes.length > 0) await runChanges(session, changes);
    const rest = compareFacts(original, await readFacts(session));
    if (rest.length > 0) throw notWritable(rest);
    await takeSnapshot(session);
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => undefined);
    throw error;
  }
}
