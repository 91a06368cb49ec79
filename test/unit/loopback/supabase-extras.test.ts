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

describe("beside the project", () => {
  it.each([
    ["POST", "/config/auth/third-party-auth", {}, 400, "exactly one of"],
    ["POST", "/config/auth/third-party-auth", { jwks_url: "https://a", oidc_issuer_url: "https://a" }, 400, "exactly"],
    ["DELETE", "/config/auth/third-party-auth/nobody", undefined, 404, "not found"],
    ["GET", "/custom-hostname", undefined, 404, "not found"],
    ["POST", "/custom-hostname/initialize", { custom_hostname: "api.shop.example" }, 400, "add-on"],
    ["POST", "/custom-hostname/activate", undefined, 404, "not found"],
    ["POST", "/read-replicas/setup", { read_replica_region: "moon-1" }, 400, "read_replica_region"],
    ["POST", "/read-replicas/remove", { database_identifier: "nobody" }, 404, "not found"],
    ["DELETE", "/vanity-subdomain", undefined, 404, "not found"],
    ["GET", "/branches", undefined, 422, "branching"],
    ["POST", "/branches", { branch_name: "first" }, 422, "branching"],
    ["PATCH", "/database/backups/schedule", {}, 400, "schedule_for"],
    ["POST", "/functions", { slug: "1", name: "x", body: "" }, 400, "slug"],
  ])("%s %s with %j is refused", async (method, path, body, status, words) => {
    const answer = await ask(`${method} ${shop}${path}`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(words);
  });

  it("a host name goes its way step by step", async () => {
    await ask(`PATCH ${shop}/billing/addons`, { addon_type: "custom_domain", addon_variant: "cd_default" });
    const begun = await ask(`POST ${shop}/custom-hostname/initialize`, { custom_hostname: "api.shop.example" });
    expect(begun.body).toMatchObject({
      status: "2_initiated",
      data: { result: { ssl: { status: "pending_validation" } } },
    });
    expect((await ask(`POST ${shop}/custom-hostname/activate`)).status).toBe(400);
    const status = async (path: string) => (await ask(`POST ${shop}/custom-hostname${path}`)).body.status;
    expect(await status("/reverify")).toBe("3_challenge_verified");
    expect(await status("/reverify")).toBe("4_origin_setup_completed");
    expect(await status("/activate")).toBe("5_services_reconfigured");
    expect((await ask(`GET ${shop}/vanity-subdomain`)).body).toMatchObject({ status: "custom-domain-used" });
    expect((await ask(`DELETE ${shop}/custom-hostname?remove_addon=true`)).status).toBe(200);
    expect((await ask(`GET ${shop}/billing/addons`)).body.selected_addons).toEqual([]);
  });

  it("a replica comes up in the organisation's list, and is in the pooler's", async () => {
    await ask(`POST ${shop}/read-replicas/setup`, { read_replica_region: "us-east-1" });
    const listed = async () => {
      const { projects } = (await ask("GET /v1/organizations/loopbackorganization/projects")).body;
      return projects[0].databases.map(({ type, status }: { type: string; status: string }) => `${type} ${status}`);
    };
    expect(await listed()).toEqual(["PRIMARY ACTIVE_HEALTHY", "READ_REPLICA INIT_READ_REPLICA"]);
    await listed();
    expect(await listed()).toEqual(["PRIMARY ACTIVE_HEALTHY", "READ_REPLICA ACTIVE_HEALTHY"]);
    const poolers = (await ask(`GET ${shop}/config/database/pooler`)).body;
    expect(poolers.map(({ database_type }: { database_type: string }) => database_type)).toEqual([
      "PRIMARY",
      "READ_REPLICA",
    ]);
    const { identifier } = poolers[1];
    expect((await ask(`POST ${shop}/read-replicas/remove`, { database_identifier: identifier })).status).toBe(201);
    expect(await listed()).toEqual(["PRIMARY ACTIVE_HEALTHY"]);
  });

  it("a branch has a database of its own, is no project, and survives a restart", async () => {
    await ask(`POST ${shop}/branches`, { branch_name: "Production", is_default: true });
    const { id, project_ref } = (await ask(`POST ${shop}/branches`, { branch_name: "cart", persistent: true })).body;
    expect((await ask(`POST ${shop}/branches`, { branch_name: "cart" })).status).toBe(409);
    expect((await ask(`GET /v1/projects/${project_ref}`)).status).toBe(404);
    await played.restart();
    const states = [];
    for (let look = 0; look < 3; look += 1) states.push((await ask(`GET /v1/branches/${id}`)).body.status);
    expect(states).toEqual(["COMING_UP", "COMING_UP", "ACTIVE_HEALTHY"]);
    expect((await ask(`GET /v1/branches/${project_ref}`)).body).toMatchObject({
      db_user: `postgres.${project_ref}`,
      db_pass: expect.stringMatching(/^\w{24}$/),
    });
    expect((await ask(`DELETE /v1/branches/${id}`)).status).toBe(422);
    await ask(`PATCH /v1/branches/${id}`, { persistent: false });
    expect((await ask(`DELETE /v1/branches/${id}`)).body).toEqual({ message: "ok" });
    expect((await ask(`GET /v1/branches/${id}`)).status).toBe(404);
  });

  it("a function is made from one source text, once", async () => {
    const wish = { slug: "hello", name: "Hello", body: "Deno.serve(() => new Response())", verify_jwt: false };
    const made = await ask(`POST ${shop}/functions`, wish);
    expect(made).toMatchObject({ status: 201, body: { slug: "hello", version: 1, verify_jwt: false } });
    expect((await ask(`POST ${shop}/functions`, wish)).status).toBe(409);
  });
});
