import { checkDrift } from "@groundplan/database/drift.ts";
import { readHistory } from "@groundplan/database/history.ts";
import type { Client } from "pg";
import { z } from "zod";
import type { Supabase } from "./client.ts";
import { problemsOf, withDatabase } from "./migrations-session.ts";

export const Drift = z.strictObject({
  object: z.string().describe("The thing with its schema and table, e.g. `public.notes.extra`."),
  kind: z.string().describe("`column`, `policy`, `row level security`, `grant to anon`, …"),
  difference: z.string().describe("In one line, e.g. `added: text not null`."),
});

/** What Check says about the live schema: its differences, or why nobody looked. */
export interface DriftFacts {
  readonly drift: z.output<typeof Drift>[];
  readonly driftUnchecked?: string;
}

/**
 * Compares the live schema with the newest snapshot in the database. Reads only. Never fails: a preview must be
 * possible while the database is not reachable.
 * @param passwords tried in order; a preview of a rotation still meets the old one
 */
export async function lookForDrift(client: Supabase, ref: string, passwords: readonly string[]): Promise<DriftFacts> {
  let reason = "no database password is known";
  for (const password of passwords) {
    try {
      return (await withDatabase(client, ref, password, compare)) ?? unchecked("the project is gone or paused");
    } catch (error) {
      reason = said(error);
    }
  }
  return unchecked(reason);
}

async function compare(session: Client): Promise<DriftFacts> {
  const newest = await newestSnapshot(session);
  if (newest === undefined) return unchecked("the database holds no snapshot yet; the next up takes one");
  const foreign = (await readHistory(session)).filter(({ sha256 }) => sha256 === null);
  if (foreign.length > 0) {
    const versions = foreign.map(({ version }) => version).join(", ");
    return unchecked(`another tool applied ${versions} after the last snapshot; the next up takes a new one`);
  }
  const drifts = await checkDrift(session, newest);
  return { drift: drifts.map(({ object, kind, difference }) => ({ object, kind, difference })) };
}

/** The fingerprint of the snapshot that was taken last: by us after migrations, or by a person who accepted what is. */
async function newestSnapshot(session: Client): Promise<string | undefined> {
  const { rows: tables } = await session.query<{ there: boolean }>(
    "select to_regclass('groundplan.snapshots') is not null as there",
  );
  if (tables[0]?.there !== true) return undefined;
  const { rows } = await session.query<{ fingerprint: string }>(
    "select fingerprint from groundplan.snapshots order by taken_at desc limit 1",
  );
  return rows[0]?.fingerprint;
}

const unchecked = (driftUnchecked: string): DriftFacts => ({ drift: [], driftUnchecked });

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
