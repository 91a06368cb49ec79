import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry } from "../../../loopback/sentry/vendor.ts";
import { type Ask, asker, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let ask: Ask;
const org = "acme";
const detectors = `/organizations/${org}/detectors/`;
const workflows = `/organizations/${org}/workflows/`;
const integrations = [
  { provider: "slack", id: "51", name: "Acme", channels: [{ id: "C1", name: "alerts" }] },
  { provider: "pagerduty", id: "52", name: "Acme Pagers", services: [{ id: "61", service: "Web" }] },
  { provider: "github", id: "53", name: "acme", repositories: ["acme/web"] },
];

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [sentry] });
  const { control } = cloud;
  ask = asker(`${control.origins["sentry"]}/api/0`, control.environment["SENTRY_AUTH_TOKEN"] ?? "");
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  const control = controlOf(cloud.control);
  await control("POST reset", {});
  const accounts = { organizations: [{ slug: org, teams: ["web"], integrations }] };
  expect((await control("POST seed", { vendor: "sentry", accounts })).status).toBe(200);
  await ask(`POST /teams/${org}/web/projects/`, { name: "Web", slug: "web" });
});

const uptime = (more: object = {}) => ({
  name: "Up",
  type: "uptime_domain_failure",
  data_sources: [{ url: "https://acme.example/", method: "GET", interval_seconds: 60, timeout_ms: "5000", ...more }],
  config: { mode: 1, environment: null, recovery_threshold: 1, downtime_threshold: 3 },
});
const metric = (conditions: object[]) => ({
  name: "Errors",
  type: "metric_issue",
  data_sources: [{ aggregate: "count()", dataset: "events", eventTypes: ["error"], timeWindow: 300 }],
  config: { detection_type: "static" },
  condition_group: { logic_type: "any", conditions },
});
const over = (comparison: number) => ({ type: "gt", comparison, condition_result: 75 });
const make = (body: object) => ask(`POST /organizations/${org}/projects/web/detectors/`, body);

describe("Sentry on loopback: detectors", () => {
  it("keeps what people make beside the two that every project has", async () => {
    const made = await make(uptime({ headers: [["x-token", "planted-header-0123456789"]] }));
    expect(made).toMatchObject({
      status: 201,
      body: { dataSources: [{ queryObj: { timeoutMs: 5000, headers: [["x-token", "planted-header-0123456789"]] } }] },
    });
    expect((await ask(`GET ${detectors}`)).body).toHaveLength(3);
    expect((await ask(`GET ${detectors}?id=${made.body.id}`)).body).toMatchObject([{ name: "Up" }]);
    const changed = await ask(`PUT ${detectors}${made.body.id}/`, { ...uptime(), enabled: false });
    expect(changed).toMatchObject({ status: 200, body: { enabled: false, dateCreated: made.body.dateCreated } });
    expect((await ask(`DELETE ${detectors}${made.body.id}/`)).status).toBe(204);
    expect((await ask(`GET ${detectors}${made.body.id}/`)).status).toBe(404);
  });

  it("shows no header of a check in the journal", async () => {
    await make(uptime({ headers: [["x-token", "planted-header-0123456789"]] }));
    const { entries } = (await controlOf(cloud.control)("GET journal")).body;
    expect(JSON.stringify(entries)).not.toContain("planted-header");
  });

  it("neither changes nor deletes the two of a project, and forgets the others with it", async () => {
    const [builtIn] = (await ask(`GET ${detectors}`)).body;
    expect((await ask(`DELETE ${detectors}${builtIn.id}/`)).status).toBe(403);
    expect((await ask(`PUT ${detectors}${builtIn.id}/`, uptime())).status).toBe(403);
    await make(uptime());
    await ask(`DELETE /projects/${org}/web/`);
    expect((await ask(`GET ${detectors}`)).body).toEqual([]);
  });

  it.each([
    [{ ...uptime(), name: "" }, "name"],
    [{ ...uptime(), type: "error" }, "type"],
    [uptime({ interval_seconds: 61 }), "dataSources"],
    [uptime({ url: "acme" }), "dataSources"],
    [metric([]), "conditionGroup"],
    [metric([{ type: "anomaly_detection", comparison: 1, condition_result: 75 }]), "conditionGroup"],
    [{ ...metric([over(1)]), config: { detection_type: "percent" } }, "config"],
    [{ ...metric([over(1)]), config: { detection_type: "dynamic" } }, "conditionGroup"],
    [{ ...uptime(), owner: "team:1" }, "owner"],
    [{ ...uptime(), owner: "web" }, "owner"],
  ])("refuses %j by its field %s", async (body, field) => {
    const answer = await make(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body)).toEqual([field]);
  });

  it("tells conditions in no order", async () => {
    const { body } = await make(metric([1, 2, 3, 4, 5].map(over)));
    const orders = new Set<string>();
    for (let look = 0; look < 40 && orders.size < 2; look++) {
      const { conditionGroup } = (await ask(`GET ${detectors}${body.id}/`)).body;
      orders.add(conditionGroup.conditions.map(({ comparison }: { comparison: number }) => comparison).join());
    }
    expect(orders.size).toBe(2);
  });
});

const alert = (action: object, more: object = {}) => ({
  name: "Tell",
  config: { frequency: 30 },
  triggers: { logic_type: "any-short", conditions: [{ type: "first_seen_event", comparison: true }] },
  action_filters: [{ logic_type: "all", conditions: [], actions: [action] }],
  ...more,
});
const mail = { type: "email", config: { target_type: "issue_owners" } };

describe("Sentry on loopback: workflows", () => {
  it("are made, changed as a whole, and deleted", async () => {
    const detector = (await make(uptime())).body;
    const made = await ask(`POST ${workflows}`, alert(mail, { detector_ids: [detector.id] }));
    expect(made).toMatchObject({ status: 201, body: { detectorIds: [detector.id], lastTriggered: null } });
    expect((await ask(`GET ${detectors}${detector.id}/`)).body.workflowIds).toEqual([made.body.id]);
    const path = `${workflows}${made.body.id}/`;
    expect((await ask(`PUT ${path}`, alert(mail))).body).toHaveProperty("id");
    const changed = await ask(`PUT ${path}`, alert(mail, { id: made.body.id, triggers: made.body.triggers }));
    expect(changed).toMatchObject({ status: 200, body: { detectorIds: [], triggers: { id: made.body.triggers.id } } });
    expect((await ask(`DELETE ${path}`)).status).toBe(204);
    expect((await ask(`GET ${path}`)).status).toBe(404);
  });

  it("look a channel up by its name", async () => {
    const action = {
      type: "slack",
      integration_id: "51",
      config: { target_type: "specific", target_display: "#alerts" },
    };
    const { body } = await ask(`POST ${workflows}`, alert(action));
    expect(body.actionFilters[0].actions[0].config).toMatchObject({ targetIdentifier: "C1", targetDisplay: "#alerts" });
  });

  it.each([
    [alert(mail, { name: "" }), "name"],
    [alert(mail, { detector_ids: ["1"] }), "detectorIds"],
    [alert(mail, { config: { frequency: 7 } }), "config"],
    [alert(mail, { triggers: { logic_type: "any", conditions: [{ type: "level", comparison: true }] } }), "triggers"],
    [alert({ type: "fax" }), "actionFilters"],
    [alert({ type: "email", config: { target_type: "team" } }), "actions"],
    [alert({ type: "slack", config: { target_display: "#alerts" } }), "integrationId"],
    [alert({ type: "slack", integration_id: "52", config: { target_display: "#alerts" } }), "integrationId"],
    [alert({ type: "slack", integration_id: "51", config: { target_display: "#none" } }), "actions"],
    [alert({ type: "pagerduty", integration_id: "52", config: { target_identifier: "1" } }), "actions"],
    [
      alert(mail, {
        action_filters: [
          { logic_type: "all", conditions: [{ type: "level", comparison: { level: 41, match: "eq" } }] },
        ],
      }),
      "actionFilters",
    ],
  ])("are refused: %j by %s", async (body, field) => {
    const answer = await ask(`POST ${workflows}`, body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body)).toEqual([field]);
  });
});

describe("Sentry on loopback: what is installed", () => {
  it("is told by provider, PagerDuty with the services that an action targets", async () => {
    const path = `/organizations/${org}/integrations/`;
    expect((await ask(`GET ${path}`)).body).toHaveLength(3);
    const [pagers] = (await ask(`GET ${path}?providerKey=pagerduty`)).body;
    expect(pagers).toMatchObject({
      name: "Acme Pagers",
      configData: { service_table: [{ id: "61", service: "Web" }] },
    });
    expect((await ask(`GET ${path}?providerKey=pagerduty&includeConfig=0`)).body[0].configData).toEqual({});
    expect((await ask(`GET ${path}51/`)).body.provider.key).toBe("slack");
    expect((await ask(`GET ${path}99/`)).status).toBe(404);
  });

  it("switches spike protection for one project, or for all", async () => {
    const path = `/organizations/${org}/spike-protections/`;
    const disabled = async () =>
      (await ask(`GET /projects/${org}/web/`)).body.options["quotas:spike-protection-disabled"];
    expect((await ask(`DELETE ${path}`, { projects: ["web"] })).status).toBe(200);
    expect(await disabled()).toBe(true);
    expect((await ask(`POST ${path}`, { projects: ["$all"] })).status).toBe(201);
    expect(await disabled()).toBe(false);
    expect((await ask(`POST ${path}`, { projects: ["none"] })).status).toBe(403);
  });

  it("presents everything in its state", async () => {
    await make(uptime());
    await ask(`POST ${workflows}`, alert(mail));
    await ask(`POST /organizations/${org}/repos/`, {
      provider: "integrations:github",
      installation: "53",
      identifier: "acme/web",
    });
    await ask(`POST /organizations/${org}/releases/`, { version: "1", projects: ["web"] });
    const { sentry: state } = (await controlOf(cloud.control)("GET state")).body;
    for (const kind of ["workflows", "repositories", "releases"]) expect(state[kind]).toHaveLength(1);
    expect(state.detectors).toHaveLength(3);
  });
});
