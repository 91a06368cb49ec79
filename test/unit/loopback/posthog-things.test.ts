import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, at, clientOf, column, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let posthog: Ask;
let project: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  posthog = clientOf(cloud.control, "posthog", "POSTHOG_API_KEY");
  const { body } = await posthog("POST /api/organizations/@current/projects/", { name: "web" });
  project = String(at(body, "id"));
});
afterAll(() => cloud.stop());

const list = (kind: string) => `/api/projects/${project}/${kind}/`;

describe("what stands in a PostHog project", () => {
  it("is the same below the project and below its environment, and nowhere else", async () => {
    const { body } = await posthog(`POST ${list("dashboards")}`, { name: "Board", colour: "red" });
    const path = `dashboards/${at(body, "id")}/`;
    expect((await posthog(`GET /api/environments/${project}/${path}`)).body).toEqual(body);
    const other = (await posthog("POST /api/organizations/@current/projects/", { name: "other" })).body;
    expect(await posthog(`GET /api/projects/${at(other, "id")}/${path}`)).toMatchObject({ status: 404 });
  });

  it.each([
    ["feature_flags", { key: "soft" }, 200],
    ["dashboards", { name: "soft" }, 200],
    ["insights", { name: "soft" }, 404],
    ["actions", { name: "soft" }, 404],
    ["cohorts", { name: "soft", is_static: true }, 200],
    ["hog_functions", { type: "transformation", hog: "return event" }, 404],
  ])("%s refuse DELETE, are marked by a PATCH, and come back", async (kind, body, status) => {
    const path = `${list(kind)}${at((await posthog(`POST ${list(kind)}`, body)).body, "id")}/`;
    expect(await posthog(`DELETE ${path}`)).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    await posthog(`PATCH ${path}`, { deleted: true });
    expect((await posthog(`GET ${path}`)).status).toBe(status);
    expect(column((await posthog(`GET ${list(kind)}`)).body, "name", "results")).not.toContain("soft");
    expect(await posthog(`PATCH ${path}`, { deleted: false })).toMatchObject({ status: 200, body: { deleted: false } });
    expect((await posthog(`GET ${path}`)).status).toBe(200);
  });

  it("goes with its project", async () => {
    const { body } = await posthog("POST /api/organizations/@current/projects/", { name: "short-lived" });
    const path = `/api/projects/${at(body, "id")}/feature_flags/`;
    await posthog(`POST ${path}`, { key: "gone" });
    await posthog(`DELETE /api/projects/${at(body, "id")}/`);
    expect(await posthog(`GET ${path}`)).toMatchObject({ status: 404 });
  });

  it.each([
    ["feature_flags", { key: "a b" }, { code: "invalid_key", attr: "key" }],
    ["feature_flags", {}, { code: "required", attr: "key" }],
    ["feature_flags", { key: "x", filters: { payloads: { true: "{" } } }, { attr: "filters" }],
    ["insights", { dashboards: [7] }, { code: "does_not_exist", attr: "dashboards" }],
    [
      "alerts",
      { insight: 7, subscribed_users: [], threshold: { configuration: { type: "absolute" } } },
      { attr: "insight" },
    ],
    ["cohorts", { name: "x" }, { attr: "filters" }],
    ["surveys", { name: "x", type: "post" }, { attr: "type" }],
    ["hog_functions", { type: "destination", hog: "fetch(" }, { attr: "hog" }],
    ["hog_functions", { type: "destination", template_id: "template-none" }, { attr: "template_id" }],
    [
      "hog_functions",
      { type: "destination", template_id: "template-webhook" },
      { attr: "inputs__url", code: "required" },
    ],
  ])("%s refuse %j", async (kind, body, error) => {
    expect(await posthog(`POST ${list(kind)}`, body)).toMatchObject({
      status: 400,
      body: { type: "validation_error", ...error },
    });
  });

  it("keeps a secret input that is left out of a change, or sent as its own placeholder", async () => {
    const given = {
      ...{ type: "destination", hog: "return 1", inputs: { token: { value: "a-secret-0123456789" } } },
      inputs_schema: [{ key: "token", type: "string", secret: true, required: true }],
    };
    const path = `${list("hog_functions")}${at((await posthog(`POST ${list("hog_functions")}`, given)).body, "id")}/`;
    for (const inputs of [{}, { token: { secret: true } }]) {
      const { status, body } = await posthog(`PATCH ${path}`, { inputs });
      expect({ status, token: at(body, "inputs", "token") }).toEqual({ status: 200, token: { secret: true } });
    }
  });

  it("takes a flag's key only once, and searches lists", async () => {
    await posthog(`POST ${list("feature_flags")}`, { key: "once" });
    expect(await posthog(`POST ${list("feature_flags")}`, { key: "once" })).toMatchObject({
      status: 400,
      body: { code: "unique", attr: "key" },
    });
    expect(column((await posthog(`GET ${list("feature_flags")}?search=ONC`)).body, "key", "results")).toEqual(["once"]);
  });
});
