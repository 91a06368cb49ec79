import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { betterstack as vendor } from "../../../loopback/betterstack/vendor.ts";
import { type Ask, asker, at, column, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let betterstack: Ask;

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [vendor] });
  const { origins, environment } = cloud.control;
  betterstack = asker(origins["betterstack"] ?? "", environment["BETTERSTACK_API_TOKEN"] ?? "");
});
afterAll(() => cloud.stop());

const newMonitor = async (body: object = {}) =>
  (await betterstack("POST /api/v2/monitors", { monitor_type: "status", url: "https://a.example", ...body })).body;

describe("Better Stack on loopback", () => {
  it("has both of its hosts on one port", async () => {
    const { environment, origins } = cloud.control;
    const origin = origins["betterstack"];
    expect(environment).toMatchObject({
      BETTERSTACK_UPTIME_URL: `${origin}/uptime`,
      BETTERSTACK_TELEMETRY_URL: `${origin}/telemetry`,
    });
    for (const path of ["/uptime/api/v2/monitors", "/telemetry/api/v2/sources", "/api/v2/heartbeats"])
      expect((await betterstack(`GET ${path}`)).status, path).toBe(200);
    expect((await asker(`${origin}`, "wrong")("GET /uptime/api/v2/monitors")).body).toEqual({
      errors: "Invalid Team API token",
    });
  });

  it("pages by number, with addresses of the pages beside it", async () => {
    for (const name of ["a", "b", "c"]) await newMonitor({ pronounceable_name: name });
    const first = (await betterstack("GET /api/v2/monitors?per_page=2")).body;
    expect(column(first, "type", "data")).toEqual(["monitor", "monitor"]);
    expect(at(first, "pagination", "next")).toMatch(/\/uptime\/api\/v2\/monitors\?page=2&per_page=2$/);
    const last = (await betterstack("GET /api/v2/monitors?per_page=2&page=2")).body;
    expect([at(last, "pagination", "next"), at(last, "pagination", "prev")]).toEqual([null, expect.any(String)]);
  });

  it("says which fields are wrong", async () => {
    expect(await betterstack("POST /api/v2/heartbeats", { name: "", period: 5 })).toMatchObject({
      status: 422,
      body: { errors: { name: [expect.any(String)], period: [expect.any(String)], grace: [expect.any(String)] } },
    });
    expect(await newMonitor({ monitor_type: "keyword" })).toEqual({ errors: { required_keyword: ["can't be blank"] } });
    expect(await newMonitor({ monitor_group_id: 9 })).toEqual({ errors: { monitor_group_id: ["is invalid"] } });
    expect((await betterstack("GET /api/v2/monitors/1")).status).toBe(404);
  });

  it("masks the password, tells a pause by its time, and edits headers by id", async () => {
    const made = await newMonitor({
      auth_password: "a password",
      paused: true,
      request_headers: [{ name: "A", value: "1" }],
    });
    expect(at(made, "data", "attributes")).toMatchObject({
      auth_password: "********",
      paused_at: expect.any(String),
      status: "paused",
      request_headers: [{ name: "A", value: "1" }],
    });
    const id = at(made, "data", "attributes", "request_headers", 0, "id");
    const path = `PATCH /api/v2/monitors/${at(made, "data", "id")}`;
    const headers = async (request_headers: object[]) =>
      at((await betterstack(path, { request_headers })).body, "data", "attributes", "request_headers");
    expect(
      await headers([
        { id, value: "2" },
        { name: "B", value: "3" },
      ]),
    ).toMatchObject([{ value: "2" }, { name: "B" }]);
    expect(await headers([{ id, _destroy: true }])).toMatchObject([{ name: "B" }]);
  });

  it("never changes where a source keeps its logs", async () => {
    const { body } = await betterstack("POST /api/v2/sources", { name: "a", platform: "http", data_region: "germany" });
    expect(at(body, "data", "attributes")).toMatchObject({ data_region: "eu-nbg-2", logs_retention: 3 });
    const path = `/api/v2/sources/${at(body, "data", "id")}`;
    expect((await betterstack(`PATCH ${path}`, { platform: "ruby" })).body).toEqual({
      errors: { platform: ["cannot be changed"] },
    });
    expect([(await betterstack(`DELETE ${path}`)).status, (await betterstack(`DELETE ${path}`)).status]).toEqual([
      204, 404,
    ]);
  });
});
