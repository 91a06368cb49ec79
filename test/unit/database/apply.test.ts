import { createHash } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyMigrations, pendingMigrations } from "../../../database/apply.ts";
import { connection } from "../../../database/connect.ts";
import { type Migration, readMigrations } from "../../../database/migrations.ts";
import { PlatformErrors } from "../../../src/errors.ts";
import { migrationsFolder, startTestServer, type TestServer } from "./database.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.stop());

function migration(version: string, sql: string): Migration {
  const sha256 = createHash("sha256").update(sql).digest("hex");
  return { version, name: "test", file: `migrations/${version}_test.sql`, sql, sha256 };
}

async function history(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations order by 1",
  );
  return rows.map(({ version }) => version);
}

describe("an ordinary set", () => {
  it("applies once, in order, recorded as the Supabase CLI records it", async () => {
    const client = await server.session();
    const migrations = await readMigrations(migrationsFolder);
    expect((await pendingMigrations(client, migrations)).length).toBe(4);
    const seen: string[] = [];
    const onProgress = (step: { state: string; index: number; total: number }) =>
      seen.push(`${step.state} ${step.index}/${step.total}`);
    const versions = migrations.map(({ version }) => version);
    expect(await applyMigrations(client, migrations, { onProgress })).toEqual({ applied: versions, present: [] });
    expect(seen.slice(0, 3)).toEqual(["applying 1/4", "applied 1/4", "applying 2/4"]);

    const { rows } = await client.query(
      "select name, statements from supabase_migrations.schema_migrations where version = '20260103101500'",
    );
    expect(rows[0].name).toBe("profile_on_signup");
    // Written down from what `supabase db push` 3.1.0 stored for the same file.
    expect(rows[0].statements).toHaveLength(5);
    expect(rows[0].statements[1]).toBe(
      "revoke execute on function public.handle_new_user() from public, anon, authenticated",
    );
    expect(await applyMigrations(client, migrations)).toEqual({ applied: [], present: versions });
    expect(await pendingMigrations(client, migrations)).toEqual([]);
  });

  it("runs as postgres, and API roles cannot enter the private schema", async () => {
    const client = await server.session();
    await applyMigrations(client, await readMigrations(migrationsFolder));
    const { rows } = await client.query(
      `select pg_get_userbyid(relowner) as owner, has_schema_privilege('anon', 'groundplan', 'usage') as anon
         from pg_class where oid = 'public.notes'::regclass`,
    );
    expect(rows).toEqual([{ owner: "postgres", anon: false }]);
  });
});

describe("a failing migration", () => {
  it("is rolled back and told with file, line and Postgres' message; earlier ones stay", async () => {
    const client = await server.session();
    const good = migration("20260101000000", "create table public.a (id int primary key);");
    const bad = migration(
      "20260102000000",
      "create table public.b (id int);\n\n-- é\ninsert into public.b (id)\n  select nope from public.a;\n",
    );
    const later = migration("20260103000000", "create table public.c (id int);");
    await expect(applyMigrations(client, [good, bad, later])).rejects.toMatchObject({
      code: "migration/failed",
      where: "migrations/20260102000000_test.sql:5",
      problem: expect.stringContaining('column "nope" does not exist'),
    });
    expect(await history(client)).toEqual(["20260101000000"]);
    const { rows } = await client.query(
      "select to_regclass('public.a') a, to_regclass('public.b') b, to_regclass('public.c') c",
    );
    expect(rows).toEqual([{ a: "a", b: null, c: null }]);
  });

  it("is told with the statement's line where Postgres gives no position, and with the place where it does not parse", async () => {
    const client = await server.session();
    const data = migration(
      "20260101000000",
      "create table public.a (id int primary key);\ninsert into public.a values (1);\n\ninsert into public.a values (1);",
    );
    await expect(applyMigrations(client, [data])).rejects.toMatchObject({
      where: "migrations/20260101000000_test.sql:4",
      problem: expect.stringContaining("duplicate key value"),
    });
    const syntax = migration("20260101000000", "create table public.a (id int);\ncreate tabel public.b (id int);");
    await expect(applyMigrations(client, [syntax])).rejects.toMatchObject({
      where: "migrations/20260101000000_test.sql:2",
      problem: expect.stringContaining('syntax error at or near "tabel"'),
    });
    const raised = migration("20260101000000", "select 1;\ndo $$\nbegin\n  raise exception 'no';\nend $$;");
    await expect(applyMigrations(client, [raised])).rejects.toMatchObject({
      problem: expect.stringContaining("PL/pgSQL function inline_code_block line 3 at RAISE"),
    });
  });

  it("can be corrected and run again", async () => {
    const client = await server.session();
    await expect(applyMigrations(client, [migration("20260101000000", "select nope;")])).rejects.toThrow("nope");
    const fixed = migration("20260101000000", "create table public.a (id int);");
    expect((await applyMigrations(client, [fixed])).applied).toEqual(["20260101000000"]);
  });
});

describe("without a transaction", () => {
  const sql =
    "-- groundplan: no-transaction\ncreate table if not exists public.a (id int);\ncreate index concurrently a_id on public.a (id);\n";

  it("runs what Postgres refuses inside one, but only where the file says so", async () => {
    const client = await server.session();
    expect((await applyMigrations(client, [migration("20260101000000", sql)])).applied).toHaveLength(1);
    const inside = migration("20260102000000", "create index concurrently a_id2 on public.a (id);");
    await expect(applyMigrations(client, [migration("20260101000000", sql), inside])).rejects.toThrow(
      "cannot run inside a transaction block",
    );
  });

  it("says what stays when it fails", async () => {
    const client = await server.session();
    await expect(applyMigrations(client, [migration("20260101000000", `${sql}select nope;`)])).rejects.toMatchObject({
      where: "migrations/20260101000000_test.sql:4",
      problem: expect.stringContaining("first 2 statements stay and it is not recorded"),
    });
    expect(await history(client)).toEqual([]);
  });

  it("is the only place where a file may commit", async () => {
    const client = await server.session();
    const control = migration("20260101000000", "create table public.a (id int);\ncommit;");
    await expect(applyMigrations(client, [control])).rejects.toMatchObject({
      code: "migration/transaction-control",
      where: "migrations/20260101000000_test.sql:2",
    });
    const savepoint = migration("20260101000000", "savepoint s; create table public.a (id int); release savepoint s;");
    expect((await applyMigrations(client, [savepoint])).applied).toHaveLength(1);
  });
});

describe("history and files that contradict each other", () => {
  it("are refused before anything is applied, all at once", async () => {
    const client = await server.session();
    const first = migration("20260101000000", "create table public.a (id int);");
    const second = migration("20260103000000", "create table public.b (id int);");
    const third = migration("20260104000000", "create table public.c (id int);");
    await applyMigrations(client, [first, second, third]);
    const changed = migration("20260104000000", "create table public.c (id bigint);");
    const late = migration("20260102000000", "create table public.late (id int);");
    const error = await applyMigrations(client, [first, late, changed]).then(
      () => undefined,
      (error: unknown) => error,
    );
    const problems = error instanceof PlatformErrors ? error.problems : [];
    expect(problems.map(({ code, where }) => `${code} ${where}`)).toEqual([
      "migration/file-missing migration 20260103000000 (test)",
      "migration/changed migrations/20260104000000_test.sql",
      "migration/out-of-order migrations/20260102000000_test.sql",
    ]);
    await expect(pendingMigrations(client, [first, late, changed])).rejects.toBeInstanceOf(PlatformErrors);
  });

  it("accept what the Supabase CLI applied, and see a change from then on", async () => {
    const client = await server.session();
    const first = migration("20260101000000", "create table public.a (id int);");
    await client.query(`create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text not null primary key);
      insert into supabase_migrations.schema_migrations values ('20260101000000')`);
    expect(await applyMigrations(client, [first])).toEqual({ applied: [], present: ["20260101000000"] });
    const changed = migration("20260101000000", "create table public.a (id bigint);");
    await expect(applyMigrations(client, [changed])).rejects.toThrow(
      "was changed after version 20260101000000 was applied",
    );
  });
});

describe("two sessions", () => {
  it("do not apply the same migration twice", async () => {
    const options = await server.database();
    const [one, two] = [await server.session(options), await server.session(options)];
    const slow = migration("20260101000000", "create table public.once (id int); select pg_sleep(0.1);");
    const results = await Promise.all([applyMigrations(one, [slow]), applyMigrations(two, [slow])]);
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 1]);
  });

  it("wait for each other only so long", async () => {
    const options = await server.database();
    const [one, two] = [await server.session(options), await server.session(options)];
    const held = Promise.withResolvers<void>();
    const busy = applyMigrations(one, [migration("20260101000000", "select pg_sleep(20)")], {
      onProgress: () => held.resolve(),
    });
    const ended = busy.catch((error: unknown) => error);
    await held.promise;
    await expect(applyMigrations(two, [], { lockTimeoutMs: 50 })).rejects.toMatchObject({ code: "migration/locked" });
    await two.query(
      "select pg_cancel_backend(pid) from pg_stat_activity where query like 'select pg_sleep(20)%' and pid <> pg_backend_pid()",
    );
    expect(await ended).toMatchObject({ code: "migration/failed" });
    expect(await applyMigrations(two, [])).toEqual({ applied: [], present: [] });
  });
});

it("leaves the session as it was: settings of a migration do not reach the next", async () => {
  const client = await server.session();
  const rude = migration("20260101000000", "set search_path = pg_catalog; set role anon;");
  const next = migration("20260102000000", "create table t (id int);");
  await applyMigrations(client, [rude, next]);
  const { rows } = await client.query(
    "select to_regclass('public.t') as t, current_user as role, current_setting('lock_timeout') as lock",
  );
  expect(rows).toEqual([{ t: "t", role: "postgres", lock: "0" }]);
});

describe("a connection", () => {
  it("says what failed without the password: login, no server, no TLS", async () => {
    const options = await server.database();
    const failure = (change: object) =>
      connection({ ...options, ...change }).then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(await failure({ password: "wrong-Secret-1" })).toMatchObject({ code: "database/login" });
    expect(String(await failure({ password: "wrong-Secret-1" }))).not.toContain("wrong-Secret-1");
    expect(await failure({ port: 1 })).toMatchObject({ code: "database/unreachable" });
    expect(await failure({ tls: "verify" })).toMatchObject({ code: "database/tls" });
  });
});
