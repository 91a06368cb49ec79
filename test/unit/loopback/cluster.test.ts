import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openCluster } from "../../../loopback/cluster/cluster.ts";
import { describeProcess, readPostmaster } from "../../../loopback/cluster/leftover.ts";
import { stubs } from "../../../loopback/cluster/stubs.ts";
import type { Cluster } from "../../../loopback/core/vendor.ts";

const password = "it's a \\ password";
const first = "abcdefghijklmnopqrst";
let scratch: string;
let home: string;
let cluster: Cluster;

beforeAll(async () => {
  // Both quotes, a space and a dollar: initdb hands paths to a shell. Private: root's Postgres runs as another account.
  scratch = await mkdtemp(join(tmpdir(), `it's a "home" $x `));
  home = join(scratch, ".groundplan", "loopback");
  await mkdir(home, { recursive: true, mode: 0o700 });
  cluster = openCluster(home);
  await cluster.createDatabase(first, password);
}, 60_000);

afterAll(async () => {
  await cluster.stop();
  await rm(scratch, { recursive: true });
});

/** Runs statements in a session of the project's login role. */
async function session<Result>(database: string, work: (client: pg.Client) => Promise<Result>, secret = password) {
  const client = new pg.Client({
    host: cluster.host,
    port: await cluster.port(),
    user: `postgres.${database}`,
    password: secret,
    database,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe("the login role", () => {
  it("is postgres as soon as it is in, and no superuser", async () => {
    const { rows } = await session(first, (client) =>
      client.query("select current_user, session_user, current_setting('is_superuser') super, version()"),
    );
    expect(rows[0]).toMatchObject({ current_user: "postgres", session_user: `postgres.${first}`, super: "off" });
    expect(rows[0].version).toMatch(/^PostgreSQL 17\./);
  });

  it("is refused with another password, and gets in with a new one after setPassword", async () => {
    await expect(session(first, async () => "in", "wrong")).rejects.toThrow("password authentication failed");
    await cluster.setPassword(first, "another");
    await expect(session(first, async () => "in", password)).rejects.toThrow("password authentication failed");
    expect(await session(first, async () => "in", "another")).toBe("in");
    await cluster.setPassword(first, password);
  });

  it("cannot enter another project's database", async () => {
    const second = "bbcdefghijklmnopqrst";
    await cluster.createDatabase(second, password);
    const stranger = new pg.Client({
      host: cluster.host,
      port: await cluster.port(),
      user: `postgres.${second}`,
      password,
      database: first,
    });
    await expect(stranger.connect()).rejects.toThrow("permission denied for database");
    await cluster.dropDatabase(second);
    await expect(session(second, async () => "in")).rejects.toThrow("password authentication failed");
  });
});

describe("an ordinary Supabase migration", () => {
  const folder = join(import.meta.dirname, "../database/fixtures/migrations");

  it("applies, and row level security holds as three roles", async () => {
    const files = (await readdir(folder)).sort();
    await session(first, async (client) => {
      for (const file of files) await client.query(await readFile(join(folder, file), "utf8"));
      await client.query(
        `insert into auth.users (id, email) values
           ('00000000-0000-0000-0000-000000000001', 'a@example.com'), ('00000000-0000-0000-0000-000000000002', 'b@example.com')`,
      );
      const count = async (role: string, subject: string) => {
        await client.query("begin");
        await client.query(`set local role ${role}`);
        await client.query("select set_config('request.jwt.claims', $1, true)", [
          JSON.stringify({ sub: subject, role }),
        ]);
        const { rows } = await client.query<{ n: number }>("select count(*)::int n from public.profiles");
        await client.query("rollback");
        return rows[0]?.n;
      };
      // The trigger on auth.users made one profile each: the owner sees his, a visitor none, the server all.
      expect(await count("authenticated", "00000000-0000-0000-0000-000000000001")).toBe(1);
      expect(await count("anon", "")).toBe(0);
      expect(await count("service_role", "")).toBe(2);
    });
  });

  it("makes tables that belong to postgres and are open to the API roles by default privileges", async () => {
    const { rows } = await session(first, (client) =>
      client.query(
        `select tableowner, has_table_privilege('anon', 'public.profiles', 'select') anon
           from pg_tables where schemaname = 'public' and tablename = 'profiles'`,
      ),
    );
    expect(rows).toEqual([{ tableowner: "postgres", anon: true }]);
  });

  it("may put policies and triggers on Supabase's own tables and take them off, and nothing else, as at the vendor", async () => {
    await session(first, async (client) => {
      await client.query(`
        drop trigger if exists on_auth_user_created on auth.users;
        create policy mine on storage.objects for select using (true);
        alter policy mine on storage.objects using (false);
        drop policy mine on storage.objects;
        create policy mine on realtime.messages for select to authenticated using (realtime.topic() = 'x')`);
      const refused = [
        "alter table auth.users add column mine text",
        "alter table storage.objects enable row level security",
        "create table auth.mine (id int)",
        "create index mine on storage.objects (name)",
        "drop function auth.uid() cascade",
      ];
      for (const statement of refused) await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
    });
  });

  it("finds every stub extension, each of which says what it is", async () => {
    const { rows } = await session(first, (client) =>
      client.query<{ name: string }>(
        "select name from pg_available_extensions where comment like 'Stub of %' order by 1",
      ),
    );
    expect(rows.map(({ name }) => name)).toEqual(stubs.map(({ extension }) => extension).sort());
  });

  it("creates the stubs, keeps a cron job, refuses a malformed schedule, and signs a token that verifies", async () => {
    await session(first, async (client) => {
      await client.query(
        "create extension pg_cron; create extension pg_net with schema extensions; create extension pgsodium",
      );
      await client.query("create extension pgjwt with schema extensions");
      await client.query("select cron.schedule('nightly', '0 3 * * *', 'select 1')");
      await expect(client.query("select cron.schedule('bad', '0 3', 'select 1')")).rejects.toThrow("invalid schedule");
      const { rows } = await client.query(
        `select jobname, (select valid from verify(sign('{"a":1}', 'k'), 'k')) ok, (select valid from verify(sign('{"a":1}', 'k'), 'x')) wrong
           from cron.job`,
      );
      expect(rows).toEqual([{ jobname: "nightly", ok: true, wrong: false }]);
    });
  });
});

describe("the folder", () => {
  const data = () => join(home, "postgres", "data");

  it("keeps data, password and programs private", async () => {
    const folder = join(home, "postgres");
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "data"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "superuser.password"))).mode & 0o777).toBe(0o600);
  });

  it("remembers no password of a login role, in statistics, log or catalogue", async () => {
    const marked = "marked_Password-0123456789";
    await cluster.setPassword(first, marked);
    expect(await session(first, async () => "in", marked)).toBe("in");
    await cluster.setPassword(first, password);
    const files = (await readdir(join(home, "postgres"), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes("/runtime"),
    );
    const holding = await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const content = await readFile(join(parentPath, name)).catch(() => undefined); // Postgres removes some meanwhile
        return content?.includes(marked) === true ? [name] : [];
      }),
    );
    expect(files.some(({ name }) => name === "pgss_query_texts.stat")).toBe(true);
    expect(holding.flat()).toEqual([]);
  });

  it("survives a restart on the same port", async () => {
    const port = await cluster.port();
    await cluster.stop();
    expect(await cluster.port()).toBe(port);
    expect(await session(first, async () => "in")).toBe("in");
  });

  it("is refused to a second cluster while the first runs", async () => {
    await expect(openCluster(home).port()).rejects.toMatchObject({ code: "cluster/in-use" });
    expect(await session(first, async () => "in")).toBe("in");
  });

  it("starts again after the server was killed", async () => {
    const pid = (await readPostmaster(data()))?.pid ?? 0;
    process.kill(pid, "SIGQUIT");
    await vi.waitFor(async () => expect((await describeProcess(pid)).command).toBe(""), 10_000);
    expect(await session(first, async () => "in")).toBe("in");
  });

  it("takes over from a loopback that was killed, and stops its server first", async () => {
    await cluster.stop();
    const module = JSON.stringify(join(import.meta.dirname, "../../../loopback/cluster/cluster.ts"));
    const code = `const { openCluster } = await import(${module}); console.log(await openCluster(process.env.HOME_OF_IT).port());`;
    const other = spawn(process.execPath, ["--input-type=module", "-e", code], { env: { HOME_OF_IT: home } });
    await once(other.stdout, "data");
    const orphan = (await readPostmaster(data()))?.pid ?? 0;
    other.kill("SIGKILL");
    await once(other, "exit");
    expect((await describeProcess(orphan)).command).toContain(data());

    expect(await session(first, async () => "in")).toBe("in");
    expect((await describeProcess(orphan)).command).not.toContain(data());
    expect((await readPostmaster(data()))?.pid).not.toBe(orphan);
  });
});

it("refuses names that Postgres would cut off or that are its own", async () => {
  for (const name of ["postgres", "supabase_template", "a".repeat(55), 'a"b', ""]) {
    await expect(cluster.createDatabase(name, password)).rejects.toMatchObject({ code: "cluster/database-name" });
  }
});
