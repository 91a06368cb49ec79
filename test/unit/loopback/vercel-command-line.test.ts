import { afterAll, beforeAll, expect, it } from "vitest";
import { type Ask, at, clientOf, startTestCloud, type TestCloud } from "./cloud.ts";

/** What Vercel's own command line asks beyond the API description. */
let cloud: TestCloud;
let ask: Ask;
beforeAll(async () => {
  cloud = await startTestCloud();
  ask = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
  await ask("POST /v11/projects", { name: "web" });
});
afterAll(() => cloud.stop());

it("answers paths without a version, and aliases under the old product's name", async () => {
  expect((await ask("GET /projects/web/custom-environments")).status).toBe(200);
  expect((await ask("GET /v3/now/aliases")).status).toBe(200);
  expect((await ask("GET /now/projects")).status).toBe(501);
});

it("pulls what an environment sees, and nothing sensitive", async () => {
  const variable = (key: string, value: string, type: string, target: string) =>
    ask("POST /v10/projects/web/env", { key, value, type, target: [target] });
  await variable("OPEN", "hello", "encrypted", "production");
  await variable("HIDDEN", "s3cret", "sensitive", "production");
  await variable("OTHER", "else", "plain", "preview");
  const { body } = await ask("GET /v3/env/pull/web/production");
  expect(at(body, "env")).toEqual({ OPEN: "hello", HIDDEN: "" });
  expect((await ask("GET /v3/env/pull/nothing/production")).status).toBe(404);
});

it("attaches a domain by the older call", async () => {
  const body = { domain: "example.test", target: "PRODUCTION" };
  expect((await ask("POST /projects/web/alias", body)).body).toMatchObject([{ domain: "example.test" }]);
  expect((await ask("POST /projects/web/alias", body)).status).toBe(409);
});
