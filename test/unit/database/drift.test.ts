import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyMigrations } from "../../../database/apply.ts";
import { checkDrift, compareFacts } from "../../../database/drift.ts";
import { readMigrations } from "../../../database/migrations.ts";
import { readFingerprint, takeSnapshot } from "../../../database/snapshot.ts";
import { migrationsFolder, startTestServer, type TestServer } from "./database.ts";

let server: TestServer;
let client: pg.Client;
let hash: string;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.session();
  await applyMigrations(client, await readMigrations(migrationsFolder));
  hash = (await takeSnapshot(client)).fingerprint;
}, 60_000);
afterAll(() => server.stop());

/** The drift that statements make, as `kind object: difference`; they are undone by `undo`. */
async function driftOf(statements: string, undo: string): Promise<string[]> {
  await client.query(statements);
  try {
    return (await checkDrift(client, hash)).map(({ kind, object, difference }) => `${kind} ${object}: ${difference}`);
  } finally {
    await client.query(undo);
    expect(await checkDrift(client, hash)).toEqual([]);
  }
}

describe("a change by hand is named:", () => {
  // Each case: what somebody types in psql, how it is undone, and what must be said of it.
  const cases: readonly (readonly [string, string, string, string[]])[] = [
    [
      "a column added",
      "alter table public.notes add column extra text not null default 'x'",
      "alter table public.notes drop column extra",
      ["column public.notes.extra: added: text not null default 'x'::text"],
    ],
    [
      "a column's type",
      "alter table public.notes alter column title type varchar(300)",
      "alter table public.notes alter column title type text",
      ["changed"],
    ],
    [
      "a column dropped, with what hung on it",
      "alter table public.notes rename column body to content",
      "alter table public.notes rename column content to body",
      ["column public.notes.body: dropped, was: text", "column public.notes.content: added: text"],
    ],
    [
      "a policy dropped",
      `drop policy "notes belong to their owner" on public.notes`,
      `create policy "notes belong to their owner" on public.notes for all to authenticated
         using ((select auth.uid()) = owner) with check ((select auth.uid()) = owner)`,
      [
        `policy public.notes."notes belong to their owner": dropped, was: permissive for all to authenticated using ((( SELECT auth.uid() AS uid) = owner)) with check ((( SELECT auth.uid() AS...`,
      ],
    ],
    [
      "a policy opened",
      `alter policy "profiles are read by their owner" on public.profiles using (true)`,
      `alter policy "profiles are read by their owner" on public.profiles using ((select auth.uid()) = id)`,
      [
        `policy public.profiles."profiles are read by their owner": changed from permissive for select to authenticated using ((( SELECT auth.uid() AS uid) = id)) to permissive for select to authenticated using (true)`,
      ],
    ],
    [
      "row level security off",
      "alter table public.notes disable row level security",
      "alter table public.notes enable row level security",
      ["row level security public.notes: changed from enabled to disabled"],
    ],
    [
      "a function's body",
      "create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$\nbegin\n  return new;\nend;\n$$",
      "create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$\nbegin\n  insert into public.profiles (id, full_name) values (new.id, new.raw_user_meta_data ->> 'full_name');\n  return new;\nend;\n$$",
      ["function public.handle_new_user(): changed at: return new;"],
    ],
    [
      "a function's settings",
      "alter function public.handle_new_user() reset search_path",
      "alter function public.handle_new_user() set search_path = ''",
      ["function public.handle_new_user(): changed at: AS $function$"],
    ],
    [
      "grants on a table, a column and a function",
      "grant update (title) on public.notes to anon; revoke insert on public.profiles from anon; grant execute on function public.handle_new_user() to anon",
      "revoke update (title) on public.notes from anon; grant insert on public.profiles to anon; revoke execute on function public.handle_new_user() from anon",
      [
        "grant to anon public.handle_new_user(): added: execute",
        "grant to anon public.notes.title: added: update",
        "grant to anon public.profiles: changed from delete, insert, maintain, references, select, trigger, truncate, update to delete, maintain, references, select, trigger, truncate, update",
      ],
    ],
    [
      "an index dropped",
      "drop index public.notes_tags_idx",
      "create index notes_tags_idx on public.notes using gin (tags)",
      ["index public.notes.notes_tags_idx: dropped, was: CREATE INDEX notes_tags_idx ON public.notes USING gin (tags)"],
    ],
    [
      "a trigger disabled",
      "alter table public.profiles disable trigger profiles_updated_at",
      "alter table public.profiles enable trigger profiles_updated_at",
      ["changed"],
    ],
    [
      "a trigger of ours on Supabase's table dropped",
      "drop trigger on_auth_user_created on auth.users",
      "create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user()",
      [
        "trigger auth.users.on_auth_user_created: dropped, was: CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.handle_new_user()",
      ],
    ],
    [
      "a policy on storage added",
      "create policy everybody on storage.objects for all using (true)",
      "drop policy everybody on storage.objects",
      ["policy storage.objects.everybody: added: permissive for all to public using (true)"],
    ],
    [
      "row level security of a table of Supabase that our policies are on",
      "set role supabase_storage_admin; alter table storage.objects disable row level security; reset role",
      "set role supabase_storage_admin; alter table storage.objects enable row level security; reset role",
      ["row level security storage.objects: changed from enabled to disabled"],
    ],
    [
      "a constraint, a label, a view's option, a publication's table, a default privilege",
      `alter table public.notes add constraint short check (char_length(title) < 100);
       alter view public.note_counts reset (security_invoker);
       alter publication supabase_realtime drop table public.notes;
       alter default privileges in schema public revoke select on tables from anon`,
      `alter table public.notes drop constraint short;
       alter view public.note_counts set (security_invoker = on);
       alter publication supabase_realtime add table public.notes;
       alter default privileges in schema public grant select on tables to anon`,
      [
        "default privileges for anon postgres in public tables: changed from delete, insert, maintain, references, select, trigger, truncate, update to delete, insert, maintain, references, trigger, truncate, update",
        "view public.note_counts: changed at: owner postgres",
        "publication supabase_realtime public.notes: dropped, was: member",
        "constraint public.notes.short: added: CHECK ((char_length(title) < 100))",
      ],
    ],
    [
      "a table added: once, not by its parts",
      "create table public.stray (id int primary key, note text); create index on public.stray (note)",
      "drop table public.stray",
      ["table public.stray: added: owner postgres"],
    ],
  ];

  it.each(cases)("%s", async (_, statements, undo, expected) => {
    const found = await driftOf(statements, undo);
    if (expected[0] === "changed") {
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^(column public\.notes\.title|trigger public\.profiles\.profiles_updated_at): changed/);
    } else expect(found).toEqual(expected);
  });

  it("with what it was and what it is in full", async () => {
    await client.query("alter table public.notes alter column title drop not null");
    expect(await checkDrift(client, hash)).toEqual([
      {
        ...{ object: "public.notes.title", kind: "column" },
        ...{ difference: "changed from text not null to text", detail: "was: text not null\nis: text" },
      },
    ]);
    await client.query("alter table public.notes alter column title set not null");
  });
});

describe("no drift is", () => {
  it("what Supabase changes in its own schemas, data, comments, and what we keep ourselves", async () => {
    await client.query(`
      set role supabase_storage_admin;
      create table storage.prefixes (id int);
      alter table storage.objects add column level int;
      create function storage.own() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger theirs before insert on storage.buckets for each row execute function storage.own();
      reset role;
      insert into auth.users (id) values ('00000000-0000-0000-0000-000000000001');
      comment on table public.notes is 'notes';
      create temporary table passing (id int);
      create table groundplan.more (id int)`);
    expect(await checkDrift(client, hash)).toEqual([]);
  });

  it("a setting of the session: names are printed the same under every search_path", async () => {
    await client.query("set search_path = auth, public, extensions");
    expect(await readFingerprint(client)).toBe(hash);
    await client.query("reset search_path");
    const { rows } = await client.query("show search_path");
    expect(rows).toEqual([{ search_path: '"$user", public, extensions' }]);
  });

  it("a second database made from the same migrations", async () => {
    const other = await server.session();
    await applyMigrations(other, await readMigrations(migrationsFolder));
    expect(await readFingerprint(other)).toBe(hash);
  });
});

describe("the kept snapshot", () => {
  it("is checked against its hash, and its loss is told", async () => {
    const other = await server.session();
    await other.query("create table public.a (id int)");
    const { fingerprint } = await takeSnapshot(other);
    await other.query("alter table public.a add column extra text");
    await other.query("update groundplan.snapshots set facts = facts - 0");
    await expect(checkDrift(other, fingerprint)).rejects.toMatchObject({ code: "database/no-snapshot" });
    await other.query("drop table groundplan.snapshots");
    await expect(checkDrift(other, fingerprint)).rejects.toMatchObject({ code: "database/no-snapshot" });
    expect((await takeSnapshot(other)).fingerprint).not.toBe(fingerprint);
  });
});

it("tells nothing of equal facts, and long texts by the line that differs", () => {
  const fact = (definition: string) => ({ kind: "function", object: "public.f()", definition });
  expect(compareFacts([fact("a\nb")], [fact("a\nb")])).toEqual([]);
  expect(compareFacts([fact("a\nb")], [fact("a\nc")])[0]?.difference).toBe("changed at: c");
  expect(compareFacts([fact("a\nb")], [fact("a")])[0]?.difference).toContain("lines were removed");
});
