import type { ClientBase } from "pg";
import { PlatformError } from "../src/errors.ts";
import type { Migration } from "./migrations.ts";

/** A migration that the database says it has. */
export interface Recorded {
  readonly version: string;
  readonly name: string | null;
  /** The file's hash when we applied it; null when another tool did. */
  readonly sha256: string | null;
}

/**
 * The history is the Supabase CLI's own table, written as the CLI writes it, so that both tools agree. What only we know
 * (the file's hash) is kept beside it in a schema of ours that no API role may enter.
 */
export async function prepareHistory(client: ClientBase): Promise<void> {
  await client.query(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
    alter table supabase_migrations.schema_migrations add column if not exists statements text[];
    alter table supabase_migrations.schema_migrations add column if not exists name text;
    create schema if not exists groundplan;
    revoke all on schema groundplan from public;
    create table if not exists groundplan.migrations (
      version text not null primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    );`);
}

/** What was applied, oldest first. Reads only; a database without history has applied nothing. */
export async function readHistory(client: ClientBase): Promise<Recorded[]> {
  const { rows: tables } = await client.query<{ theirs: boolean; ours: boolean }>(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as theirs,
            to_regclass('groundplan.migrations') is not null as ours`,
  );
  const { theirs, ours } = tables[0] ?? { theirs: false, ours: false };
  if (!theirs) return [];
  // to_jsonb: a table that an old CLI made has no column `name`.
  const { rows } = await client.query<Recorded>(
    `select version, to_jsonb(history) ->> 'name' as name, ${ours ? "known.sha256" : "null as sha256"}
       from supabase_migrations.schema_migrations history
       ${ours ? "left join groundplan.migrations known using (version)" : ""}
      order by version collate "C"`,
  );
  return rows;
}

/** Records a migration in the session's transaction. */
export async function record(client: ClientBase, migration: Migration, statements: readonly string[]): Promise<void> {
  const { version, name } = migration;
  await client.query(
    "insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)",
    [version, name, statements],
  );
  await rememberHash(client, migration);
}

export async function rememberHash(client: ClientBase, { version, sha256 }: Migration): Promise<void> {
  await client.query(
    `insert into groundplan.migrations (version, sha256) values ($1, $2)
     on conflict (version) do update set sha256 = excluded.sha256, applied_at = now()`,
    [version, sha256],
  );
}

/** Everything in which files and history contradict each other. */
export function contradictions(migrations: readonly Migration[], history: readonly Recorded[]): PlatformError[] {
  const files = new Map(migrations.map((migration) => [migration.version, migration]));
  const applied = new Map(history.map((entry) => [entry.version, entry]));
  const newest = history.at(-1)?.version;
  return [
    ...history.filter(({ version }) => !files.has(version)).map(missingFile),
    ...migrations.filter(({ version, sha256 }) => (applied.get(version)?.sha256 ?? sha256) !== sha256).map(changedFile),
    ...migrations
      .filter(({ version }) => newest !== undefined && !applied.has(version) && version < newest)
      .map((migration) => lateFile(migration, newest ?? "")),
  ];
}

function missingFile({ version, name }: Recorded): PlatformError {
  return new PlatformError({
    code: "migration/file-missing",
    where: `migration ${version}${name ? ` (${name})` : ""}`,
    problem: "the database has applied it, but there is no file of this version.",
    fix: "restore the file from git, or fetch it from the database: npx supabase migration fetch",
  });
}

function changedFile({ file, version }: Migration): PlatformError {
  return new PlatformError({
    code: "migration/changed",
    where: file,
    problem: `the file was changed after version ${version} was applied, so new databases would differ from this one.`,
    fix: "restore the file as it was applied (git log -- <file>) and put the change into a new migration",
  });
}

function lateFile({ file, version }: Migration, newest: string): PlatformError {
  return new PlatformError({
    code: "migration/out-of-order",
    where: file,
    problem: `version ${version} is not applied, but the later ${newest} is: elsewhere they would run in the other order.`,
    fix: "rename the file to a version later than the newest applied one",
  });
}
