import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adopt } from "../../../database/adopt.ts";
import { applyMigrations, pendingMigrations } from "../../../database/apply.ts";
import { checkDrift, compareFacts } from "../../../database/drift.ts";
import { type Migration, readMigrations } from "../../../database/migrations.ts";
import { revert } from "../../../database/revert.ts";
import type { Reached } from "../../../database/rewrite.ts";
import { readFacts, takeSnapshot } from "../../../database/snapshot.ts";
import { migrationsFolder, startTestServer, type TestServer } from "./database.ts";

let server: TestServer;
let files: Migration[];
let directory: string;

beforeAll(async () => {
  [server, files] = await Promise.all([startTestServer(), readMigrations(migrationsFolder)]);
}, 60_000);
afterAll(async () => {
  await server.stop();
  if (directory) await rm(directory, { recursive: true });
});

const now = new Date("2026-11-21T10:00:00Z");
const openScratch = async () => [await server.database(), await server.database()] as const;

/** A database of all migrations with its snapshot, and then what somebody types. */
async function edited(statements: string): Promise<Reached & { snapshot: string }> {
  const options = await server.database();
  const session = await server.session(options);
  await applyMigrations(session, files);
  const { fingerprint } = await takeSnapshot(session);
  await session.query(statements);
  return { options, session, snapshot: fingerprint };
}

/** An empty folder for the file that adoption writes. */
async function folder(): Promise<string> {
  directory ??= await mkdtemp(join(tmpdir(), "adopt-"));
  return mkdtemp(join(directory, "migrations-"));
}

/** What somebody types by hand, and a part of what must be said of it. */
const edits: readonly (readonly [string, string, string])[] = [
  ["a column", "alter table public.notes add column extra text not null default 'x'", "public.notes.extra"],
  ["a dropped policy", `drop policy "notes belong to their owner" on public.notes`, "notes belong to their owner"],
  [
    "a function's body",
    "create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$begin return new; end$$",
    "public.handle_new_user()",
  ],
  ["row level security off", "alter table public.notes disable row level security", "public.notes"],
  ["an index", "create index notes_title on public.notes (lower(title))", "public.notes.notes_title"],
  [
    "a table, with what belongs to it",
    `create table public.todos (id bigint generated always as identity primary key, note bigint references public.notes (id), done boolean not null default false);
     alter table public.todos enable row level security;
     create policy "everybody reads" on public.todos for select to authenticated using (true);`,
    "public.todos",
  ],
  [
    "a table that the API roles may not touch, although new ones are theirs by default",
    "create table public.ledger (id int primary key); revoke all on public.ledger from anon, authenticated",
    "public.ledger",
  ],
  ["a grant", "grant select (title) on public.notes to anon; revoke insert on public.notes from anon", "public.notes"],
  [
    "a policy on Supabase's own table",
    `create policy "all see avatars" on storage.objects for select to anon using (bucket_id = 'avatars')`,
    "storage.objects",
  ],
  [
    "an extension among the product's own things",
    "create extension hstore with schema public; create table public.labels (all_of_them public.hstore)",
    "public.labels",
  ],
  ["a table renamed, with all that hangs on it", "alter table public.notes rename to memos", "public.memos"],
  ["an enumeration with one value more", "alter type public.plan add value 'team'", "public.plan"],
];

describe.each(edits)("%s", (_title, statements, object) => {
  it("is adopted: the files make the live schema, here they are all applied, and nothing drifts", async () => {
    const live = await edited(statements);
    const target = await folder();
    const before = await readFacts(live.session);
    const { drift, migration } = await adopt(live, openScratch, {
      migrations: files,
      directory: target,
      origin: "a test",
      now,
    });
    expect(drift.map((one) => one.object).join()).toContain(object);
    expect(await readdir(target)).toEqual([`20261121100000_${migration?.name}.sql`]);

    const [written] = await readMigrations(target);
    if (written === undefined) throw new Error("no file");
    expect(written).toEqual(migration);
    expect(written.sql).toContain(object);
    const replayed = await server.session();
    await applyMigrations(replayed, [...files, written]);
    expect(compareFacts(before, await readFacts(replayed))).toEqual([]);

    expect(compareFacts(before, await readFacts(live.session))).toEqual([]);
    expect(await pendingMigrations(live.session, [...files, written])).toEqual([]);
    const { rows } = await live.session.query(
      "select fingerprint from groundplan.snapshots order by taken_at desc limit 1",
    );
    expect(await checkDrift(live.session, rows[0].fingerprint)).toEqual([]);
  });

  it("is reverted: the live schema is again what the migrations say, with its snapshot", async () => {
    const live = await edited(statements);
    const { drift, changes, applied } = await revert(live, openScratch, { migrations: files, apply: true });
    expect(drift.map((one) => one.object).join()).toContain(object);
    expect(changes.length).toBeGreaterThan(0);
    expect(applied).toBe(true);
    expect(await checkDrift(live.session, live.snapshot)).toEqual([]);
    expect(await pendingMigrations(live.session, files)).toEqual([]);
  });
});
