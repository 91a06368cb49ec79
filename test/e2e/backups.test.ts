import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Called, password } from "./called.ts";

/** The commands that change and keep a database, as pipelines call them. */
const called = new Called("groundplan databases'");
const { scratch } = called;
const api: Called["api"] = (...call) => called.api(...call);
/** In a command's line, DUMP and BACKUPS stand for these paths, which have spaces and a quote in them. */
const backups = join(scratch.folder, "backups");
let dump = "";
const run = (line: string) => called.run(line, {}, { DUMP: dump, BACKUPS: backups });
const sql = (ref: string, query: string) => api("supabase", `POST /v1/projects/${ref}/database/query`, { query });

/** A Supabase project that is healthy, as `up` would leave it. */
async function database(name: string): Promise<string> {
  const body = { name, organization_slug: "loopbackorganization", db_pass: password, region: "eu-central-1" };
  const ref = String((await api("supabase", "POST /v1/projects", body))["ref"]);
  for (let looks = 0; looks < 20; looks++)
    if ((await api("supabase", `GET /v1/projects/${ref}`))["status"] === "ACTIVE_HEALTHY") return ref;
  throw new Error(`${name} does not get healthy`);
}

beforeAll(async () => {
  await scratch.loopback();
});
afterAll(async () => {
  scratch.keepJournal("backups");
  await scratch.remove();
});

describe("a database", () => {
  const migrations = join(scratch.project, "supabase", "migrations");
  let ref: string;

  beforeAll(async () => {
    ref = await database("overview-local");
  });

  it("gets what is pending, once", async () => {
    const ran = await run("db migrate --json");
    expect([ran.code, ran.json], ran.stderr).toMatchObject([0, { ref, present: [] }]);
    const files = readdirSync(migrations).map((name) => name.split("_")[0]);
    expect(ran.json["applied"]).toEqual(files);
    expect((await run("db migrate --json")).json).toMatchObject({ applied: [], present: files });
  });

  it("stays as it was where a migration fails, with file, line and Postgres' words", async () => {
    const file = join(migrations, "20990101000000_broken.sql");
    writeFileSync(file, "create table public.half (id int);\n\nselect nonsense from public.half;\n");
    const ran = await run("db migrate");
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("supabase/migrations/20990101000000_broken.sql:3");
    expect(ran.stderr).toContain('column "nonsense" does not exist');
    expect(await sql(ref, "select to_regclass('public.half') as half")).toEqual([{ half: null }]);
    writeFileSync(
      file,
      "create table public.half (id int);\nalter table public.half enable row level security;\nrevoke all on public.half from anon;\n",
    );
    expect((await run("db migrate")).code).toBe(0);
  });

  it("refuses to migrate what somebody changed by hand", async () => {
    await sql(ref, "alter table public.half add column by_hand text");
    const ran = await run("db migrate --json");
    expect([ran.code, ran.json]).toMatchObject([1, { problems: [{ code: "database/drift" }] }]);
    await sql(ref, "alter table public.half drop column by_hand");
  });

  it("is dumped whole, with a manifest, and no password in any argument or file", async () => {
    await sql(ref, "insert into auth.users (id, email) values (gen_random_uuid(), 'one@example.com')");
    await sql(ref, "insert into public.half values (1), (2)");
    const ran = await run(`db backup --out BACKUPS`);
    expect(ran.code, ran.stderr).toBe(0);
    dump = String(ran.told["file"]);
    expect(readdirSync(backups)).toHaveLength(2);
    const manifest = JSON.parse(readFileSync(`${dump}.json`, "utf8"));
    expect(manifest.rows).toMatchObject({ "public.half": 2, "auth.users": 1, "public.profiles": 1 });
    expect(manifest.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(manifest) + ran.stdout + ran.stderr).not.toContain(password);
  });

  it("is restored as planned, to the row and to the grant, and later things go", async () => {
    await sql(ref, "insert into public.half values (3); create table public.later (id int); create schema later");
    await sql(ref, "delete from auth.users");
    const plan = await run(`db restore --from DUMP`);
    expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining("public.half: 3 -> 2")]);
    expect(plan.stdout).toContain("public.later: 0 -> no table");
    expect(await sql(ref, "select count(*)::int as rows from public.half")).toEqual([{ rows: 3 }]);

    // A profile without its account cannot be: the restore ends there, and nothing has happened.
    const half = await run(`db restore --from DUMP --apply`);
    expect([half.code, half.stderr]).toEqual([1, expect.stringContaining("violates foreign key constraint")]);
    expect(await sql(ref, "select count(*)::int as rows from public.half")).toEqual([{ rows: 3 }]);

    const ran = await run(`db restore --from DUMP --apply --with-accounts --json`);
    expect([ran.code, ran.json], ran.stderr).toMatchObject([0, { restored: true, found: [] }]);
    expect(await sql(ref, "select (select count(*) from public.half)::int as rows, email from auth.users")).toEqual([
      { rows: 2, email: "one@example.com" },
    ]);
    const left =
      "select to_regclass('public.later') as later, has_table_privilege('anon', 'public.half', 'select') as anon";
    expect(await sql(ref, left)).toEqual([{ later: null, anon: false }]);
    expect((await run("db migrate --json")).json).toMatchObject({ applied: [] });
    const trigger = "insert into auth.users (id, email) values (gen_random_uuid(), 'two@example.com')";
    await sql(ref, trigger);
    expect(await sql(ref, "select count(*)::int as rows from public.profiles")).toEqual([{ rows: 2 }]);
  });

  it("refuses a dump that is not whole, and one that knows more than the checkout", async () => {
    const bytes = readFileSync(dump);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    const broken = join(backups, "broken.dump");
    writeFileSync(broken, bytes);
    const manifest = JSON.parse(readFileSync(`${dump}.json`, "utf8"));
    writeFileSync(`${broken}.json`, JSON.stringify({ ...manifest, file: "broken.dump" }));
    expect((await run("db restore --from BACKUPS/broken.dump")).stderr).toContain("its sha256 is");
    writeFileSync(
      `${dump}.json`,
      JSON.stringify({ ...manifest, migrations: [...manifest.migrations, "20991231000000"] }),
    );
    expect((await run(`db restore --from DUMP --json`)).json).toMatchObject({
      problems: [{ code: "restore/newer-than-files" }],
    });
    writeFileSync(`${dump}.json`, JSON.stringify(manifest));
  });

  it("whose data is protected is restored only when the loss is accepted in words", async () => {
    const file = join(scratch.project, "Pulumi.staging.yaml");
    const local = readFileSync(join(scratch.project, "Pulumi.local.yaml"), "utf8");
    writeFileSync(file, local.replace("kind: local", "kind: staging"));
    const staging = await database("overview-staging");
    const refused = await run(`db restore --stack staging --from DUMP --apply --with-accounts --json`);
    expect([refused.code, refused.json]).toMatchObject([1, { problems: [{ code: "restore/protected" }] }]);
    expect(await sql(staging, "select to_regclass('public.half') as half")).toEqual([{ half: null }]);
    const line = `db restore --stack staging --from DUMP --apply --with-accounts --i-accept-data-loss`;
    const ran = await run(line);
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(await sql(staging, "select count(*)::int as rows from public.half")).toEqual([{ rows: 2 }]);
    expect(existsSync(join(scratch.project, ".groundplan", "stacks"))).toBe(false);
  });
});
