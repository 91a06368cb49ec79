import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry } from "../../../loopback/sentry/vendor.ts";
import { type Ask, asker, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let ask: Ask;
const org = "groundplan-local";

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [sentry] });
  const { control } = cloud;
  ask = asker(`${control.origins["sentry"]}/api/0`, control.environment["SENTRY_AUTH_TOKEN"] ?? "");
});
afterAll(() => cloud.stop());
beforeEach(() => controlOf(cloud.control)("POST reset", {}));

async function makeProject(slug = "web") {
  await ask(`POST /organizations/${org}/teams/`, { slug: "platform" });
  return ask(`POST /teams/${org}/platform/projects/`, {
    name: "Web",
    slug,
    platform: "javascript-nextjs",
    default_rules: false,
  });
}

describe("Sentry on loopback: organisations and teams", () => {
  it("says that it is healthy, with and without the slash at the end", async () => {
    expect((await ask("GET /internal/health/")).status).toBe(200);
    expect((await ask("GET /internal/health")).status).toBe(200);
  });

  it("finds the organisation by slug and by id, both strings", async () => {
    const bySlug = await ask(`GET /organizations/${org}/`);
    expect(bySlug.body.slug).toBe(org);
    expect(bySlug.body.id).toMatch(/^\d+$/);
    expect((await ask(`GET /organizations/${bySlug.body.id}/`)).body).toEqual(bySlug.body);
    const missing = await ask("GET /organizations/nobody/");
    expect(missing).toMatchObject({ status: 404, body: { detail: "The requested resource does not exist" } });
  });

  it("makes a team's slug of its name, and refuses a taken one with 409", async () => {
    const made = await ask(`POST /organizations/${org}/teams/`, { name: "Release Crew" });
    expect(made).toMatchObject({ status: 201, body: { slug: "release-crew", name: "Release Crew" } });
    expect((await ask(`POST /organizations/${org}/teams/`, { name: "Release Crew" })).status).toBe(409);
    expect(await ask(`POST /organizations/${org}/teams/`, {})).toMatchObject({
      status: 400,
      body: { nonFieldErrors: [expect.any(String)] },
    });
    expect(await ask(`POST /organizations/${org}/teams/`, { slug: "42" })).toMatchObject({
      status: 400,
      body: { slug: [expect.any(String)] },
    });
  });

  it("renames and deletes a team", async () => {
    await ask(`POST /organizations/${org}/teams/`, { slug: "one" });
    expect((await ask(`PUT /teams/${org}/one/`, { slug: "two", name: "Two" })).body).toMatchObject({
      slug: "two",
      name: "Two",
    });
    expect((await ask(`GET /teams/${org}/one/`)).status).toBe(404);
    expect((await ask(`DELETE /teams/${org}/two/`)).status).toBe(204);
    expect((await ask(`GET /teams/${org}/two/`)).status).toBe(404);
  });

  it("refuses a wrong token with Sentry's error body", async () => {
    const stranger = asker(`${cloud.control.origins["sentry"]}/api/0`, "sntryu_wrong");
    expect(await stranger("GET /organizations/")).toMatchObject({ status: 401, body: { detail: "Invalid token" } });
  });
});

describe("Sentry on loopback: projects", () => {
  it("creates a project with a default key and the two built-in detectors", async () => {
    const made = await makeProject();
    expect(made).toMatchObject({
      status: 201,
      body: { slug: "web", platform: "javascript-nextjs", team: { slug: "platform" } },
    });
    expect(made.body.options).toBeUndefined();

    const keys = (await ask(`GET /projects/${org}/web/keys/`)).body;
    const { id: orgId } = (await ask(`GET /organizations/${org}/`)).body;
    expect(keys).toHaveLength(1);
    expect(keys[0].id).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[0].dsn.public).toBe(`https://${keys[0].id}@o${orgId}.ingest.us.sentry.io/${made.body.id}`);

    const detectors = (await ask(`GET /organizations/${org}/detectors/?project=${made.body.id}`)).body;
    expect(detectors.map((detector: { type: string }) => detector.type)).toEqual(["error", "issue_stream"]);
    const onlyErrors = await ask(`GET /organizations/${org}/detectors/?project=${made.body.id}&query=type:error`);
    expect(onlyErrors.body).toEqual([detectors[0]]);
  });

  it("takes settings in both spellings, described or not, and merges options", async () => {
    const { id } = (await makeProject()).body;
    const change = await ask(`PUT /projects/${org}/web/`, {
      resolve_age: "72",
      subjectPrefix: "[web]",
      digests_min_delay: 120,
      digestsMaxDelay: 600,
      allowed_domains: ["example.com"],
      verify_ssl: true,
      data_scrubber: false,
      sensitiveFields: ["token"],
      store_crash_reports: 5,
      options: { "filters:releases": "1.*\n2.*" },
    });
    expect(change.status).toBe(200);
    await ask(`PUT /projects/${org}/web/`, { options: { "filters:error_messages": "boom*" } });
    const read = await ask(`GET /projects/${org}/${id}/`);
    expect(read.body).toMatchObject({
      resolveAge: 72,
      subjectPrefix: "[web]",
      digestsMinDelay: 120,
      digestsMaxDelay: 600,
      allowedDomains: ["example.com"],
      verifySSL: true,
      dataScrubber: false,
      sensitiveFields: ["token"],
      storeCrashReports: 5,
      options: { "filters:releases": "1.*\n2.*", "filters:error_messages": "boom*" },
    });
  });

  it("refuses settings that make no sense, naming the field", async () => {
    await makeProject();
    const wrong = await ask(`PUT /projects/${org}/web/`, { digestsMinDelay: 900, digestsMaxDelay: 600 });
    expect(wrong).toMatchObject({ status: 400, body: { digestsMinDelay: [expect.any(String)] } });
    expect((await ask(`PUT /projects/${org}/web/`, { slug: "Not A Slug", resolveAge: "soon" })).body).toMatchObject({
      slug: [expect.any(String)],
      resolveAge: [expect.any(String)],
    });
    expect((await ask(`GET /projects/${org}/web/`)).body.digestsMinDelay).toBe(300);
  });

  it("moves a project to another slug; its id stays", async () => {
    const { id } = (await makeProject()).body;
    expect((await ask(`PUT /projects/${org}/web/`, { slug: "site" })).body.slug).toBe("site");
    expect((await ask(`GET /projects/${org}/web/`)).status).toBe(404);
    expect((await ask(`GET /projects/${org}/${id}/`)).body.slug).toBe("site");
    await ask(`POST /teams/${org}/platform/projects/`, { name: "Web", slug: "web" });
    expect((await ask(`PUT /projects/${org}/site/`, { slug: "web" })).status).toBe(409);
  });

  it("blocks a deleted project's slug for the next two requests", async () => {
    await makeProject();
    const again = () => ask(`POST /teams/${org}/platform/projects/`, { name: "Web", slug: "web" });
    expect((await again()).status).toBe(409);
    expect((await ask(`DELETE /projects/${org}/web/`)).status).toBe(204);
    expect((await ask(`GET /projects/${org}/web/`)).status).toBe(404);
    expect((await again()).status).toBe(409);
    expect((await again()).status).toBe(201);
  });

  it("pages with Link headers that say whether there is more", async () => {
    await makeProject("p1");
    for (const slug of ["p2", "p3"]) await ask(`POST /teams/${org}/platform/projects/`, { name: slug, slug });
    const first = await ask(`GET /organizations/${org}/projects/?per_page=2`);
    expect(first.body.map((project: { slug: string }) => project.slug)).toEqual(["p1", "p2"]);
    const link = first.headers.get("link") ?? "";
    expect(link).toContain('rel="previous"; results="false"');
    expect(link).toContain('rel="next"; results="true"; cursor="0:2:0"');
    const second = await ask(`GET /organizations/${org}/projects/?per_page=2&cursor=0:2:0`);
    expect(second.body.map((project: { slug: string }) => project.slug)).toEqual(["p3"]);
    expect(second.headers.get("link")).toContain('rel="next"; results="false"');
    expect((await ask(`GET /organizations/${org}/projects/?cursor=nonsense`)).status).toBe(400);
  });

  it("adds and takes away teams", async () => {
    await makeProject();
    await ask(`POST /organizations/${org}/teams/`, { slug: "second" });
    const added = await ask(`POST /projects/${org}/web/teams/second/`);
    expect(added).toMatchObject({ status: 201, body: { teams: [{ slug: "platform" }, { slug: "second" }] } });
    expect((await ask(`DELETE /projects/${org}/web/teams/platform/`)).body.teams).toMatchObject([{ slug: "second" }]);
    expect((await ask(`GET /projects/${org}/web/teams/`)).body).toHaveLength(1);
    expect((await ask(`GET /teams/${org}/second/projects/`)).body).toHaveLength(1);
  });
});

describe("Sentry on loopback: keys, filters, ownership", () => {
  it("creates, changes and deletes keys", async () => {
    await makeProject();
    const made = await ask(`POST /projects/${org}/web/keys/`, { name: "ci", rate_limit: { window: 60, count: "100" } });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "ci", rateLimit: { window: 60, count: 100 }, isActive: true },
    });
    const key = `/projects/${org}/web/keys/${made.body.id}/`;
    const changed = await ask(`PUT ${key}`, {
      isActive: false,
      rateLimit: null,
      dynamic_sdk_loader_options: { has_debug: true },
    });
    expect(changed.body).toMatchObject({
      isActive: false,
      rateLimit: null,
      dynamicSdkLoaderOptions: { hasDebug: true, hasReplay: true },
    });
    expect((await ask(`GET /projects/${org}/web/keys/?status=active`)).body).toHaveLength(1);
    expect((await ask(`GET /organizations/${org}/project-keys/?status=inactive`)).body).toMatchObject([{ name: "ci" }]);
    expect((await ask(`GET /organizations/${org}/project-keys/?team=platform`)).body).toHaveLength(2);
    expect((await ask(`DELETE ${key}`)).status).toBe(204);
    expect((await ask(`GET ${key}`)).status).toBe(404);
  });

  it("refuses half a rate limit and too long names", async () => {
    await makeProject();
    expect((await ask(`POST /projects/${org}/web/keys/`, { rateLimit: { window: 60 } })).body).toHaveProperty(
      "rateLimit",
    );
    expect((await ask(`POST /projects/${org}/web/keys/`, { name: "x".repeat(65) })).body).toHaveProperty("name");
  });

  it("switches inbound filters", async () => {
    await makeProject();
    expect((await ask(`PUT /projects/${org}/web/filters/localhost/`, { active: true })).status).toBe(204);
    expect(
      (await ask(`PUT /projects/${org}/web/filters/legacy-browsers/`, { subfilters: ["ie", "safari"] })).status,
    ).toBe(204);
    const filters = (await ask(`GET /projects/${org}/web/filters/`)).body;
    expect(filters).toContainEqual({ id: "localhost", active: true });
    expect(filters).toContainEqual({ id: "legacy-browsers", active: ["ie", "safari"] });
    expect((await ask(`PUT /projects/${org}/web/filters/unknown/`, { active: true })).status).toBe(404);
    expect((await ask(`PUT /projects/${org}/web/filters/legacy-browsers/`, { subfilters: ["netscape"] })).status).toBe(
      400,
    );
  });

  it("keeps ownership rules trimmed and answers 202", async () => {
    await makeProject();
    const put = await ask(`PUT /projects/${org}/web/ownership/`, { raw: "path:src/* #platform\n", fallthrough: false });
    expect(put).toMatchObject({
      status: 202,
      body: { raw: "path:src/* #platform", fallthrough: false, codeownersAutoSync: true },
    });
    expect((await ask(`PUT /projects/${org}/web/ownership/`, { autoAssignment: "maybe" })).status).toBe(400);
  });
});

describe("Sentry on loopback: state", () => {
  it("presents what stands, and takes seeded organisations", async () => {
    const control = controlOf(cloud.control);
    const accounts = { organizations: [{ slug: "acme", id: "4500000000000007", teams: ["core"] }] };
    expect((await control("POST seed", { vendor: "sentry", accounts })).status).toBe(200);
    expect((await ask("POST /teams/acme/core/projects/", { name: "Shop" })).body.slug).toBe("shop");
    const { sentry: state } = (await control("GET state")).body;
    expect(state.projects).toMatchObject([{ slug: "shop", organization: { slug: "acme" } }]);
    expect(state.keys[0].dsn.public).toContain("@o4500000000000007.ingest.us.sentry.io/");
  });

  it("answers unknown routes with 501", async () => {
    expect((await ask(`GET /organizations/${org}/nothing/`)).status).toBe(501);
  });
});
