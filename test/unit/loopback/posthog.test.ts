import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, asker, at, clientOf, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let posthog: Ask;

beforeAll(async () => {
  cloud = await startTestCloud();
  posthog = clientOf(cloud.control, "posthog", "POSTHOG_API_KEY");
});
afterAll(() => cloud.stop());

async function newProject(name: string): Promise<unknown> {
  return (await posthog("POST /api/organizations/@current/projects/", { name })).body;
}

describe("PostHog", () => {
  it("refuses a missing and a wrong key in its own words", async () => {
    const origin = cloud.control.origins["posthog"] ?? "";
    const path = "GET /api/users/@me/";
    expect(await asker(origin, "")(path)).toMatchObject({
      status: 401,
      body: { type: "authentication_error", code: "not_authenticated" },
    });
    expect(await asker(origin, "phx_x")(path)).toMatchObject({
      status: 401,
      body: { code: "authentication_failed", attr: null },
    });
    expect(await posthog("GET /api/users/@me")).toMatchObject({ status: 501, body: { type: "server_error" } });
  });

  it("makes a project with a public key, and knows it from both sides", async () => {
    const project = await newProject("both");
    expect(project).toMatchObject({
      name: "both",
      timezone: "UTC",
      api_token: expect.stringMatching(/^phc_[A-Za-z0-9]{43}$/),
    });
    const id = at(project, "id");
    const { body } = await posthog(`PATCH /api/environments/${id}/`, {
      app_urls: ["https://acme.com"],
      anonymize_ips: true,
    });
    expect(body).toMatchObject({ app_urls: ["https://acme.com"], anonymize_ips: true, project_id: id });
    expect((await posthog(`GET /api/projects/${id}/`)).body).toMatchObject({
      anonymize_ips: true,
      api_token: at(project, "api_token"),
    });
  });

  it("says which field is wrong and why", async () => {
    const id = at(await newProject("typed"), "id");
    const patch = async (body: object) => (await posthog(`PATCH /api/environments/${id}/`, body)).body;
    expect(await patch({ timezone: "Mars/Base" })).toMatchObject({
      type: "validation_error",
      code: "invalid_choice",
      attr: "timezone",
    });
    expect(await patch({ anonymize_ips: "yes" })).toMatchObject({ code: "invalid_input", attr: "anonymize_ips" });
    expect(await patch({ name: "" })).toMatchObject({ code: "blank", attr: "name" });
    expect(await patch({ no_such_field: 1 })).toMatchObject({ name: "typed" });
  });

  it("takes numbers and @current for a project, UUIDs and @current for an organisation", async () => {
    await newProject("current");
    const organization = at((await posthog("GET /api/organizations/")).body, "results", 0, "id");
    expect((await posthog(`GET /api/organizations/${organization}/`)).body).toMatchObject({
      slug: "loopback",
      membership_level: 15,
    });
    expect((await posthog("GET /api/organizations/loopback/")).status).toBe(404);
    expect((await posthog("GET /api/projects/@current/")).status).toBe(200);
    expect((await posthog("GET /api/projects/current/")).status).toBe(404);
  });

  it("pages lists by absolute addresses", async () => {
    for (const name of ["x", "y", "z"]) await newProject(name);
    const first = (await posthog("GET /api/organizations/@current/projects/?limit=2")).body;
    const total = Number(at(first, "count"));
    expect(column(first, "id", "results")).toHaveLength(2);
    const next = String(at(first, "next"));
    expect(next).toBe(`${cloud.control.origins["posthog"]}/api/organizations/@current/projects/?limit=2&offset=2`);
    const last = (await posthog(`GET /api/organizations/@current/projects/?limit=2&offset=${total - 1}`)).body;
    expect(last).toMatchObject({ next: null, previous: expect.stringContaining("offset=") });
  });

  it("deletes a project for good", async () => {
    const path = `/api/organizations/@current/projects/${at(await newProject("gone"), "id")}/`;
    expect((await posthog(`DELETE ${path}`)).status).toBe(204);
    expect((await posthog(`GET ${path}`)).status).toBe(404);
  });

  it("can be given the organisation that a stack expects", async () => {
    const id = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    await controlOf(cloud.control)("POST seed", {
      vendor: "posthog",
      accounts: { organizations: [{ id, name: "Acme Inc." }] },
    });
    expect((await posthog("GET /api/organizations/@current/")).body).toMatchObject({ id, slug: "acme-inc-" });
    expect((await posthog(`POST /api/organizations/${id}/projects/`, { name: "acme" })).body).toMatchObject({
      organization: id,
    });
  });
});
