import { createHash } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, asker, at, clientOf, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let control: Ask;
let vercel: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  control = controlOf(cloud.control);
  vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
});
afterAll(() => cloud.stop());

/** `fetch` chooses the Host header itself, so this goes below it. */
function statusWithHost(origin: string, path: string, host: string, token: string): Promise<number> {
  const url = new URL(path, origin);
  return new Promise((resolve, reject) => {
    request(url, { headers: { host, authorization: `Bearer ${token}` } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("who may use the control routes", () => {
  it("lets the holder of the token in", async () => {
    expect((await control("GET status")).status).toBe(200);
  });

  it("refuses a missing and a wrong token with 401", async () => {
    const { controlUrl } = cloud.control;
    expect((await asker(controlUrl, "")("GET /_loopback/status")).status).toBe(401);
    expect((await asker(controlUrl, "x".repeat(43))("GET /_loopback/status")).status).toBe(401);
  });

  it("refuses a vendor's token", async () => {
    const token = cloud.control.environment["VERCEL_API_TOKEN"] ?? "";
    expect((await asker(cloud.control.controlUrl, token)("GET /_loopback/status")).status).toBe(401);
  });

  it("refuses a web page, even with the token, and sends no CORS header", async () => {
    const answer = await control("GET status", undefined, { origin: "http://x" });
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("refuses any Host that is not loopback with its own port", async () => {
    const { controlUrl, controlToken, basePort } = cloud.control;
    for (const host of ["evil", `evil:${basePort}`, "127.0.0.1", `127.0.0.1:${basePort + 1}`])
      expect(await statusWithHost(controlUrl, "/_loopback/status", host, controlToken), host).toBe(403);
    for (const host of [`127.0.0.1:${basePort}`, `localhost:${basePort}`, `[::1]:${basePort}`])
      expect(await statusWithHost(controlUrl, "/_loopback/status", host, controlToken), host).toBe(200);
  });

  it("guards the vendors' ports in the same way", async () => {
    const { origins, environment } = cloud.control;
    const token = environment["VERCEL_API_TOKEN"] ?? "";
    expect((await vercel("GET /v2/user", undefined, { origin: "http://x" })).status).toBe(403);
    expect(await statusWithHost(origins["vercel"] ?? "", "/v2/user", "evil", token)).toBe(403);
  });
});

describe("what the control routes take", () => {
  it("takes JSON only", async () => {
    const answer = await control("POST faults", "vendor=vercel", {
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(answer.status).toBe(415);
  });

  it("names the allowed methods of a route, and the routes", async () => {
    const answer = await control("PUT faults");
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST, DELETE"]);
    expect((await control("GET nothing")).status).toBe(404);
  });

  it("tells every problem of a fault", async () => {
    const { status, body } = await control("POST faults", {
      vendor: "vercle",
      times: 0,
      kind: "slow",
      pathPattern: "(",
    });
    expect(status).toBe(400);
    for (const field of ["vendor", "times", "pathPattern"]) expect(at(body, "error")).toContain(field);
    expect((await control("POST faults", "{")).status).toBe(400);
  });
});

describe("what the control routes do", () => {
  it("shows every vendor's state and counts requests and unknown routes", async () => {
    await vercel("POST /v11/projects", { name: "counted" });
    await vercel("GET /v9/nothing/here");
    const { body: state } = await control("GET state");
    expect(column(state, "name", "vercel", "projects")).toContain("counted");
    expect(at(state, "posthog", "projects")).toEqual([]);
    const { body: status } = await control("GET status");
    expect(status).toMatchObject({ vendors: { vercel: { unknownRoutes: 1 } } });
    expect(at(status, "vendors", "vercel", "requests")).toBeGreaterThanOrEqual(2);
  });

  it("empties every vendor on reset, and tokens go on", async () => {
    await vercel("POST /v11/projects", { name: "gone" });
    expect((await control("POST reset", {})).status).toBe(200);
    expect(at((await control("GET state")).body, "vercel", "projects")).toEqual([]);
    expect(at((await vercel("GET /v10/projects")).body, "projects")).toEqual([]);
  });

  it("lets a rate limit bite, and forgets it again", async () => {
    await control("POST limits", { vendor: "vercel", limit: 2, windowMs: 60_000 });
    const answers = [await vercel("GET /v2/user"), await vercel("GET /v2/user"), await vercel("GET /v2/user")];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get("x-ratelimit-remaining"))).toEqual(["1", "0", "0"]);
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(at(answers[2]?.body, "error", "code")).toBe("rate_limited");
    await control("POST limits", { vendor: "vercel" });
    expect((await vercel("GET /v2/user")).status).toBe(200);
  });

  it("seeds the accounts that a stack expects", async () => {
    const id = "team_0123456789abcdefghijklmn";
    expect((await vercel(`GET /v10/projects?teamId=${id}`)).status).toBe(403);
    await control("POST seed", { vendor: "vercel", accounts: { teams: [{ id, slug: "acme" }] } });
    expect((await vercel(`GET /v10/projects?teamId=${id}`)).status).toBe(200);
    expect((await control("POST seed", { vendor: "vercel", accounts: { team: [] } })).status).toBe(400);
  });

  it("says where a secret of a known digest is kept, and nothing of others", async () => {
    await vercel("POST /v11/projects", { name: "held" });
    const variable = { key: "API_KEY", value: "correct-Horse-7", type: "sensitive", target: ["production"] };
    expect((await vercel("POST /v10/projects/held/env", variable)).status).toBe(201);
    const digest = (value: string) => createHash("sha256").update(value).digest("hex");
    const ask = async (value: string) =>
      (await control("POST holds", { vendor: "vercel", sha256: digest(value) })).body;
    expect(await ask("correct-Horse-7")).toEqual({ places: ["variables/API_KEY/value"] });
    expect(await ask("correct-Horse-8")).toEqual({ places: [] });
    expect((await control("POST holds", { vendor: "vercel", sha256: "correct-Horse-7" })).status).toBe(400);
  });

  it("gives the journal in parts and clears it", async () => {
    await control("DELETE journal");
    await vercel("GET /v2/user");
    await vercel("GET /v2/teams");
    const { body } = await control("GET journal?since=1");
    expect([body.first, body.next, body.entries.map((entry: { path: string }) => entry.path)]).toEqual([
      1,
      2,
      ["/v2/teams"],
    ]);
  });
});
