import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagerduty as vendor } from "../../../loopback/pagerduty/vendor.ts";
import { type Ask, asker, at, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let pagerduty: Ask;
const user = { id: "POWNER1", type: "user_reference" };
const rules = [{ escalation_delay_in_minutes: 5, targets: [user] }];

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [vendor] });
  const ask = asker(cloud.control.origins["pagerduty"] ?? "", "");
  const authorization = `Token token=${cloud.control.environment["PAGERDUTY_TOKEN"]}`;
  pagerduty = (call, body, headers) => ask(call, body, { authorization, ...headers });
});
afterAll(() => cloud.stop());

const newPolicy = async (name: string) =>
  (await pagerduty("POST /escalation_policies", { escalation_policy: { name, escalation_rules: rules } })).body;

describe("PagerDuty on loopback", () => {
  it("takes a key as `Token token=` and an OAuth token as bearer, nothing else", async () => {
    const key = cloud.control.environment["PAGERDUTY_TOKEN"];
    const statusOf = async (authorization: string) =>
      (await pagerduty("GET /users", undefined, { authorization })).status;
    expect([await statusOf(`Token token=${key}`), await statusOf(`Bearer ${key}`)]).toEqual([200, 200]);
    expect([await statusOf(`token ${key}`), await statusOf("Token token=x"), await statusOf(`${key}`)]).toEqual([
      401, 401, 401,
    ]);
  });

  it("pages by offset and searches by name", async () => {
    for (const name of ["page-a", "page-b", "page-c"]) await newPolicy(name);
    const { body } = await pagerduty("GET /escalation_policies?query=page&limit=2");
    expect(body).toMatchObject({ limit: 2, offset: 0, more: true, total: null });
    expect(column(body, "name", "escalation_policies")).toEqual(["page-a", "page-b"]);
    const rest = (await pagerduty("GET /escalation_policies?query=PAGE&limit=2&offset=2")).body;
    expect([column(rest, "name", "escalation_policies"), at(rest, "more")]).toEqual([["page-c"], false]);
  });

  it("says what is wrong and why", async () => {
    await newPolicy("taken");
    expect(
      await pagerduty("POST /escalation_policies", { escalation_policy: { name: "taken", escalation_rules: rules } }),
    ).toMatchObject({
      status: 400,
      body: { error: { code: 2001, errors: ["Name has already been taken"] } },
    });
    expect(await pagerduty("GET /services/PNONE")).toMatchObject({ status: 404, body: { error: { code: 2100 } } });
    expect(await pagerduty("DELETE /services/P1/integrations/P2")).toMatchObject({ status: 501 });
  });

  it("has defaults for what is left out, and switches off by null", async () => {
    const escalation_policy = {
      id: at(await newPolicy("defaults"), "escalation_policy", "id"),
      type: "escalation_policy_reference",
    };
    const { body } = await pagerduty("POST /services", { service: { name: "defaults", escalation_policy } });
    expect(body).toMatchObject({ service: { auto_resolve_timeout: 14_400, acknowledgement_timeout: 1800 } });
    const path = `/services/${at(body, "service", "id")}`;
    const off = { name: "defaults", escalation_policy, auto_resolve_timeout: null, acknowledgement_timeout: null };
    expect((await pagerduty(`PUT ${path}`, { service: off })).body).toMatchObject({
      service: { auto_resolve_timeout: null, acknowledgement_timeout: null },
    });
    expect((await pagerduty(`GET ${path}`)).body).not.toHaveProperty("service.auto_pause_notifications_parameters");
    expect((await pagerduty(`GET ${path}?include[]=auto_pause_notifications_parameters`)).body).toHaveProperty(
      "service.auto_pause_notifications_parameters",
    );
  });

  it("holds on to what is used: a schedule by its policy, a policy by its service and a moment longer", async () => {
    const layer = {
      start: "2099-01-01T00:00:00Z",
      rotation_virtual_start: "2099-01-01T00:00:00Z",
      rotation_turn_length_seconds: 86_400,
    };
    const schedule = (
      await pagerduty("POST /schedules", {
        schedule: { name: "s", time_zone: "Asia/Tokyo", schedule_layers: [{ ...layer, users: [{ user }] }] },
      })
    ).body;
    expect(at(schedule, "schedule", "schedule_layers", 0, "start")).toBe("2099-01-01T09:00:00+09:00");
    const id = at(schedule, "schedule", "id");
    const targets = [{ id, type: "schedule_reference" }];
    const policy = at(
      (
        await pagerduty("POST /escalation_policies", {
          escalation_policy: { name: "used", escalation_rules: [{ escalation_delay_in_minutes: 1, targets }] },
        })
      ).body,
      "escalation_policy",
      "id",
    );
    const service = at(
      (
        await pagerduty("POST /services", {
          service: { name: "user", escalation_policy: { id: policy, type: "escalation_policy_reference" } },
        })
      ).body,
      "service",
      "id",
    );
    const remove = async (path: string) => (await pagerduty(`DELETE ${path}`)).status;
    expect([await remove(`/schedules/${id}`), await remove(`/escalation_policies/${policy}`)]).toEqual([400, 400]);
    expect(await remove(`/services/${service}`)).toBe(204);
    expect([await remove(`/escalation_policies/${policy}`), await remove(`/escalation_policies/${policy}`)]).toEqual([
      400, 204,
    ]);
    expect(await remove(`/schedules/${id}`)).toBe(204);
  });

  it("can be given the people that a stack expects", async () => {
    await controlOf(cloud.control)("POST seed", {
      vendor: "pagerduty",
      accounts: { users: [{ email: "ops@acme.com" }] },
    });
    expect(column((await pagerduty("GET /users?query=ops@acme")).body, "email", "users")).toEqual(["ops@acme.com"]);
  });
});
