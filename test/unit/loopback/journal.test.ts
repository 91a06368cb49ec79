import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ask, asker, at, clientOf, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let control: Ask;
let vercel: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  control = controlOf(cloud.control);
  vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
});
beforeEach(() => control("DELETE journal"));
afterAll(() => cloud.stop());

function lines(): unknown[] {
  const text = readFileSync(join(cloud.home, "journal.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("the journal", () => {
  it("has one line a call, in its file before the client has the answer", async () => {
    await vercel("POST /v11/projects?slug=loopback", { name: "journal" }, { "x-groundplan-run": "run-1" });
    const [entry] = lines();
    expect(lines()).toHaveLength(1);
    expect(entry).toMatchObject({
      vendor: "vercel",
      method: "POST",
      path: "/v11/projects",
      query: "slug=loopback",
      requestBody: { name: "journal" },
      status: 200,
      responseBody: { name: "journal" },
      runId: "run-1",
    });
    expect(at(entry, "ms")).toBeGreaterThanOrEqual(0);
    expect(at(entry, "requestHeaders", "content-type")).toBe("application/json");
  });

  it("writes a form as the vendors describe it: parsed fields, files by name", async () => {
    const form = new FormData();
    form.set("metadata", JSON.stringify({ entrypoint_path: "index.ts" }));
    form.append("file", new Blob(["a"]), "index.ts");
    form.append("file", new Blob(["b"]), "shared.ts");
    await fetch(`${cloud.control.origins.vercel}/v2/files`, {
      method: "POST",
      body: form,
      headers: { authorization: `Bearer ${cloud.control.environment["VERCEL_API_TOKEN"]}` },
    });
    expect(at(lines(), 0, "requestBody")).toEqual({
      metadata: { entrypoint_path: "index.ts" },
      file: ["index.ts", "shared.ts"],
    });
  });

  it("has no token, and null for a body that is not there", async () => {
    await vercel("GET /v2/user");
    expect(lines()[0]).toMatchObject({ requestBody: null, runId: null });
    const token = cloud.control.environment["VERCEL_API_TOKEN"] ?? "";
    expect(at(lines(), 0, "requestHeaders", "host")).toBeDefined();
    expect(at(lines(), 0, "requestHeaders", "authorization")).toBeUndefined();
    expect(JSON.stringify(lines())).not.toContain(token);
  });

  it("replaces secret values by others of the same form", async () => {
    await vercel("POST /v11/projects", { name: "redacted" });
    const value = "sk_live_9fA3kk20dPq7";
    await vercel("POST /v10/projects/redacted/env", { key: "A", value, type: "encrypted", target: ["preview"] });
    await vercel("POST /v11/projects", { name: "echo", buildCommand: `KEY=${value} make` });
    const entries = lines();
    expect(at(entries, 1, "requestBody", "value")).toBe("sk_live_0aA0aa00aAa0");
    expect(at(entries, 2, "requestBody", "buildCommand")).toBe("KEY=sk_live_0aA0aa00aAa0 make");
    expect(JSON.stringify(entries)).not.toContain(value);
  });

  it("has refused and unknown calls too", async () => {
    await asker(cloud.control.origins["vercel"] ?? "", "")("GET /v2/user");
    await vercel("GET /v9/unknown");
    await vercel("POST /v11/projects", "{broken");
    expect(column(lines(), "status")).toEqual([403, 501, 400]);
    expect(cloud.log).toContain("vercel: unknown route GET /v9/unknown");
  });
});
