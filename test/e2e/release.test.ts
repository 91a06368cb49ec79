import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, Scratch } from "../support/scratch.ts";

/** The commands that pipelines call, as pipelines call them, on loopback and without an engine: vendors are seeded by hand. */
const scratch = new Scratch("groundplan releases'");
const team = "team_LoopbackTeam000000000001";
const project = "overview-web-local";
const host = "local.your-domain.com";
const commit = "c".repeat(40);
const password = "a-Database-password-1";
const outputs = join(scratch.folder, "outputs");
/** In a command's line, DUMP and BACKUPS stand for these paths, which have spaces and a quote in them. */
const backups = join(scratch.folder, "backups");
let dump = "";
let bypass: string;

type Json = Record<string, unknown>;

/** One call of a vendor's API by hand. */
async function api(vendor: "vercel" | "supabase", call: string, body?: unknown): Promise<Json> {
  const { origins, environment } = scratch.control;
  const [method = "", path = ""] = call.split(" ");
  const url = new URL(`${origins[vendor]}${path}`);
  if (vendor === "vercel") url.searchParams.set("teamId", team);
  const token = environment[vendor === "vercel" ? "VERCEL_API_TOKEN" : "SUPABASE_ACCESS_TOKEN"];
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${call}: ${response.status}`).toBe(true);
  return JSON.parse((await response.text()) || "null");
}

/** A Supabase project that is healthy, as `up` would leave it. */
async function database(name: string): Promise<string> {
  const body = { name, organization_slug: "loopbackorganization", db_pass: password, region: "eu-central-1" };
  const ref = String((await api("supabase", "POST /v1/projects", body))["ref"]);
  for (let looks = 0; looks < 20; looks++)
    if ((await api("supabase", `GET /v1/projects/${ref}`))["status"] === "ACTIVE_HEALTHY") return ref;
  throw new Error(`${name} does not get healthy`);
}

/** Runs a command; what it told GitHub is in `told`. */
async function run(line: string, environment: Record<string, string> = {}): Promise<Ran & { told: Json; json: Json }> {
  writeFileSync(outputs, "");
  const words = line.split(" ").map((word) => word.replace("DUMP", dump).replace("BACKUPS", backups));
  const ran = await scratch.groundplan(words, {
    environment: { GITHUB_OUTPUT: outputs, SUPABASE_DB_PASSWORD: password, ...environment },
  });
  const lines = readFileSync(outputs, "utf8").split("\n").filter(Boolean);
  const told = Object.fromEntries(lines.map((one) => one.split(/=(.*)/s).slice(0, 2)));
  return { ...ran, told, json: line.includes("--json") && ran.stdout !== "" ? JSON.parse(ran.stdout) : {} };
}

/** The deployment that the domain shows. */
async function shown(): Promise<unknown> {
  const { aliases = [] } = (await scratch.state())["vercel"] ?? {};
  return aliases.find(({ alias }) => alias === host)?.["deploymentId"];
}

const unhealthy = { vendor: "vercel", pathPattern: "/api/health$", kind: "status", status: 500, times: 1000 };
const sick = () => scratch.ask("POST", "faults", unhealthy);
const well = () => scratch.ask("DELETE", "faults");
const sql = (ref: string, query: string) => api("supabase", `POST /v1/projects/${ref}/database/query`, { query });

beforeAll(async () => {
  await scratch.loopback();
  await api("vercel", "POST /v11/projects", { name: project });
  await api("vercel", `POST /v10/projects/${project}/domains`, { name: host });
  const { protectionBypass } = await api("vercel", `PATCH /v1/projects/${project}/protection-bypass`, {});
  bypass = Object.keys(Object(protectionBypass))[0] ?? "";
});
afterAll(async () => {
  scratch.keepJournal("release");
  await scratch.remove();
});

describe("a release", () => {
  let first: unknown;
  let second: unknown;

  it("is built, and live at once where nobody holds it", async () => {
    const ran = await run(`deploy --ref ${commit}`);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.told).toEqual({ deployment: expect.stringMatching(/^dpl_/), url: expect.stringMatching(/^https:/) });
    first = ran.told["deployment"];
    expect(await shown()).toBe(first);
  });

  it("can be held: built for production, seen by nobody, the project's setting as it was", async () => {
    const ran = await run(`deploy --ref ${commit} --hold`);
    expect(ran.code, ran.stderr).toBe(0);
    second = ran.told["deployment"];
    expect(await shown()).toBe(first);
    expect(await api("vercel", `GET /v9/projects/${project}`)).toMatchObject({ autoAssignCustomDomains: true });
    const smoke = await run(`smoke --url ${ran.told["url"]} --within 2`, { VERCEL_AUTOMATION_BYPASS_SECRET: bypass });
    expect([smoke.code, smoke.stdout]).toEqual([0, expect.stringContaining(`ok   ${ran.told["url"]}/api/health: ok`)]);
    const closed = await run(`smoke --url ${ran.told["url"]} --within 1`, { VERCEL_AUTOMATION_BYPASS_SECRET: "x" });
    expect([closed.code, closed.stderr]).toEqual([1, expect.stringContaining("is protected by Vercel")]);
    expect(smoke.stdout + smoke.stderr + closed.stderr).not.toContain(bypass);
  });

  it("is not built twice while it waits, unless a variable has changed since", async () => {
    const again = await run(`deploy --ref ${commit} --hold --json`);
    expect([again.told["deployment"], again.stderr]).toEqual([second, expect.stringContaining("already and waits")]);
    expect(again.json).toMatchObject({ deployments: [{ deployment: second, reused: true, live: false }] });
    const other = await run(`deploy --ref ${"d".repeat(40)} --hold`);
    expect(other.told["deployment"]).not.toBe(second);
    const variable = { key: "COLOUR", value: "red", type: "plain", target: ["production"] };
    await api("vercel", `POST /v10/projects/${project}/env`, variable);
    const anew = await run(`deploy --ref ${commit} --hold --json`);
    expect(anew.json).toMatchObject({ deployments: [{ reused: false }] });
    expect(anew.told["deployment"]).not.toBe(second);
    second = anew.told["deployment"];
  });

  it("is asked before the migrations for what does not need them", async () => {
    const file = join(scratch.project, "src", "platform.ts");
    const declared = readFileSync(file, "utf8");
    const endpoints = 'smoke: [{ path: "/" }, { path: "/orders", afterMigrations: true }],';
    writeFileSync(file, declared.replace("release: {", `release: {\n    ${endpoints}`));
    await scratch.ask("POST", "faults", { ...unhealthy, pathPattern: "/orders$" });
    const url = `https://${host}`;
    const early = await run(`smoke --url ${url} --within 1 --before-migrations`);
    expect([early.code, early.stdout]).toEqual([0, expect.not.stringContaining("/orders")]);
    const late = await run(`smoke --url ${url} --within 1`);
    expect([late.code, late.stdout]).toEqual([2, expect.stringContaining(`FAIL ${url}/orders: 500, not 200`)]);
    await scratch.ask("POST", "faults", { ...unhealthy, pathPattern: "/$" });
    const hint = await run(`smoke --url ${url} --within 1 --before-migrations`);
    expect([hint.code, hint.stdout]).toEqual([2, expect.stringContaining("afterMigrations: true")]);
    await well();
    writeFileSync(file, declared);
  });

  it("whose promotion fails says what to go back to", async () => {
    const refusal = {
      vendor: "vercel",
      method: "POST",
      pathPattern: "/promote/",
      kind: "status",
      status: 400,
      times: 1,
    };
    await scratch.ask("POST", "faults", refusal);
    const ran = await run(`promote --deployment ${second}`);
    await well();
    expect([ran.code, ran.told]).toEqual([1, { previous: first }]);
    expect(await shown()).toBe(first);
  });

  it("is promoted as it was tested; promoting it again moves nothing and says so", async () => {
    const ran = await run(`promote --deployment ${second}`);
    expect([ran.code, ran.told]).toEqual([0, { deployment: second, previous: first }]);
    expect(await shown()).toBe(second);
    const again = await run(`promote --deployment ${second}`);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("already, nothing was moved")]);
    // What was live may be what failed there: it waits for no domain any more, and is not taken for a new release.
    const next = await run(`deploy --ref ${commit} --hold --json`);
    expect(next.json).toMatchObject({ deployments: [{ reused: false }] });
  });

  it("that turns out sick is rolled back, and that is seen", async () => {
    expect((await run("health")).stdout).toMatch(/^web: ok \(https:\/\/local\.your-domain\.com\/api\/health, 200/);
    await sick();
    const ill = await run("health --within 1 --json");
    expect([ill.code, ill.json]).toMatchObject([2, { applications: [{ health: "unhealthy", status: 500 }] }]);
    expect((await run("smoke --within 1")).code).toBe(2);
    const back = await run("rollback");
    expect([back.code, back.told]).toEqual([0, { deployment: first }]);
    expect(await shown()).toBe(first);
    await well();
    expect((await run("health")).code).toBe(0);
  });

  it("comes after a rollback all the same, by being promoted", async () => {
    const ran = await run(`deploy --ref ${commit}`);
    expect(ran.code, ran.stderr).toBe(0);
    expect(await shown()).toBe(ran.told["deployment"]);
    expect((await run(`rollback --to ${second}`)).code).toBe(0);
    expect(await shown()).toBe(second);
  });

  it.each(["deploy", "deploy --hold"])("whose build fails changes nothing: %s", async (command) => {
    const ran = await run(`${command} --ref x-loopback-build-fails`);
    expect([ran.code, ran.told]).toEqual([1, {}]);
    expect(ran.stderr).toMatch(/is ERROR \(BUILD_FAILED\).*\n.*read its log at https:\/\/vercel\.com\//);
    expect(await shown()).toBe(second);
    expect(await api("vercel", `GET /v9/projects/${project}`)).toMatchObject({ autoAssignCustomDomains: true });
  });

  it.each([
    ["promote --deployment dpl_nobody", "release/unknown-deployment"],
    ["rollback --to dpl_nobody", "release/unknown-deployment"],
    ["deploy", "release/no-commit"],
    [`deploy --app shop --ref ${commit}`, "release/no-app"],
    ["health --url ftp://x", "release/url"],
    ["smoke --within soon", "flag/seconds"],
    ["db restore --from nowhere.dump", "backup/not-whole"],
  ])("refuses in one clear error: %s", async (line, code) => {
    const ran = await run(`${line} --json`);
    expect([ran.code, ran.json]).toMatchObject([1, { problems: [{ code, fix: expect.any(String) }] }]);
  });
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
