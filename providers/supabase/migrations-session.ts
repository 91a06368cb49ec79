import type { ConnectionOptions } from "@groundplan/database/connect.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import type { Client } from "pg";
import type { Supabase } from "./client.ts";
import { type PoolerFacts, readPooler } from "./project-facts.ts";

/** Where the shared pooler takes sessions when its own answer is for transactions (Supabase: one host, two ports). */
const sessionPort = 5432;

/** The address of sessions: `pg_advisory_lock` and `set` do not survive the transaction pooler. */
export function sessionOf(pooler: PoolerFacts, password: string): ConnectionOptions {
  const here = pooler.poolerHost === "127.0.0.1";
  return {
    host: pooler.poolerHost,
    port: here || pooler.poolerMode === "session" ? pooler.poolerPort : sessionPort,
    user: pooler.poolerUser,
    database: pooler.poolerDatabase,
    password,
  };
}

/**
 * Runs `work` in a session with the project's database and ends it.
 * @returns undefined when the project is gone
 * @throws VendorError when it cannot be reached or refuses the password
 */
export async function withDatabase<T>(
  client: Supabase,
  ref: string,
  password: string,
  work: (session: Client) => Promise<T>,
): Promise<T | undefined> {
  const pooler = await readPooler(client, ref);
  if (pooler === undefined) return undefined;
  // Loaded at first use: a run that needs no database does not pay for its client.
  const { connection } = await import("@groundplan/database/connect.ts");
  return asVendorError(async () => {
    const session = await connection(sessionOf(pooler, password));
    try {
      return await work(session);
    } finally {
      await session.end();
    }
  });
}

/** Errors of the database room are for people, too: their sentences become ours. */
export async function asVendorError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isForPeople(error) ? new VendorError(error.message) : error;
  }
}

/** `PlatformError` and `PlatformErrors`, told by their shape: providers do not import the platform. */
const isForPeople = (error: unknown): error is Error =>
  error instanceof Error && ("problem" in error || "problems" in error);

/** The single problems of such an error. */
export function problemsOf(error: unknown): string[] {
  if (!isForPeople(error)) throw error;
  if ("problems" in error && Array.isArray(error.problems)) {
    return error.problems.map((one) => (one instanceof Error ? one.message : String(one)));
  }
  return [error.message];
}
