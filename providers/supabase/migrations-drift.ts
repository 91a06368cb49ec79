import { checkDrift } from "@groundplan/database/drift.ts";
import { contradictions, readHistory } from "@groundplan/database/history.ts";
import type { Migration } from "@groundplan/database/migrations.ts";
import type { Client } from "pg";
import { z } from "zod";
import type { Supabase } from "./client.ts";
import { problemsOf, withDatabase } from "./migrations-session.ts";

export const Drift = z.strictObject({
  object: z.string().describe("The thing with its schema and table, e.g. `public.notes.extra`."),
  kind: z.string().describe("`column`, `policy`, `row level security`, `grant to anon`, …"),
  difference: z.string().describe("In one line, e.g. `added: text not null`."),
});

/** What Check says about the live schema: its differences, or why nobody could look. */
interface DriftFacts {
  readonly drift: z.output<typeof Drift>[];
  readonly driftUnchecked?: string;
}

/** A look into the database. `problems`: where the files contradict what was applied, each with its fix. */
export interface Look {
  readonly facts: DriftFacts;
  readonly problems: readonly string[];
}

/**
 * Compares the live schema with the newest snapshot in the database, and the files with its history. Reads only.
 * Never fails: a preview must be possible while the database is not reachable.
 * @param passwords tried in order; a preview of a rotation still meets the old one
 */
export async function lookInside(
  client: Supabase,
  ref: string,
  passwords: readonly string[],
  migrations: readonly Migration[],
): Promise<Look> {
  let reason = "no database password is known";
  for (const password of passwords) {
    try {
      const look = await withDatabase(client, ref, password, async (session) => ({
        facts: { drift: await liveDrift(session) },
        problems: contradictions(migrations, await readHistory(session)).map(({ message }) => message),
      }));
      return look ?? unchecked("the project is gone or paused");
    } catch (error) {
      reason = said(error);
    }
  }
  return unchecked(reason);
}

/**
 * What was changed by hand since the newest snapshot. Nothing where there is nothing to compare with: in a database
 * without a snapshot, or after another tool's migration, whose own changes are no drift.
 */
export async function liveDrift(session: Client): Promise<z.output<typeof Drift>[]> {
  const newest = await newestSnapshot(session);
  if (newest === undefined) return [];
  if ((await readHistory(session)).some(({ sha256 }) => sha256 === null)) return [];
  const drifts = await checkDrift(session, newest);
  return drifts.map(({ object, kind, difference }) => ({ object, kind, difference }));
}

/**
 * The fingerprint of the snapshot that was taken last: by us after migrations, or by a person who accepted what is.
 * One that is older than a migration of ours (the run was killed in between) is none: the migration is no drift.
 */
async function newestSnapshot(session: Client): Promise<string | undefined> {
  const { rows: tables } = await session.query<{ there: boolean }>(
    "select to_regclass('groundplan.snapshots') is not null and to_regclass('groundplan.migrations') is not null as there",
  );
  if (tables[0]?.there !== true) return undefined;
  const { rows } = await session.query<{ fingerprint: string }>(
    `select fingerprint from groundplan.snapshots
      where taken_at >= coalesce((select max(applied_at) from groundplan.migrations), '-infinity')
      order by taken_at desc limit 1`,
  );
  return rows[0]?.fingerprint;
}

const unchecked = (driftUnchecked: string): Look => ({ facts: { drift: [], driftUnchecked }, problems: [] });

const said = (error: unknown): string => {
  try {
    return problemsOf(error).join("; ");
  } catch {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Why a difference stops everything, for the person who meets it. */
export function refusal(drift: readonly z.output<typeof Drift>[]): string | undefined {
  if (drift.length === 0) return undefined;
  const lines = drift.map(({ object, kind, difference }) => `    ${kind} ${object}: ${difference}`);
  return [
    `The live schema is not what the migrations made of it (${drift.length} ${drift.length === 1 ? "difference" : "differences"}):`,
    ...lines,
    "  fix: keep it: npx groundplan db adopt    writes it as a migration",
    "       or undo it: npx groundplan db revert",
  ].join("\n");
}
