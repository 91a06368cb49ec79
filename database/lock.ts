import pg, { type ClientBase } from "pg";
import { PlatformError } from "../src/errors.ts";

/** Any number that no other program of the platform uses: the advisory lock "migrations". */
const lockKey = 4_781_906_231;

/**
 * Runs `work` while no other session migrates, adopts or reverts. It needs a session: the session pooler or a direct
 * connection, not the transaction pooler. What `work` set in the session is undone.
 * @param timeoutMs how long to wait for the other session; also the `lock_timeout` in which `work` begins
 * @throws PlatformError `migration/locked`
 */
export async function whileLocked<T>(client: ClientBase, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  await lock(client, timeoutMs);
  try {
    return await work();
  } finally {
    // A lost session has lost the lock as well.
    await client.query("reset all; reset role").catch(() => undefined);
    await client.query("select pg_advisory_unlock($1)", [lockKey]).catch(() => undefined);
  }
}

async function lock(client: ClientBase, timeoutMs: number): Promise<void> {
  await client.query(`set lock_timeout = ${Math.ceil(timeoutMs)}`);
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "55P03") throw error;
    throw new PlatformError({
      code: "migration/locked",
      where: "migrations",
      problem: `another session is changing the schema of this database, and did not finish within ${timeoutMs / 1000} s.`,
      fix: "wait for the other run (or its CI job) to end, then run again",
    });
  }
}
