import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { upstash as vendor } from "../../../loopback/upstash/vendor.ts";
import { type Ask, asker, at, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let upstash: Ask;
const basic = (user = "", password = "") => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [vendor] });
  const { origins, environment } = cloud.control;
  const ask = asker(origins["upstash"] ?? "", "");
  const authorization = basic(environment["UPSTASH_EMAIL"], environment["UPSTASH_API_KEY"]);
  upstash = (call, body, headers) => ask(call, body, { authorization, ...headers });
});
afterAll(() => cloud.stop());

const newDatabase = async (database_name: string) =>
  (await upstash("POST /v2/redis/database", { database_name, region: "global", primary_region: "eu-west-1" })).body;

describe("Upstash on loopback", () => {
  it("takes the e-mail and the key together, nothing else", async () => {
    const { UPSTASH_EMAIL: email, UPSTASH_API_KEY: key } = cloud.control.environment;
    const statusOf = async (authorization: string) =>
      (await upstash("GET /v2/redis/databases", undefined, { authorization })).status;
    expect(await statusOf(basic(email, key))).toBe(200);
    for (const wrong of [basic(email, "x"), basic("x", key), `Bearer ${key}`]) expect(await statusOf(wrong)).toBe(401);
  });

  it("tells what opens a database once it is asked for, and not in lists, state or journal", async () => {
    const made = await newDatabase("open");
    const path = `/v2/redis/database/${at(made, "database_id")}`;
    expect((await upstash(`GET ${path}`)).body).toMatchObject({ password: at(made, "password"), state: "active" });
    expect((await upstash(`GET ${path}?credentials=hide`)).body).not.toHaveProperty("password");
    const control = controlOf(cloud.control);
    for (const where of [upstash("GET /v2/redis/databases"), control("GET state"), control("GET journal")])
      expect(JSON.stringify((await where).body)).not.toContain(at(made, "password"));
  });

  it("sets one thing a call", async () => {
    const id = at(await newDatabase("calls"), "database_id");
    for (const what of ["enable-eviction", "enable-autoupgrade", "enable-prodpack", "disable-autoupgrade"])
      expect((await upstash(`POST /v2/redis/${what}/${id}`)).body, what).toBe("OK");
    expect((await upstash(`POST /v2/redis/reset-password/${id}`)).body).toHaveProperty("password");
    expect((await upstash(`GET /v2/redis/database/${id}`)).body).toMatchObject({
      eviction: true,
      auto_upgrade: false,
      prod_pack_enabled: true,
      allowed_ip_ranges: [],
    });
    expect((await upstash(`POST /v2/redis/disable-tls/${id}`)).status).toBe(501);
  });

  it("refuses in its own words", async () => {
    const id = at(await newDatabase("refusals"), "database_id");
    expect(await upstash(`POST /v2/redis/update-regions/${id}`, { read_regions: ["eu-west-1"] })).toMatchObject({
      status: 400,
      body: { error: "read regions cannot include the primary region" },
    });
    expect((await upstash(`POST /v2/redis/update-allowlist/${id}`, { allowed_ips: ["office"] })).status).toBe(400);
    expect((await upstash(`DELETE /v2/redis/database/${id}`)).body).toBe("OK");
    expect(await upstash(`DELETE /v2/redis/database/${id}`)).toMatchObject({
      status: 404,
      body: { error: "database not found" },
    });
  });
});
