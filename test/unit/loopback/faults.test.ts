import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createFaults, faultSchema } from "../../../loopback/core/faults.ts";
import { type Ask, at, clientOf, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let control: Ask;
let vercel: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  control = controlOf(cloud.control);
  vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
});
beforeEach(async () => {
  await control("POST reset", {});
  await control("DELETE faults");
  await control("DELETE journal");
});
afterAll(() => cloud.stop());

async function names(): Promise<unknown[]> {
  const { body } = await vercel("GET /v10/projects");
  return column(body, "name", "projects");
}

describe("faults that clients meet", () => {
  it("status: the vendor does nothing and answers in its own shape", async () => {
    await control("POST faults", {
      vendor: "vercel",
      method: "write",
      times: 1,
      kind: "status",
      status: 503,
      headers: { "retry-after": "7" },
    });
    const spoilt = await vercel("POST /v11/projects", { name: "web" });
    expect([spoilt.status, spoilt.headers.get("retry-after"), typeof at(spoilt.body, "error", "code")]).toEqual([
      503,
      "7",
      "string",
    ]);
    expect(await names()).toEqual([]);
    expect((await vercel("POST /v11/projects", { name: "web" })).status).toBe(200);
  });

  it("echo: the vendor does nothing and repeats the request, which the journal does not", async () => {
    await control("POST faults", { vendor: "vercel", method: "POST", times: 1, kind: "echo", status: 400 });
    const { status, body } = await vercel("POST /v11/projects", { name: "web", password: "correct-Horse-7" });
    expect([status, JSON.stringify(body).includes("correct-Horse-7")]).toEqual([400, true]);
    expect(await names()).toEqual([]);
    const journal = JSON.stringify((await control("GET journal")).body);
    expect(journal).toContain('"fault":"echo"');
    expect(journal).not.toContain("correct-Horse-7");
  });

  it("drop-request: the connection ends and the vendor did nothing", async () => {
    await control("POST faults", { vendor: "vercel", method: "POST", times: 1, kind: "drop-request" });
    await expect(vercel("POST /v11/projects", { name: "web" })).rejects.toThrow("fetch failed");
    expect(await names()).toEqual([]);
  });

  it("drop-response: the connection ends and the vendor acted", async () => {
    await control("POST faults", { vendor: "vercel", method: "POST", times: 1, kind: "drop-response" });
    await expect(vercel("POST /v11/projects", { name: "web" })).rejects.toThrow("fetch failed");
    expect(await names()).toEqual(["web"]);
    const { body } = await control("GET journal");
    expect(at(body, "entries", 0)).toMatchObject({ status: 200, fault: "drop-response" });
  });

  it("garbage: the vendor acted and the body is no JSON", async () => {
    await control("POST faults", { vendor: "vercel", method: "POST", times: 1, kind: "garbage" });
    const { status, body } = await vercel("POST /v11/projects", { name: "web" });
    expect([status, typeof body]).toEqual([200, "string"]);
    expect(await names()).toEqual(["web"]);
  });

  it("slow: the vendor acts at once and answers late", async () => {
    await control("POST faults", { vendor: "vercel", method: "POST", times: 1, kind: "slow", ms: 600_000 });
    const interrupt = new AbortController();
    const { origins, environment } = cloud.control;
    const slow = fetch(`${origins["vercel"]}/v11/projects`, {
      method: "POST",
      headers: { authorization: `Bearer ${environment["VERCEL_API_TOKEN"]}`, "content-type": "application/json" },
      body: '{"name":"web"}',
      signal: interrupt.signal,
    });
    await until(async () => (await names()).includes("web"));
    interrupt.abort();
    await expect(slow).rejects.toThrow("aborted");
  });

  it("meets only what it matches, after those it lets through, and counts", async () => {
    await control("POST faults", {
      vendor: "vercel",
      pathPattern: "^/v11/projects$",
      times: 1,
      skip: 1,
      kind: "status",
      status: 500,
    });
    const statuses = [];
    for (const name of ["a", "b", "c"]) statuses.push((await vercel("POST /v11/projects", { name })).status);
    expect(statuses).toEqual([200, 500, 200]);
    expect((await vercel("GET /v2/user")).status).toBe(200);
    const { body } = await control("GET faults");
    expect(body).toMatchObject({ faults: [{ kind: "status", seen: 3, hit: 1 }] });
  });
});

describe("which fault a request meets", () => {
  it("is the earliest that still has a time left", () => {
    const faults = createFaults();
    const fault = { vendor: "github", method: "write", kind: "drop-response" } as const;
    faults.add(faultSchema.parse({ ...fault, times: 1 }));
    faults.add(faultSchema.parse({ ...fault, times: 1, kind: "garbage" }));
    expect(faults.take("github", "GET", "/")).toBeUndefined();
    expect(faults.take("vercel", "PUT", "/")).toBeUndefined();
    expect([1, 2, 3].map(() => faults.take("github", "PUT", "/")?.kind)).toEqual([
      "drop-response",
      "garbage",
      undefined,
    ]);
  });
});

/** Asks again until it holds: the request under test decides when, no clock does. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}
