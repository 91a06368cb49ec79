import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, at, clientOf, column, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let vercel: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
  for (const name of ["a", "b"]) await vercel("POST /v11/projects", { name });
  await vercel("POST /v11/projects?slug=loopback", { name: "t" });
});
afterAll(() => cloud.stop());

describe("domains", () => {
  it("know their apex", async () => {
    const apex = async (name: string) => at((await vercel("POST /v10/projects/a/domains", { name })).body, "apexName");
    expect([await apex("www.shop.example.com"), await apex("shop.example.co.uk")]).toEqual([
      "example.com",
      "example.co.uk",
    ]);
  });

  it("belong to one project of an account", async () => {
    await vercel("POST /v10/projects/a/domains", { name: "one.com" });
    for (const project of ["a", "b"])
      expect(await vercel(`POST /v10/projects/${project}/domains`, { name: "one.com" })).toMatchObject({
        status: 409,
        body: { error: { code: "domain_already_in_use" } },
      });
  });

  it("of another account wait for a TXT record", async () => {
    await vercel("POST /v10/projects/a/domains", { name: "claimed.com" });
    const { body } = await vercel("POST /v10/projects/t/domains?slug=loopback", { name: "claimed.com" });
    expect(body).toMatchObject({ verified: false, verification: [{ type: "TXT", domain: "_vercel.claimed.com" }] });
    const verify = () => vercel("POST /v9/projects/t/domains/claimed.com/verify?slug=loopback");
    expect((await verify()).status).toBe(400);
    await vercel("DELETE /v9/projects/a/domains/claimed.com");
    expect(await verify()).toMatchObject({ status: 200, body: { verified: true } });
  });

  it("redirect only to a domain of the project, which then cannot leave before them", async () => {
    const redirect = { name: "www.two.com", redirect: "two.com", redirectStatusCode: 308 };
    expect((await vercel("POST /v10/projects/b/domains", redirect)).status).toBe(400);
    await vercel("POST /v10/projects/b/domains", { name: "two.com" });
    expect(await vercel("POST /v10/projects/b/domains", redirect)).toMatchObject({ status: 200, body: redirect });
    expect((await vercel("DELETE /v9/projects/b/domains/two.com")).status).toBe(409);
    expect((await vercel("DELETE /v9/projects/b/domains/two.com", { removeRedirects: true })).status).toBe(200);
    expect(column((await vercel("GET /v9/projects/b/domains")).body, "name", "domains")).toEqual([]);
  });

  it("serve one thing only, and null clears it", async () => {
    await vercel("POST /v10/projects/b/domains", { name: "three.com" });
    await vercel("POST /v10/projects/b/domains", { name: "next.three.com", gitBranch: "next" });
    const patch = (body: object) => vercel("PATCH /v9/projects/b/domains/next.three.com", body);
    expect((await patch({ redirect: "three.com" })).status).toBe(400);
    expect(await patch({ gitBranch: null, redirect: "three.com" })).toMatchObject({
      status: 200,
      body: { gitBranch: null, redirect: "three.com" },
    });
    expect((await patch({ verified: true })).status).toBe(400);
  });

  it("are misconfigured until they are attached", async () => {
    const config = async () => at((await vercel("GET /v6/domains/four.com/config")).body, "misconfigured");
    expect(await config()).toBe(true);
    await vercel("POST /v10/projects/b/domains", { name: "four.com" });
    expect(await config()).toBe(false);
  });
});
