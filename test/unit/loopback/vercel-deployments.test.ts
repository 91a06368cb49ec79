import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ask, at, clientOf, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let ask: Ask;
let project: string;
const gitSource = { type: "github", org: "acme", repo: "web", ref: "main" };

beforeAll(async () => {
  cloud = await startTestCloud();
  ask = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await controlOf(cloud.control)("POST reset", {});
  const body = { name: "web", gitRepository: { type: "github", repo: "acme/web" } };
  project = String(at((await ask("POST /v11/projects", body)).body, "id"));
  await ask(`POST /v10/projects/${project}/domains`, { name: "acme.com" });
});

const deploy = async (more: object = {}): Promise<string> =>
  String(at((await ask("POST /v13/deployments", { name: "web", gitSource, ...more })).body, "id"));
/** Every state that a client sees who looks until nothing changes any more. */
async function watch(id: string): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let looks = 0; looks < 6; looks++) {
    const { body } = await ask(`GET /v13/deployments/${id}`);
    if (seen.at(-1) !== at(body, "readyState")) seen.push(at(body, "readyState"));
  }
  return seen;
}
const ready = async (more: object = {}): Promise<string> => {
  const id = await deploy(more);
  await watch(id);
  return id;
};
/** What a name shows. */
async function shown(alias: string): Promise<unknown> {
  const { body } = await ask("GET /v4/aliases?limit=100");
  return column(body, "deploymentId", "aliases")[column(body, "alias", "aliases").indexOf(alias)];
}
const production = async () => at((await ask(`GET /v9/projects/${project}`)).body, "targets", "production", "id");

describe("a deployment on loopback", () => {
  it("is queued, built and ready after a few looks", async () => {
    const { status, body } = await ask("POST /v13/deployments", { name: "web", gitSource });
    expect([status, at(body, "readyState"), at(body, "aliasAssigned")]).toEqual([200, "QUEUED", false]);
    expect(await watch(String(at(body, "id")))).toEqual(["BUILDING", "READY"]);
    expect((await ask(`GET /v13/deployments/${at(body, "url")}`)).body).toMatchObject({ aliasAssigned: true });
  });

  it("of production takes production's names, also those that are added later", async () => {
    const id = await ready({ target: "production" });
    expect([await production(), await shown("acme.com"), await shown("web.vercel.app")]).toEqual([id, id, id]);
    await ask(`POST /v10/projects/${project}/domains`, { name: "later.acme.com" });
    expect(await shown("later.acme.com")).toBe(id);
  });

  it("of production stays staged where domains are not assigned by themselves", async () => {
    await ask(`PATCH /v9/projects/${project}`, { autoAssignCustomDomains: false });
    const id = await ready({ target: "production" });
    expect(await production()).toBeUndefined();
    expect((await ask(`GET /v13/deployments/${id}`)).body).toMatchObject({
      readyState: "READY",
      readySubstate: "STAGED",
    });
  });

  it("of a branch or a custom environment takes their names and never production's", async () => {
    await ask(`POST /v10/projects/${project}/domains`, { name: "next.acme.com", gitBranch: "next" });
    const { body: environment } = await ask(`POST /v9/projects/${project}/custom-environments`, { slug: "staging" });
    await ask(`POST /v10/projects/${project}/domains`, {
      ...{ name: "staging.acme.com", customEnvironmentId: at(environment, "id") },
    });
    const branch = await ready({ gitSource: { ...gitSource, ref: "next" } });
    const staging = await ready({ customEnvironmentSlugOrId: "staging" });
    expect([await shown("next.acme.com"), await shown("staging.acme.com")]).toEqual([branch, staging]);
    expect([await shown("acme.com"), await production()]).toEqual([undefined, undefined]);
  });

  it("fails where its meta says so, and keeps its hands off the names", async () => {
    const id = await deploy({ target: "production", meta: { loopbackOutcome: "ERROR" } });
    expect(await watch(id)).toEqual(["BUILDING", "ERROR"]);
    expect((await ask(`GET /v13/deployments/${id}`)).body).toMatchObject({ errorCode: "BUILD_FAILED" });
    expect(await production()).toBeUndefined();
  });

  it("is cancelled while it is under way, and then no more", async () => {
    const id = await deploy();
    expect((await ask(`PATCH /v12/deployments/${id}/cancel`)).body).toMatchObject({ readyState: "CANCELED" });
    expect((await ask(`PATCH /v12/deployments/${id}/cancel`)).status).toBe(400);
    expect(await watch(id)).toEqual(["CANCELED"]);
  });

  it("is listed by project, target and state, and gone once it is deleted", async () => {
    const live = await ready({ target: "production" });
    const preview = await ready({ gitSource: { ...gitSource, ref: "next" } });
    const list = async (query: string) =>
      column((await ask(`GET /v6/deployments?${query}`)).body, "uid", "deployments");
    expect(await list(`projectId=${project}`)).toEqual([preview, live]);
    expect(await list("target=production&state=READY")).toEqual([live]);
    expect(await list("state=ERROR")).toEqual([]);
    expect(await ask(`DELETE /v13/deployments/${preview}`)).toMatchObject({ status: 200, body: { state: "DELETED" } });
    expect((await ask(`GET /v13/deployments/${preview}`)).status).toBe(404);
  });

  it("of files needs them uploaded", async () => {
    const sha = createHash("sha1").update("hello").digest("hex");
    const files = [{ file: "index.html", sha, size: 5 }];
    const refused = await ask("POST /v13/deployments", { name: "web", files });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "missing_files", missing: [sha] } } });
    const upload = { "content-type": "application/octet-stream", "x-vercel-digest": sha };
    expect((await ask("POST /v2/files", "hello", upload)).status).toBe(200);
    expect((await ask("POST /v2/files", "other", upload)).status).toBe(400);
    expect(await watch(await deploy({ gitSource: undefined, files }))).toContain("READY");
  });

  it.each([
    ["no source", { name: "web" }, 400],
    ["no such project", { name: "nope", gitSource }, 404],
    ["an unknown key", { name: "web", gitSource, sauce: 1 }, 400],
  ])("is refused: %s", async (_, body, status) => {
    expect((await ask("POST /v13/deployments", body)).status).toBe(status);
  });

  it("is started by a deploy hook's address, without a token", async () => {
    const { body } = await ask(`POST /v2/projects/${project}/deploy-hooks`, { name: "cms", ref: "main" });
    const url = String(at(body, "link", "deployHooks", 0, "url"));
    expect((await fetch(url, { method: "POST" })).status).toBe(201);
    expect((await fetch(`${url}x`, { method: "POST" })).status).toBe(404);
    const { body: listed } = await ask("GET /v6/deployments");
    expect(at(listed, "deployments")).toMatchObject([{ source: "git-deploy-hook", target: "production" }]);
  });
});

describe("a release on loopback", () => {
  const request = async () => at((await ask(`GET /v9/projects/${project}`)).body, "lastAliasRequest", "jobStatus");

  it("promotes a staged deployment some looks later, one release at a time", async () => {
    const first = await ready({ target: "production" });
    await ask(`PATCH /v9/projects/${project}`, { autoAssignCustomDomains: false });
    const second = await ready({ target: "production" });
    expect((await ask(`POST /v10/projects/${project}/promote/${second}`)).status).toBe(201);
    expect((await ask(`POST /v10/projects/${project}/promote/${first}`)).status).toBe(409);
    expect([await request(), await request(), await request()]).toEqual(["in-progress", "succeeded", "succeeded"]);
    expect([await production(), await shown("acme.com")]).toEqual([second, second]);
    const { body } = await ask(`GET /v1/projects/${project}/promote/aliases`);
    expect(at(body, "aliases")).toMatchObject([
      { alias: "web.vercel.app", status: "completed" },
      { alias: "acme.com" },
    ]);
  });

  it("after a rollback leaves new deployments staged until one is promoted", async () => {
    const first = await ready({ target: "production" });
    await ready({ target: "production" });
    expect((await ask(`POST /v1/projects/${project}/rollback/${first}?description=bad`)).status).toBe(201);
    await request();
    expect(await request()).toBe("succeeded");
    expect(await production()).toBe(first);
    const third = await ready({ target: "production" });
    expect(await production()).toBe(first);
    await ask(`POST /v10/projects/${project}/promote/${third}`);
    await request();
    await request();
    const fourth = await ready({ target: "production" });
    expect(await production()).toBe(fourth);
  });

  it("refuses what cannot go live", async () => {
    const queued = await deploy({ target: "production" });
    expect((await ask(`POST /v10/projects/${project}/promote/${queued}`)).status).toBe(400);
    expect((await ask(`POST /v10/projects/${project}/promote/dpl_nope`)).status).toBe(404);
    const preview = await ready({ gitSource: { ...gitSource, ref: "next" } });
    expect((await ask(`POST /v1/projects/${project}/rollback/${preview}`)).status).toBe(400);
  });
});

describe("an alias on loopback", () => {
  it("moves between deployments, and tells the old one", async () => {
    const [one, two] = [await ready(), await ready()];
    const alias = { alias: "demo.acme.com" };
    expect((await ask(`POST /v2/deployments/${one}/aliases`, alias)).body).toMatchObject({ oldDeploymentId: null });
    const { body } = await ask(`POST /v2/deployments/${two}/aliases`, alias);
    expect(body).toMatchObject({ ...alias, oldDeploymentId: one });
    expect(column((await ask(`GET /v2/deployments/${two}/aliases`)).body, "alias", "aliases")).toContain(alias.alias);
    expect((await ask(`DELETE /v2/aliases/${at(body, "uid")}`)).body).toEqual({ status: "SUCCESS" });
    expect(await shown(alias.alias)).toBeUndefined();
  });
});
