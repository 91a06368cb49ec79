import { createHash, createHmac } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, asker } from "./cloud.ts";
import { SupabaseCloud, wish } from "./supabase-cloud.ts";

let played: SupabaseCloud;
const ask = (methodAndPath: string, body?: unknown): Promise<Answer> => played.ask(methodAndPath, body);
/** A project that is up, by its path. */
let shop = "";

beforeAll(async () => {
  played = await SupabaseCloud.start();
}, 60_000);
afterAll(() => played.stop());

describe("a project", () => {
  it("comes up after it was read, and its configuration is refused until then", async () => {
    const made = await ask("POST /v1/projects", wish);
    expect(made).toMatchObject({ status: 201, body: { name: "shop", status: "COMING_UP", region: "eu-central-1" } });
    expect(made.body.ref).toMatch(/^[a-z]{20}$/);
    shop = `/v1/projects/${made.body.ref}`;
    expect((await ask(`GET ${shop}/config/auth`)).status).toBe(500);
    expect((await ask(`GET ${shop}/health?services=db`)).body).toEqual([
      { name: "db", healthy: false, status: "COMING_UP" },
    ]);
    expect((await ask(`GET ${shop}`)).body.status).toBe("COMING_UP");
    expect((await ask(`GET ${shop}`)).body).toMatchObject({
      status: "ACTIVE_HEALTHY",
      database: { host: `db.${made.body.ref}.supabase.co`, postgres_engine: "17" },
    });
    expect((await ask(`GET ${shop}/health?services=auth&services=db`)).body).toMatchObject([
      { name: "auth", healthy: true },
      { name: "db", healthy: true },
    ]);
  });

  it("is refused with a taken name, a foreign key in the body, no region and a wrong organisation", async () => {
    expect((await ask("POST /v1/projects", wish)).status).toBe(409);
    expect((await ask("POST /v1/projects", { ...wish, name: "b", colour: "red" })).body.message).toContain("colour");
    expect((await ask("POST /v1/projects", { ...wish, name: "b", region: undefined })).status).toBe(400);
    expect((await ask("POST /v1/projects", { ...wish, name: "b", organization_slug: "other" })).status).toBe(404);
    expect((await ask("GET /v1/projects")).body).toHaveLength(1);
  });

  it("is listed with its organisation, renamed, and gone after deletion: 404, and 406 for its configuration", async () => {
    const other = await ask("POST /v1/projects", {
      ...wish,
      name: "gone",
      region_selection: { type: "smartGroup", code: "emea" },
      region: undefined,
    });
    const path = `/v1/projects/${other.body.ref}`;
    expect((await ask(`PATCH ${path}`, { name: "leaving" })).body).toMatchObject({
      ref: other.body.ref,
      name: "leaving",
    });
    const list = await ask("GET /v1/organizations/loopbackorganization/projects?limit=1&offset=0&search=leaving");
    expect(list.body).toMatchObject({ projects: [{ name: "leaving" }], pagination: { count: 1, limit: 1, offset: 0 } });
    expect((await ask(`DELETE ${path}`)).status).toBe(200);
    expect((await ask(`GET ${path}`)).status).toBe(404);
    expect((await ask(`GET ${path}/postgrest`)).status).toBe(406);
    expect((await ask("GET /v1/organizations")).body).toHaveLength(1);
    expect((await ask("GET /v1/organizations/loopbackorganization")).body.name).toBe("Loopback");
  });

  it("is resized by an add-on, which takes time, and refuses point in time recovery on a small one", async () => {
    const addons = `${shop}/billing/addons`;
    expect((await ask(`PATCH ${addons}`, { addon_type: "pitr", addon_variant: "pitr_7" })).status).toBe(400);
    expect((await ask(`PATCH ${addons}`, { addon_type: "compute_instance", addon_variant: "ci_small" })).status).toBe(
      200,
    );
    expect((await ask(`GET ${shop}`)).body.status).toBe("RESIZING");
    expect((await ask(`GET ${shop}`)).body.status).toBe("ACTIVE_HEALTHY");
    expect((await ask(`PATCH ${addons}`, { addon_type: "pitr", addon_variant: "pitr_7" })).status).toBe(200);
    expect((await ask(`GET ${shop}/database/backups`)).body.pitr_enabled).toBe(true);
    const selected = (await ask(`GET ${addons}`)).body.selected_addons;
    expect(selected.map((addon: { variant: { id: string } }) => addon.variant.id)).toEqual(["ci_small", "pitr_7"]);
    expect((await ask(`DELETE ${addons}/pitr_7`)).status).toBe(200);
    expect((await ask(`DELETE ${addons}/pitr_7`)).status).toBe(404);
  });
});

describe("keys", () => {
  it("come with the project, and secret ones are masked unless asked for", async () => {
    const masked = (await ask(`GET ${shop}/api-keys`)).body;
    expect(masked.map((key: { name: string; type: string }) => `${key.type} ${key.name}`)).toEqual([
      "legacy anon",
      "legacy service_role",
      "publishable default",
      "secret default",
    ]);
    expect(masked[2].api_key).toMatch(/^sb_publishable_\w{22}_\w{8}$/);
    expect(masked[3].api_key).toContain("····");
    const shown = (await ask(`GET ${shop}/api-keys?reveal=true`)).body[3];
    expect(shown.api_key).toMatch(/^sb_secret_\w{22}_\w{8}$/);
    expect((await ask(`GET ${shop}/api-keys/${shown.id}?reveal=true`)).body.api_key).toBe(shown.api_key);
  });

  it("of the old kind are tokens signed with the project's own JWT secret", async () => {
    const { jwt_secret: secret } = (await ask(`GET ${shop}/postgrest`)).body;
    const anon: string = (await ask(`GET ${shop}/api-keys`)).body[0].api_key;
    const [header, claims = "", signature] = anon.split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ iss: "supabase", role: "anon" });
    expect(createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url")).toBe(signature);
  });

  it("are made, changed and removed; the old ones can be switched off", async () => {
    const made = await ask(`POST ${shop}/api-keys?reveal=true`, {
      type: "secret",
      name: "worker",
      description: "jobs",
    });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "worker", secret_jwt_template: { role: "service_role" } },
    });
    const path = `${shop}/api-keys/${made.body.id}`;
    expect((await ask(`PATCH ${path}`, { description: null })).body.description).toBe(null);
    expect((await ask(`POST ${shop}/api-keys`, { type: "secret", name: "worker" })).status).toBe(409);
    expect((await ask(`POST ${shop}/api-keys`, { type: "secret", name: "NO" })).status).toBe(400);
    expect((await ask(`DELETE ${path}`)).status).toBe(200);
    expect((await ask(`GET ${path}`)).status).toBe(404);
    expect((await ask(`PUT ${shop}/api-keys/legacy?enabled=false`)).body).toEqual({ enabled: false });
    expect((await ask(`GET ${shop}/api-keys`)).body).toHaveLength(2);
    expect((await ask(`PUT ${shop}/api-keys/legacy?enabled=true`)).body).toEqual({ enabled: true });
    expect((await ask(`GET ${shop}/api-keys/legacy`)).body).toEqual({ enabled: true });
  });
});

describe("function secrets", () => {
  it("are read as SHA-256, beside the builtin ones, and are removed by name", async () => {
    expect((await ask(`POST ${shop}/secrets`, [{ name: "STRIPE_KEY", value: "sk_test_12345678" }])).status).toBe(201);
    const list: { name: string; value: string }[] = (await ask(`GET ${shop}/secrets`)).body;
    expect(list.map(({ name }) => name)).toContain("SUPABASE_URL");
    expect(list.find(({ name }) => name === "STRIPE_KEY")?.value).toBe(
      createHash("sha256").update("sk_test_12345678").digest("hex"),
    );
    expect((await ask(`POST ${shop}/secrets`, [{ name: "SUPABASE_MINE", value: "x" }])).status).toBe(400);
    expect((await ask(`DELETE ${shop}/secrets`, ["STRIPE_KEY"])).status).toBe(200);
    expect((await ask(`GET ${shop}/secrets`)).body).toHaveLength(list.length - 1);
  });
});

describe("the database", () => {
  it("is reached by the pooler's answer, with the project's password, also after it was changed", async () => {
    const [pooler] = (await ask(`GET ${shop}/config/database/pooler`)).body;
    expect(pooler.connection_string).toContain("[YOUR-PASSWORD]");
    const connect = async (password: string) => {
      const { db_host: host, db_port: port, db_user: user, db_name: database } = pooler;
      const client = new pg.Client({ host, port, user, database, password });
      await client.connect();
      const { rows } = await client.query("select current_user as role");
      await client.end();
      return rows;
    };
    expect(await connect(wish.db_pass)).toEqual([{ role: "postgres" }]);
    expect((await ask(`PATCH ${shop}/database/password`, { password: "another-Pass-2" })).status).toBe(200);
    await expect(connect(wish.db_pass)).rejects.toThrow("password authentication failed");
    expect(await connect("another-Pass-2")).toEqual([{ role: "postgres" }]);
  });

  it("runs queries for real: rows, Postgres' own errors, and no writes where read-only", async () => {
    const run = (query: string, more: object = {}) => ask(`POST ${shop}/database/query`, { query, ...more });
    expect((await run("create table public.t (a int); insert into t values (1), (2)")).status).toBe(201);
    expect(await run("select a from t where a > $1", { parameters: [1] })).toMatchObject({
      status: 201,
      body: [{ a: 2 }],
    });
    expect((await run("select * from nope")).body.message).toContain('42P01: relation "nope" does not exist');
    expect((await run("delete from t", { read_only: true })).body.message).toContain("read-only transaction");
    expect((await ask(`GET ${shop}/database/migrations`)).body).toEqual([]);
    await run(`create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
      insert into supabase_migrations.schema_migrations (version, name) values ('20260102030405', 'first');
      insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true)`);
    expect((await ask(`GET ${shop}/database/migrations`)).body).toEqual([{ version: "20260102030405", name: "first" }]);
    expect((await ask(`GET ${shop}/storage/buckets`)).body).toMatchObject([{ id: "avatars", public: true }]);
  });
});

it("answers 501 to what it does not play, and 401 without a token", async () => {
  expect((await ask(`GET ${shop}/advisors/security`)).status).toBe(501);
  expect((await fetch(`${played.cloud.control.origins.supabase}${shop}`)).status).toBe(401);
});

it("keeps its projects and their databases over a restart, and drops both on reset", async () => {
  await played.restart();
  expect((await ask(`POST ${shop}/database/query`, { query: "select count(*)::int n from t" })).body).toEqual([
    { n: 2 },
  ]);
  const control = asker(played.cloud.control.controlUrl.replace(/\/$/, ""), played.cloud.control.controlToken);
  expect((await control("GET /_loopback/state")).body.supabase.projects).toMatchObject([{ name: "shop" }]);
  expect((await control("POST /_loopback/reset", {})).status).toBe(200);
  expect((await ask("GET /v1/projects")).body).toEqual([]);
});
