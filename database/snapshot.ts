import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClientBase, QueryResult } from "pg";
import { PlatformError } from "../src/errors.ts";

/** One thing about the schema, e.g. `{ kind: "column", object: "public.notes.title", definition: "text not null" }`. */
export interface Fact {
  readonly kind: string;
  readonly object: string;
  readonly definition: string;
}

/** The schema at one moment. `fingerprint` is the SHA-256 (hex) of the facts in their order. */
export interface Snapshot {
  readonly fingerprint: string;
  readonly facts: readonly Fact[];
}

/** Snapshots that are kept: older ones are of no stack's last run any more. */
const kept = 50;

/**
 * Takes a snapshot of the live schema and keeps it in the private schema `groundplan` of the database itself. Call it right
 * after applying migrations; its fingerprint is what `checkDrift` wants.
 */
export async function takeSnapshot(client: ClientBase): Promise<Snapshot> {
  const snapshot = snapshotOf(await readFacts(client));
  await client.query(`
    create schema if not exists groundplan;
    revoke all on schema groundplan from public;
    create table if not exists groundplan.snapshots (
      fingerprint text not null primary key,
      facts jsonb not null,
      taken_at timestamptz not null default now()
    );`);
  await client.query(
    `insert into groundplan.snapshots (fingerprint, facts) values ($1, $2)
     on conflict (fingerprint) do update set taken_at = now(), facts = excluded.facts`,
    [snapshot.fingerprint, JSON.stringify(snapshot.facts)],
  );
  await client.query(
    `delete from groundplan.snapshots where fingerprint in (
       select fingerprint from groundplan.snapshots order by taken_at desc offset ${kept})`,
  );
  return snapshot;
}

/**
 * The snapshot that was kept under this fingerprint.
 * @throws PlatformError `database/no-snapshot` when it is gone, or is not what the fingerprint says.
 */
export async function readSnapshot(client: ClientBase, fingerprint: string): Promise<Snapshot> {
  const there = await client.query<{ there: boolean }>(
    "select to_regclass('groundplan.snapshots') is not null as there",
  );
  const { rows } = there.rows[0]?.there
    ? await client.query<{ facts: Fact[] }>("select facts from groundplan.snapshots where fingerprint = $1", [
        fingerprint,
      ])
    : { rows: [] };
  const facts = rows[0]?.facts;
  if (facts && snapshotOf(facts).fingerprint === fingerprint) return { fingerprint, facts };
  throw new PlatformError({
    code: "database/no-snapshot",
    where: "groundplan.snapshots",
    problem: facts
      ? "the snapshot that was kept after the last migrations was changed since: drift cannot be told."
      : "the snapshot that was kept after the last migrations is not in the database (was it restored or emptied?).",
    fix: "compare the schema with the migrations: npx groundplan db revert; with --apply it also takes a new snapshot",
  });
}

/** All facts of the live schema, in one round trip. */
export async function readFacts(client: ClientBase): Promise<Fact[]> {
  return query<Fact>(client, await factsQuery());
}

/** Only the fingerprint of the live schema: hashed by the server, in one round trip. */
export async function readFingerprint(client: ClientBase): Promise<string> {
  const line = `kind || E'\\t' || object || E'\\t' || definition`;
  const order = `kind collate "C", object collate "C", definition collate "C"`;
  const rows = await query<{ fingerprint: string }>(
    client,
    `select encode(sha256(convert_to(coalesce(string_agg(${line}, E'\\n' order by ${order}), ''), 'UTF8')), 'hex') as fingerprint
       from (${await factsQuery()}) facts`,
  );
  return rows[0]?.fingerprint ?? "";
}

function snapshotOf(facts: readonly Fact[]): Snapshot {
  const text = facts.map(({ kind, object, definition }) => `${kind}\t${object}\t${definition}`).join("\n");
  return { fingerprint: createHash("sha256").update(text).digest("hex"), facts };
}

/** Several statements in one text are one round trip and one transaction, with which the empty search_path ends. */
async function query<Row extends object>(client: ClientBase, sql: string): Promise<Row[]> {
  const answer: unknown = await client.query(`set local search_path = ''; ${sql}`);
  return (answer as QueryResult<Row>[]).at(-1)?.rows ?? [];
}

let text: Promise<string> | undefined;

function factsQuery(): Promise<string> {
  text ??= readFile(join(import.meta.dirname, "facts.sql"), "utf8");
  return text;
}
