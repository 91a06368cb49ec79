import { createHash, createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCluster } from "../../../loopback/cluster/cluster.ts";
import { type Cloud, startCloud } from "../../../loopback/core/cloud.ts";
import { supabase } from "../../../loopback/supabase/vendor.ts";
import { type Answer, asker } from "./cloud.ts";

let home: string;
let cloud: Cloud;

const ask = (methodAndPath: string, body?: unknown): Promise<Answer> =>
  asker(cloud.control.origins.supabase ?? "", cloud.control.environment["SUPABASE_ACCESS_TOKEN"] ?? "")(
    methodAndPath,
    body,
  );
const start = () =>
  startCloud({
    ...{ home, basePort: 0, rotateTokens: false, vendors: [supabase], cluster: openCluster(home) },
    ...{ now: () => new Date(), log: (line) => void log.push(line) },
  });
const log: string[] = [];
const wish = {
  name: "shop",
  organization_slug: "loopbackorganization",
  db_pass: "pass-word-1!",
  region: "eu-central-1",
};
/** A project that is up, by its path. */
let shop = "";

beforeAll(async () => {
  home = process.env["SUPABASE_TEST_HOME"] ?? (await mkdtemp(join(tmpdir(), "loopback-")));
  cloud = await start();
}, 60_000);
afterAll(async () => {
  await cloud.stop();
  if (!process.env["SUPABASE_TEST_HOME"]) await rm(home, { recursive: true });
  expect(log.filter((line) => !line.includes("unknown route"))).toEqual([]);
});

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

describe("settings", () => {
  it("of auth: every key in each read, secrets as a hash, unknown keys dropped, bad values refused", async () => {
    const before = (await ask(`GET ${shop}/config/auth`)).body;
    expect(Object.keys(before).length).toBe(237);
    const change = { site_url: "https://shop.example", jwt_exp: 7200, smtp_pass: "smtp-Password-9", nonsense: 1 };
    const after = (
      await ask(`PATCH ${shop}/config/auth`, { ...change, uri_allow_list: "https://a.example,https://b.example" })
    ).body;
    expect(after).toEqual({
      ...before,
      ...{ site_url: "https://shop.example", jwt_exp: 7200, uri_allow_list: "https://a.example,https://b.example" },
      smtp_pass: createHash("sha256").update("smtp-Password-9").digest("hex"),
    });
    expect((await ask(`GET ${shop}/config/auth`)).body).toEqual(after);
    expect((await ask(`PATCH ${shop}/config/auth`, { jwt_exp: 604_801 })).body.message).toContain("jwt_exp");
    expect((await ask(`PATCH ${shop}/config/auth`, { site_url: "https://a.example,b" })).status).toBe(400);
  });

  it("of the Data API, which is unhealthy when it is off", async () => {
    const changed = await ask(`PATCH ${shop}/postgrest`, { max_rows: 50, db_schema: "" });
    expect(changed.body).toEqual({
      db_schema: "",
      max_rows: 50,
      db_extra_search_path: "public, extensions",
      db_pool: null,
    });
    expect((await ask(`GET ${shop}/health?services=rest`)).body).toMatchObject([{ name: "rest", status: "UNHEALTHY" }]);
    expect((await ask(`PATCH ${shop}/postgrest`, { db_schema: "public" })).body.max_rows).toBe(50);
    expect((await ask(`GET ${shop}/health`)).status).toBe(400);
  });

  it("of Postgres, storage and realtime keep what is not sent and refuse foreign keys", async () => {
    expect((await ask(`PUT ${shop}/config/database/postgres`, { work_mem: "16MB" })).body).toEqual({
      work_mem: "16MB",
    });
    expect((await ask(`PUT ${shop}/config/database/postgres`, { statement_timeout: "30s" })).body).toEqual({
      ...{ work_mem: "16MB", statement_timeout: "30s" },
    });
    expect((await ask(`PUT ${shop}/config/database/postgres`, { colour: "red" })).status).toBe(400);
    expect(await ask(`PATCH ${shop}/config/storage`, { fileSizeLimit: 1000 })).toMatchObject({
      status: 200,
      body: null,
    });
    expect((await ask(`GET ${shop}/config/storage`)).body).toMatchObject({
      fileSizeLimit: 1000,
      features: { s3Protocol: { enabled: true } },
    });
    expect(await ask(`PATCH ${shop}/config/realtime`, { private_only: true })).toMatchObject({
      status: 204,
      body: null,
    });
    expect((await ask(`GET ${shop}/config/realtime`)).body).toMatchObject({
      private_only: true,
      presence_enabled: true,
    });
    expect((await ask(`PATCH ${shop}/config/realtime`, { connection_pool: 1000 })).status).toBe(400);
  });

  it("of the network: TLS takes a read to be applied, private ranges are refused", async () => {
    const put = await ask(`PUT ${shop}/ssl-enforcement`, { requestedConfig: { database: true } });
    expect(put.body).toEqual({ currentConfig: { database: true }, appliedSuccessfully: false });
    expect((await ask(`GET ${shop}/ssl-enforcement`)).body.appliedSuccessfully).toBe(false);
    expect((await ask(`GET ${shop}/ssl-enforcement`)).body.appliedSuccessfully).toBe(true);
    const apply = `POST ${shop}/network-restrictions/apply`;
    expect((await ask(apply, { dbAllowedCidrs: ["10.0.0.0/8"] })).body.message).toContain("private IP");
    expect((await ask(apply, { dbAllowedCidrs: ["2001:db8::/32"] })).status).toBe(400);
    expect(await ask(apply, { dbAllowedCidrs: ["203.0.113.0/24"], dbAllowedCidrsV6: [] })).toMatchObject({
      status: 201,
      body: { config: { dbAllowedCidrs: ["203.0.113.0/24"], dbAllowedCidrsV6: [] } },
    });
    const patched = await ask(`PATCH ${shop}/network-restrictions`, { add: { dbAllowedCidrsV6: ["2001:db8::/32"] } });
    expect(patched.body.config.dbAllowedCidrs).toContainEqual({ address: "2001:db8::/32", type: "v6" });
    expect((await ask(`GET ${shop}/network-restrictions`)).body.config.dbAllowedCidrsV6).toEqual(["2001:db8::/32"]);
  });
});

describe("edge functions", () => {
  const deploy = async (files: Record<string, string>, metadata: object, slug = "hello") => {
    const form = new FormData();
    form.set("metadata", JSON.stringify(metadata));
    for (const [path, content] of Object.entries(files)) form.append("file", new File([content], path));
    const response = await fetch(`${cloud.control.origins.supabase}${shop}/functions/deploy?slug=${slug}`, {
      method: "POST",
      headers: { authorization: `Bearer ${cloud.control.environment["SUPABASE_ACCESS_TOKEN"]}` },
      body: form,
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };

  it("are deployed: each one raises the version, the digest follows the content, and the sources come back", async () => {
    // The Supabase CLI names an empty import map where there is none.
    const entry = { entrypoint_path: "index.ts", import_map_path: "", verify_jwt: false };
    const first = await deploy({ "index.ts": "Deno.serve(() => new Response())" }, entry);
    expect(first).toMatchObject({
      status: 201,
      body: { slug: "hello", version: 1, verify_jwt: false, status: "ACTIVE" },
    });
    const same = await deploy({ "index.ts": "Deno.serve(() => new Response())" }, entry);
    expect(same.body).toMatchObject({ version: 2, id: first.body.id, ezbr_sha256: first.body.ezbr_sha256 });
    const changed = await deploy({ "index.ts": "Deno.serve(() => new Response('é'))" }, entry);
    expect(changed.body.ezbr_sha256).not.toBe(first.body.ezbr_sha256);
    const source = await fetch(`${cloud.control.origins.supabase}${shop}/functions/hello/body`, {
      headers: { authorization: `Bearer ${cloud.control.environment["SUPABASE_ACCESS_TOKEN"]}` },
    }).then((response) => response.formData());
    const file = source.get("file");
    expect(file instanceof File && (await file.text())).toBe("Deno.serve(() => new Response('é'))");
    expect((await ask(`GET ${shop}/functions`)).body).toMatchObject([{ slug: "hello", version: 3 }]);
  });

  it("are refused without their entrypoint, changed by name, and removed", async () => {
    expect((await deploy({ "other.ts": "" }, { entrypoint_path: "index.ts" })).body.message).toContain("index.ts");
    expect((await deploy({ "index.ts": "" }, {})).status).toBe(400);
    expect((await ask(`PATCH ${shop}/functions/hello`, { verify_jwt: true })).body).toMatchObject({
      verify_jwt: true,
      version: 3,
    });
    expect((await ask(`DELETE ${shop}/functions/hello`)).status).toBe(200);
    expect((await ask(`GET ${shop}/functions/hello`)).status).toBe(404);
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
  expect((await fetch(`${cloud.control.origins.supabase}${shop}`)).status).toBe(401);
});

it("keeps its projects and their databases over a restart, and drops both on reset", async () => {
  await cloud.stop();
  cloud = await start();
  expect((await ask(`POST ${shop}/database/query`, { query: "select count(*)::int n from t" })).body).toEqual([
    { n: 2 },
  ]);
  const control = asker(cloud.control.controlUrl.replace(/\/$/, ""), cloud.control.controlToken);
  expect((await control("GET /_loopback/state")).body.supabase.projects).toMatchObject([{ name: "shop" }]);
  expect((await control("POST /_loopback/reset", {})).status).toBe(200);
  expect((await ask("GET /v1/projects")).body).toEqual([]);
});
