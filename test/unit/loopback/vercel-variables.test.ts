import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, at, clientOf, column, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let vercel: Ask;
let count = 0;

beforeAll(async () => {
  cloud = await startTestCloud();
  vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
});
afterAll(() => cloud.stop());

/** A new project; calls are relative to it. */
async function project(scope = ""): Promise<Ask> {
  count += 1;
  await vercel(`POST /v11/projects${scope}`, { name: `p${count}` });
  const root = `/v9/projects/p${count}`;
  return (call, ...rest) => vercel(call.replace(" ", ` ${root}`) + scope, ...rest);
}

const key = (more: object) => ({ key: "KEY", value: "v", type: "encrypted", target: ["production"], ...more });

describe("environment variables", () => {
  it("of different targets and branches stand side by side", async () => {
    const ask = await project();
    const bodies = [key({}), key({ target: ["preview"] }), key({ target: ["preview"], gitBranch: "feature" })];
    for (const body of bodies) expect((await ask("POST /env", body)).status).toBe(201);
    expect(column((await ask("GET /env")).body, "gitBranch", "envs")).toEqual(["feature", undefined, undefined]);
  });

  it("that overlap are refused alone, and told apart in a batch", async () => {
    const ask = await project();
    const first = at((await ask("POST /env", key({}))).body, "created", "id");
    const clash = key({ target: ["production", "preview"] });
    expect(await ask("POST /env", clash)).toMatchObject({
      status: 400,
      body: { error: { code: "ENV_CONFLICT", envVarId: first } },
    });
    const { status, body } = await ask("POST /env", [clash, key({ key: "OTHER" })]);
    expect([status, column(body, "key", "created")]).toEqual([201, ["OTHER"]]);
    expect(body).toMatchObject({
      failed: [{ error: { code: "ENV_CONFLICT", envVarKey: "KEY", target: ["production"] } }],
    });
  });

  it("are overwritten by upsert, under the same id", async () => {
    const ask = await project();
    const { body } = await ask("POST /env", key({}));
    const upsert = await ask("POST /env?upsert=true", key({ value: "new", target: ["production", "preview"] }));
    expect(at(upsert.body, "created", "id")).toBe(at(body, "created", "id"));
    const { body: all } = await ask("GET /env?decrypt=true");
    expect(all).toMatchObject({ envs: [{ value: "new", target: ["production", "preview"] }] });
  });

  it("show their value by type", async () => {
    const ask = await project();
    const { body } = await ask(
      "POST /env",
      ["plain", "encrypted", "sensitive"].map((type) => key({ key: type, value: "seen", type })),
    );
    expect(column(body, "decrypted", "created")).toEqual([true, false, false]);
    const shown = async (query: string) => column((await ask(`GET /env${query}`)).body, "value", "envs");
    expect(await shown("?decrypt=true")).toEqual(["", "seen", "seen"]);
    const [sensitive, encrypted, plain] = await shown("");
    expect([sensitive, plain]).toEqual(["", "seen"]);
    expect(String(encrypted)).toMatch(/^[A-Za-z0-9+/=]{40,}$/);
  });

  it("that are sensitive stay so and never reach development", async () => {
    const ask = await project();
    expect((await ask("POST /env", key({ type: "sensitive", target: ["development"] }))).status).toBe(400);
    const id = at((await ask("POST /env", key({ type: "sensitive" }))).body, "created", "id");
    expect((await ask(`PATCH /env/${id}`, { type: "plain" })).status).toBe(400);
    expect((await ask(`PATCH /env/${id}`, { target: ["development"] })).status).toBe(400);
    expect(await ask(`PATCH /env/${id}`, { value: "next", comment: "rotated" })).toMatchObject({
      status: 200,
      body: { value: "", comment: "rotated" },
    });
    expect((await ask(`GET /env/${id}`)).body).toMatchObject({ value: "", decrypted: false });
  });

  it("need a target, a name and, for a branch, the preview", async () => {
    const ask = await project();
    for (const body of [
      key({ target: [] }),
      key({ key: "1X" }),
      key({ gitBranch: "main" }),
      key({ target: undefined }),
      key({ type: "hidden" }),
    ])
      expect((await ask("POST /env", body)).status, JSON.stringify(body)).toBe(400);
    const id = at((await ask("POST /env", key({}))).body, "created", "id");
    expect((await ask(`PATCH /env/${id}`, { scope: "x" })).status).toBe(400);
  });

  it("are deleted one by one or many at once", async () => {
    const ask = await project();
    const { body } = await ask(
      "POST /env",
      ["A", "B", "C"].map((name) => key({ key: name })),
    );
    const [a, b, c] = column(body, "id", "created");
    expect(await ask(`DELETE /env/${a}`)).toMatchObject({ status: 200, body: { key: "A" } });
    expect((await ask(`DELETE /env/${a}`)).status).toBe(404);
    expect((await vercel(`DELETE /v1/projects/p${count}/env`, { ids: [b, c, "nope"] })).status).toBe(200);
    expect(at((await ask("GET /env")).body, "envs")).toEqual([]);
  });

  it("obey the team's policy", async () => {
    const ask = await project("?slug=loopback");
    await vercel("PATCH /v2/teams/loopback", { sensitiveEnvironmentVariablePolicy: "on" });
    expect((await ask("POST /env", key({}))).status).toBe(400);
    expect((await ask("POST /env", key({ type: "sensitive" }))).status).toBe(201);
  });
});

describe("custom environments", () => {
  const staging = { slug: "staging", branchMatcher: { type: "equals", pattern: "staging" } };

  it("are found by slug and id, changed and cleared", async () => {
    const ask = await project();
    const { status, body } = await ask("POST /custom-environments", staging);
    expect([status, body]).toMatchObject([201, { ...staging, type: "preview", id: expect.stringMatching(/^env_/) }]);
    await ask("PATCH /custom-environments/staging", { slug: "qa", branchMatcher: null });
    const { body: changed } = await ask(`GET /custom-environments/${at(body, "id")}`);
    expect([at(changed, "slug"), at(changed, "branchMatcher")]).toEqual(["qa", undefined]);
    expect((await ask("GET /custom-environments/staging")).status).toBe(404);
    for (const slug of ["qa", "production", "Not A Slug"])
      expect((await ask("POST /custom-environments", { slug })).status).toBe(400);
  });

  it("have variables of their own, which go with them where asked", async () => {
    const ask = await project();
    await ask("POST /env", key({ key: "SHARED" }));
    const id = at((await ask("POST /custom-environments", { ...staging, copyEnvVarsFrom: "production" })).body, "id");
    const own = { key: "OWN", value: "v", type: "plain", customEnvironmentIds: [id] };
    expect((await ask("POST /env", own)).status).toBe(201);
    expect((await ask("POST /env", own)).status).toBe(400);
    expect((await ask("POST /env", { ...own, key: "X", customEnvironmentIds: ["env_nope"] })).status).toBe(400);
    const seen = await ask("GET /env?customEnvironmentSlug=staging");
    expect(column(seen.body, "key", "envs")).toEqual(["OWN", "SHARED"]);
    await ask("DELETE /custom-environments/staging", { deleteUnassignedEnvironmentVariables: true });
    expect((await ask("GET /env")).body).toMatchObject({ envs: [{ key: "SHARED", target: ["production"] }] });
  });
});
