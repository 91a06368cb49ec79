import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, asker, at, clientOf, column, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let vercel: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  vercel = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
});
afterAll(() => cloud.stop());

async function refusal(methodAndPath: string, body?: unknown) {
  const answer = await vercel(methodAndPath, body);
  return [answer.status, at(answer.body, "error", "code"), at(answer.body, "error", "message")];
}

describe("who may call Vercel", () => {
  it("says 403 with what is wrong with the token", async () => {
    const origin = cloud.control.origins["vercel"] ?? "";
    expect(await asker(origin, "")("GET /v2/user")).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden", missingToken: true } },
    });
    expect(await asker(origin, "wrong")("GET /v2/user")).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden", invalidToken: true } },
    });
  });

  it("keeps accounts apart", async () => {
    await vercel("POST /v11/projects", { name: "mine" });
    expect((await vercel("GET /v9/projects/mine?slug=loopback")).status).toBe(404);
    expect((await vercel("GET /v9/projects/mine?teamId=team_other")).status).toBe(403);
    expect((await vercel("POST /v11/projects?slug=loopback", { name: "mine" })).status).toBe(200);
  });
});

describe("paths", () => {
  it("of every version up to the described one and the known higher ones are the same operation", async () => {
    await vercel("POST /v8/projects", { name: "versions" });
    for (const version of [1, 8, 9, 10])
      expect((await vercel(`GET /v${version}/projects/versions`)).status, `v${version}`).toBe(200);
    expect((await vercel("GET /v11/projects/versions")).status).toBe(501);
  });

  it("that are not played are 501 and say which", async () => {
    expect(await refusal("PUT /v9/projects/versions")).toEqual([
      501,
      "not_implemented",
      "PUT /v9/projects/versions is not played by the loopback",
    ]);
  });
});

describe("project bodies", () => {
  it("are closed, typed and complete", async () => {
    expect(await refusal("POST /v11/projects", { name: "x", nam: 1 })).toEqual([
      400,
      "bad_request",
      "Invalid request: should NOT have additional property `nam`.",
    ]);
    expect(await refusal("POST /v11/projects", {})).toEqual([
      400,
      "bad_request",
      "Invalid request: missing required property `name`.",
    ]);
    expect((await refusal("POST /v11/projects", { name: "Shop" })).slice(0, 2)).toEqual([400, "bad_request"]);
    expect((await refusal("POST /v11/projects", { name: "x", framework: "next" })).slice(0, 2)).toEqual([
      400,
      "bad_request",
    ]);
    expect((await refusal("POST /v11/projects", "{")).slice(0, 2)).toEqual([400, "bad_request"]);
  });

  it("cannot take a name twice, at creation and later", async () => {
    await vercel("POST /v11/projects", { name: "first" });
    await vercel("POST /v11/projects", { name: "second" });
    expect((await refusal("POST /v11/projects", { name: "first" })).slice(0, 2)).toEqual([409, "conflict"]);
    expect((await refusal("PATCH /v9/projects/second", { name: "first" })).slice(0, 2)).toEqual([409, "conflict"]);
    expect((await vercel("PATCH /v9/projects/second", { name: "second" })).status).toBe(200);
  });
});

describe("a project", () => {
  it("leaves what a PATCH does not name, clears by null, merges resourceConfig", async () => {
    await vercel("POST /v11/projects", {
      name: "partial",
      buildCommand: "make",
      resourceConfig: { functionDefaultTimeout: 60 },
    });
    await vercel("PATCH /v9/projects/partial", { installCommand: "npm ci", resourceConfig: { fluid: false } });
    const { body } = await vercel("PATCH /v9/projects/partial", {
      buildCommand: null,
      ssoProtection: null,
      gitComments: null,
    });
    expect(body).toMatchObject({ buildCommand: null, installCommand: "npm ci", ssoProtection: null });
    expect(at(body, "gitComments")).toBeUndefined();
    expect(at(body, "resourceConfig")).toMatchObject({
      fluid: false,
      functionDefaultTimeout: 60,
      functionDefaultRegions: ["iad1"],
    });
  });

  it("never gives its password back, and keeps it when only the scope changes", async () => {
    await vercel("POST /v11/projects", { name: "locked" });
    expect(
      (await refusal("PATCH /v9/projects/locked", { passwordProtection: { deploymentType: "all" } })).slice(0, 2),
    ).toEqual([400, "bad_request"]);
    await vercel("PATCH /v9/projects/locked", { passwordProtection: { deploymentType: "all", password: "sesame" } });
    const { body } = await vercel("PATCH /v9/projects/locked", { passwordProtection: { deploymentType: "preview" } });
    expect(at(body, "passwordProtection")).toEqual({ deploymentType: "preview" });
  });

  it("reads retention back in days", async () => {
    await vercel("POST /v11/projects", { name: "kept" });
    await vercel("PATCH /v9/projects/kept/deployment-expiration", {
      expirationProduction: "1y",
      expirationErrored: "unlimited",
    });
    const { body } = await vercel("GET /v9/projects/kept");
    expect(at(body, "deploymentExpiration")).toEqual({ expirationDaysProduction: 365, expirationDaysErrored: 36_500 });
    expect((await vercel("PATCH /v9/projects/kept/deployment-expiration", { expiration: "5d" })).status).toBe(400);
  });

  it("takes variables and domains with it when it goes", async () => {
    await vercel("POST /v11/projects", {
      name: "brief",
      environmentVariables: [{ key: "A", value: "1", target: "production" }],
    });
    await vercel("POST /v10/projects/brief/domains", { name: "brief.example.com" });
    expect(column((await vercel("GET /v10/projects/brief/env")).body, "target", "envs")).toEqual([["production"]]);
    expect((await vercel("DELETE /v9/projects/brief")).status).toBe(204);
    expect((await vercel("DELETE /v9/projects/brief")).status).toBe(404);
    await vercel("POST /v11/projects", { name: "brief" });
    expect(at((await vercel("GET /v10/projects/brief/env")).body, "envs")).toEqual([]);
    expect((await vercel("POST /v10/projects/brief/domains", { name: "brief.example.com" })).status).toBe(200);
  });
});

describe("a project's repository", () => {
  it("is linked in the words of each Git host", async () => {
    await vercel("POST /v11/projects", { name: "linked" });
    const link = async (type: string) =>
      at((await vercel("POST /v9/projects/linked/link", { type, repo: "acme/web" })).body, "link");
    expect(await link("gitlab")).toMatchObject({
      projectNamespace: "acme",
      projectUrl: "https://gitlab.com/acme/web",
      projectId: expect.any(String),
    });
    expect(await link("bitbucket")).toMatchObject({ owner: "acme", slug: "web" });
    expect(await link("github")).toMatchObject({ org: "acme", repo: "web", productionBranch: "main", deployHooks: [] });
    expect(
      at((await vercel("PATCH /v9/projects/linked/branch", { branch: "trunk" })).body, "link", "productionBranch"),
    ).toBe("trunk");
  });

  it("has deploy hooks only while it is linked", async () => {
    await vercel("POST /v11/projects", { name: "hooked" });
    const hook = { name: "cms", ref: "main" };
    expect((await vercel("POST /v2/projects/hooked/deploy-hooks", hook)).status).toBe(400);
    await vercel("POST /v9/projects/hooked/link", { type: "github", repo: "acme/web" });
    const { status, body } = await vercel("POST /v2/projects/hooked/deploy-hooks", hook);
    expect([status, at(body, "link", "deployHooks", 0)]).toMatchObject([201, hook]);
    const path = `DELETE /v2/projects/hooked/deploy-hooks/${at(body, "link", "deployHooks", 0, "id")}`;
    expect([(await vercel(path)).status, (await vercel(path)).status]).toEqual([204, 404]);
  });
});

describe("the list of projects", () => {
  it("comes newest first, in pages that end", async () => {
    for (const name of ["page-1", "page-2", "page-3"]) await vercel("POST /v11/projects", { name });
    const seen: unknown[] = [];
    for (let until: unknown = ""; until !== null; ) {
      const { body } = await vercel(`GET /v10/projects?search=page-&limit=2${until === "" ? "" : `&until=${until}`}`);
      seen.push(column(body, "name", "projects"));
      until = at(body, "pagination", "next");
    }
    expect(seen).toEqual([["page-3", "page-2"], ["page-1"]]);
  });
});
