import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "./cloud.ts";
import { SupabaseCloud } from "./supabase-cloud.ts";

let played: SupabaseCloud;
const ask = (methodAndPath: string, body?: unknown): Promise<Answer> => played.ask(methodAndPath, body);
/** A project that is up, by its path. */
let shop = "";

beforeAll(async () => {
  played = await SupabaseCloud.start();
  shop = await played.project();
}, 60_000);
afterAll(() => played.stop());

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
    const response = await fetch(`${played.cloud.control.origins.supabase}${shop}/functions/deploy?slug=${slug}`, {
      method: "POST",
      headers: { authorization: `Bearer ${played.cloud.control.environment["SUPABASE_ACCESS_TOKEN"]}` },
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
    const source = await fetch(`${played.cloud.control.origins.supabase}${shop}/functions/hello/body`, {
      headers: { authorization: `Bearer ${played.cloud.control.environment["SUPABASE_ACCESS_TOKEN"]}` },
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
