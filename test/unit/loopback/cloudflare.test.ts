import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudflare as played } from "../../../loopback/cloudflare/vendor.ts";
import { type Ask, asker, at, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

const zone = "0123456789abcdef0123456789abcdef";
let cloud: TestCloud;
let cloudflare: Ask;
let origin: string;

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [played] });
  origin = cloud.control.origins["cloudflare"] ?? "";
  cloudflare = asker(origin, cloud.control.environment["CLOUDFLARE_API_TOKEN"] ?? "");
  const accounts = { zones: [{ id: zone, name: "example.com" }, { name: "example.org" }] };
  await controlOf(cloud.control)("POST seed", { vendor: "cloudflare", accounts });
});
afterAll(() => cloud.stop());

const records = `/zones/${zone}/dns_records`;

describe("Cloudflare", () => {
  it("answers in its envelope, under its own address, with what is left of the limit", async () => {
    const answer = await cloudflare("GET /client/v4/zones?name=example.com");
    expect(answer.body).toMatchObject({ success: true, errors: [], result: [{ id: zone, status: "active" }] });
    expect(answer.body).toMatchObject({ result_info: { page: 1, count: 1, total_count: 1, total_pages: 1 } });
    expect(answer.headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
    expect(answer.headers.get("ratelimit-policy")).toMatch(/;w=300$/);
    expect((await cloudflare("GET /user/tokens/verify")).body).toMatchObject({ result: { status: "active" } });
  });

  it("refuses a missing and a wrong token in its own words", async () => {
    expect(await asker(origin, "")("GET /zones")).toMatchObject({ status: 400, body: { errors: [{ code: 9106 }] } });
    expect(await asker(origin, "x")("GET /zones")).toMatchObject({
      status: 401,
      body: { success: false, errors: [{ code: 10_000, message: "Authentication error" }] },
    });
    expect(await cloudflare("GET /accounts")).toMatchObject({ status: 501, body: { success: false } });
  });

  it("pages its lists", async () => {
    for (const number of [1, 2, 3])
      await cloudflare(`POST ${records}`, { name: `n${number}`, type: "A", content: "192.0.2.1" });
    const { body } = await cloudflare(`GET ${records}?per_page=2&page=2`);
    expect(column(body, "name", "result")).toEqual(["n3.example.com"]);
    expect(at(body, "result_info")).toEqual({ page: 2, per_page: 2, count: 1, total_count: 3, total_pages: 2 });
  });

  it("keeps a TXT in quotes, and a proxied record's time to live to itself", async () => {
    const text = await cloudflare(`POST ${records}`, { name: "@", type: "TXT", content: "hello" });
    expect(text.body).toMatchObject({ result: { name: "example.com", content: '"hello"' } });
    const proxied = { name: "p", type: "A", content: "192.0.2.1", ttl: 300, proxied: true };
    expect((await cloudflare(`POST ${records}`, proxied)).body).toMatchObject({ result: { ttl: 1, proxiable: true } });
  });

  it.each([
    [{ name: "n1", type: "A", content: "192.0.2.1" }, 81_058],
    [{ name: "n1", type: "CNAME", content: "example.net" }, 81_053],
    [{ name: "x", type: "A", content: "example.net" }, 9005],
    [{ name: "x", type: "MX", content: "example.net" }, 9100],
    [{ name: "x", type: "SRV", content: "example.net" }, 9101],
    [{ name: "x", type: "A", content: "192.0.2.1", ttl: 5 }, 9021],
    [{ name: "x", type: "TXT", content: "a", proxied: true }, 9004],
    [{ type: "A" }, 9207],
  ])("refuses the record %j", async (record, code) => {
    const answer = await cloudflare(`POST ${records}`, record);
    expect(answer).toMatchObject({ status: 400, body: { success: false, errors: [{ code }] } });
  });

  it("replaces all rules of a phase, keeps those with a ref, and has 404 before", async () => {
    const path = `/zones/${zone}/rulesets/phases/http_request_firewall_custom/entrypoint`;
    expect(await cloudflare(`GET ${path}`)).toMatchObject({ status: 404, body: { errors: [{ code: 10_003 }] } });
    const rule = { action: "log", expression: "true" };
    const first = await cloudflare(`PUT ${path}`, { rules: [{ ...rule, ref: "a" }, rule] });
    const second = await cloudflare(`PUT ${path}`, { rules: [{ ...rule, ref: "a", enabled: false }, rule] });
    const ids = (answer: typeof first) => column(answer.body, "id", "result", "rules");
    expect(ids(second)[0]).toBe(ids(first)[0]);
    expect(ids(second)[1]).not.toBe(ids(first)[1]);
    expect(at(second.body, "result", "version")).toBe("2");
    const wrong = await cloudflare(`PUT ${path}`, { rules: [{ ...rule, ratelimit: { period: 10 } }] });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ code: 20_120 }] } });
    const gone = await cloudflare(`DELETE /zones/${zone}/rulesets/${at(second.body, "result", "id")}`);
    expect(gone).toMatchObject({ status: 204, body: null });
  });

  it("has each setting from the start, and shows those that were changed", async () => {
    const path = `/zones/${zone}/settings/min_tls_version`;
    expect((await cloudflare(`GET ${path}`)).body).toMatchObject({ result: { value: "1.0", editable: true } });
    expect(await cloudflare(`PATCH ${path}`, { value: "9" })).toMatchObject({ status: 400 });
    const shown = async () => at((await controlOf(cloud.control)("GET state")).body, "cloudflare", "zone_settings");
    await cloudflare(`PATCH ${path}`, { value: "1.2" });
    expect(await shown()).toMatchObject([{ zone_id: zone, id: "min_tls_version", value: "1.2" }]);
    await cloudflare(`PATCH ${path}`, { value: "1.0" });
    expect(await shown()).toEqual([]);
  });
});
