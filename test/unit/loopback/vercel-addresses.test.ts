import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ask, asker, at, clientOf, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

/** What the addresses of deployments answer on loopback. */
let cloud: TestCloud;
let ask: Ask;
let visit: Ask;
let control: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  ask = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
  control = controlOf(cloud.control);
  visit = asker(`${cloud.control.origins["vercel"]}/_deployments`, "");
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await control("POST reset", {});
  await control("DELETE faults");
  await ask("POST /v11/projects", { name: "web" });
  await ask("POST /v10/projects/web/domains", { name: "acme.com" });
});

async function deployed(ready = true): Promise<{ id: string; url: string }> {
  const gitSource = { type: "github", org: "acme", repo: "web", ref: "main", sha: "b".repeat(40) };
  const { body } = await ask("POST /v13/deployments", { name: "web", target: "production", gitSource });
  const [id, url] = [String(at(body, "id")), String(at(body, "url"))];
  for (let looks = 0; ready && looks < 4; looks++) await ask(`GET /v13/deployments/${id}`);
  return { id, url };
}
const unprotect = () => ask("PATCH /v9/projects/web", { ssoProtection: null });

describe("the address of a deployment on loopback", () => {
  it("tells its health and its commit, by id, own address and domain", async () => {
    const { id, url } = await deployed();
    await unprotect();
    for (const name of [id, url, "acme.com", "web.vercel.app"]) {
      const { status, body } = await visit(`GET /${name}/api/health`);
      expect([name, status, body]).toEqual([name, 200, { status: "ok", deployment: id, commit: "b".repeat(40) }]);
    }
    expect((await visit(`GET /${id}/some/page`)).body).toContain("Nothing was built");
  });

  it("is 404 where nothing is known, and not there before the build is over", async () => {
    await unprotect();
    expect((await visit("GET /nobody.vercel.app/")).status).toBe(404);
    expect((await visit(`GET /${(await deployed(false)).id}/`)).status).toBe(503);
  });

  it("is protected as the project says, and opened by its automation bypass alone", async () => {
    const { url } = await deployed();
    expect((await visit("GET /acme.com/api/health")).status).toBe(200);
    expect((await visit(`GET /${url}/api/health`)).status).toBe(401);
    const { body } = await ask("PATCH /v1/projects/web/protection-bypass", {});
    const [secret = ""] = Object.keys(Object(at(body, "protectionBypass")));
    const with_ = (value: string) =>
      visit(`GET /${url}/api/health`, undefined, { "x-vercel-protection-bypass": value });
    expect([(await with_(secret)).status, (await with_("wrong")).status]).toEqual([200, 401]);
    await ask("PATCH /v9/projects/web", { ssoProtection: { deploymentType: "all" } });
    expect((await visit("GET /acme.com/api/health")).status).toBe(401);
  });

  it("is reached by faults, unlike a deploy hook", async () => {
    await deployed();
    const fault = { vendor: "vercel", pathPattern: "/api/health$", kind: "status", status: 500, times: 1 };
    await control("POST faults", fault);
    const asked = async () => (await visit("GET /acme.com/api/health")).status;
    expect([await asked(), await asked()]).toEqual([500, 200]);
    await control("POST faults", { ...fault, kind: "garbage", status: undefined });
    expect((await visit("GET /acme.com/api/health")).body).toContain("upstream connect error");
  });
});
