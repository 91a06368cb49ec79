import { UnknownOutcome, VendorError } from "@groundplan/kit/errors.ts";
import type { Client } from "pg";
import { z } from "zod";
import type { Supabase } from "./client.ts";
import { withDatabase } from "./migrations-session.ts";

export const databasePassword = z
  .string()
  .min(1)
  .describe("Password of the project's database, to reach it by its pooler. Write-only.");

/** Where a resource that lives in the database is. */
export interface DatabasePlace {
  readonly projectRef: string;
  readonly databasePassword: string;
}

/**
 * Runs `work` in a transaction of the project's database.
 * @param what what is done, for errors: `Creating bucket media`
 * @returns undefined when the project is gone or paused
 * @throws UnknownOutcome when the connection ends meanwhile: it may be done
 */
export function inTransaction<T>(
  client: Supabase,
  { projectRef, databasePassword }: DatabasePlace,
  what: string,
  work: (session: Client) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  return withDatabase(client, projectRef, databasePassword, async (session) => {
    try {
      await session.query("begin");
      const value = await work(session);
      await session.query("commit");
      return { value };
    } catch (error) {
      if (error instanceof VendorError) throw error;
      if (isRefusal(error)) throw new VendorError(`${what}: Postgres says: ${error.message}`, { code: error.code });
      throw new UnknownOutcome(what, error instanceof Error ? error.message : String(error));
    }
  });
}

/** The same, for what needs the project. */
export async function inDatabase<T>(...args: Parameters<typeof inTransaction<T>>): Promise<T> {
  const done = await inTransaction(...args);
  if (done !== undefined) return done.value;
  const { projectRef } = args[1];
  throw new VendorError(`${args[2]}: Supabase project ${projectRef} is gone or paused.`, {
    fix: `restore it at https://supabase.com/dashboard/project/${projectRef}, or run: groundplan refresh`,
  });
}

/** What was to be changed is not there any more. */
export const vanished = (what: string): VendorError =>
  new VendorError(`${what}: it is gone.`, { fix: "run: groundplan refresh, then up again" });

/**
 * Postgres' answer to a statement, told by its shape because the client is loaded at first use only. FATAL is none: the
 * session was ended, and perhaps after the commit.
 */
const isRefusal = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && "severity" in error && error.severity === "ERROR" && "code" in error;

/** `<project ref>/<name>`; a name may hold slashes. */
export function splitName(id: string): { projectRef: string; name: string } | undefined {
  const [, projectRef, name] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  return projectRef === undefined || name === undefined ? undefined : { projectRef, name };
}
