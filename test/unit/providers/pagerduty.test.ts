import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pagerduty as played } from "../../../loopback/pagerduty/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { pagerduty } from "../../../providers/pagerduty/provider.ts";
import { service } from "../../../providers/pagerduty/service.ts";
import { serviceIntegration } from "../../../providers/pagerduty/service-integration.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, pagerduty);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const owner = "owner@loopback.test";
const policyOf = (id: string, more: Properties = {}): Properties => ({
  name: "platform",
  rules: [{ escalationDelayInMinutes: 10, targets: [{ id }] }],
  ...more,
});

/** A service that is on the policy of a user. */
async function serviceInputs(): Promise<Properties> {
  const { id } = await stage.create("EscalationPolicy", policyOf(owner));
  await stage.writes();
  return { name: "web", escalationPolicy: id };
}

const layer = {
  name: "weekdays",
  start: "2099-01-05T09:00:00+01:00",
  rotationVirtualStart: "2099-01-05T09:00:00+01:00",
  rotationTurnLengthSeconds: 604_800,
  users: [owner],
};
const scheduleInputs: Properties = {
  name: "primary",
  timeZone: "America/New_York",
  layers: [
    { ...layer, restrictions: [{ type: "daily_restriction", startTimeOfDay: "09:00:00", durationSeconds: 28_800 }] },
    {
      ...layer,
      name: "nights",
      end: "2100-01-05T09:00:00Z",
      restrictions: [
        { type: "weekly_restriction", startTimeOfDay: "18:00:00", durationSeconds: 3600, startDayOfWeek: 5 },
      ],
    },
  ],
};

/** What each resource is declared as, richly, and changed in place to. */
const kinds: Record<string, () => Promise<{ first: Properties; changed: Properties; path: string }>> = {
  EscalationPolicy: async () => ({
    first: policyOf(owner, { description: "calls", numLoops: 2 }),
    changed: policyOf(owner, { name: "renamed", description: "", numLoops: 0 }),
    path: "/escalation_policies",
  }),
  Schedule: async () => ({
    first: { ...scheduleInputs, description: "who" },
    changed: { ...scheduleInputs, name: "second", timeZone: "Europe/Berlin" },
    path: "/schedules",
  }),
  Service: async () => {
    const first = await serviceInputs();
    return {
      first: {
        ...first,
        description: "the site",
        autoResolveTimeout: "null",
        acknowledgementTimeout: "600",
        incidentUrgencyRule: {
          type: "use_support_hours",
          duringSupportHours: { urgency: "high" },
          outsideSupportHours: { urgency: "low" },
        },
        supportHours: {
          timeZone: "Europe/Berlin",
          daysOfWeeks: [1, 2, 3, 4, 5],
          startTime: "09:00:00",
          endTime: "17:00:00",
        },
        scheduledActions: [{ toUrgency: "high", ats: [{ name: "support_hours_start" }] }],
        alertGroupingParameters: { type: "time", config: { timeout: 5 } },
        autoPauseNotificationsParameters: { enabled: true, timeout: 300 },
      },
      changed: { ...first, name: "site", alertGroupingParameters: { type: "intelligent" } },
      path: "/services",
    };
  },
  ServiceIntegration: async () => {
    const { id } = await stage.create("Service", await serviceInputs());
    await stage.writes();
    const first = { service: id, name: "groundplan", type: "events_api_v2_inbound_integration" };
    return { first, changed: { ...first, name: "alerts" }, path: `/services/${id}/integrations` };
  },
};

describe.each(Object.entries(kinds))("a PagerDuty %s", (kind, prepare) => {
  it("reads back as it was declared, also when it is imported", async () => {
    const { first } = await prepare();
    const made = await stage.create(kind, first);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(kind, made.id))?.inputs).toEqual(made.inputs);
    expect(stage.diff(kind, made, made.inputs)).toEqual([]);
  });

  it("changes in place by one PUT", async () => {
    const { first, changed, path } = await prepare();
    const made = await stage.create(kind, first);
    await stage.writes();
    const updated = await stage.update(kind, made, changed);
    expect(await stage.writes()).toEqual([`PUT ${path}/${made.id.split(".").at(-1)}`]);
    expect((await stage.read(kind, updated))?.inputs).toEqual(updated.inputs);
  });

  it("is made once when the answer to its creation is lost", async () => {
    const { first, path } = await prepare();
    await stage.control("POST faults", { vendor: "pagerduty", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(kind, first);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toEqual([`POST ${path}`]);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
  });

  it("is never taken over from a stranger", async () => {
    const { first } = await prepare();
    const { id } = await stage.create(kind, first);
    await expect(stage.create(kind, first)).rejects.toThrow(`example '${id}'`);
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const { first } = await prepare();
    const made = await stage.create(kind, first);
    if (kind === "ServiceIntegration") await stage.vendor(`DELETE /services/${first["service"]}`);
    await stage.delete(kind, made);
    await stage.delete(kind, made);
    expect(await stage.read(kind, made)).toBeUndefined();
  });
});

describe("PagerDuty", () => {
  it("keeps the integration key as a secret, and does not tell it in the journal", async () => {
    const { first } = (await kinds["ServiceIntegration"]?.()) ?? {};
    const made = await stage.create("ServiceIntegration", first ?? {});
    expect(serviceIntegration.secrets).toEqual(["integrationKey"]);
    expect(made.state["integrationKey"]).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(await stage.journal())).not.toContain(made.state["integrationKey"]);
  });

  it("resolves e-mails to ids, and names those that nobody has", async () => {
    const made = await stage.create("EscalationPolicy", policyOf(owner));
    expect(made.inputs["rules"]).toMatchObject([{ targets: [{ type: "user_reference", id: "POWNER1" }] }]);
    await expect(stage.create("EscalationPolicy", policyOf("nobody@loopback.test", { name: "b" }))).rejects.toThrow(
      "rules[0].targets[0].id nobody@loopback.test is no user of this PagerDuty account",
    );
  });

  it("waits until a policy is unused, which it is a moment after its service is gone", async () => {
    const inputs = await serviceInputs();
    const made = await stage.create("Service", inputs);
    const policy = await stage.import("EscalationPolicy", String(inputs["escalationPolicy"]));
    if (policy === undefined) throw new Error("gone");
    await stage.delete("Service", made);
    await stage.delete("EscalationPolicy", policy);
    expect(await stage.read("EscalationPolicy", policy)).toBeUndefined();
  });

  it("ends a layer that is declared no more, and knows the others again", async () => {
    const made = await stage.create("Schedule", scheduleInputs);
    const [first] = scheduleInputs["layers"] as Properties[];
    const updated = await stage.update("Schedule", made, { ...scheduleInputs, layers: [first ?? {}] });
    expect((await stage.read("Schedule", updated))?.inputs).toEqual(updated.inputs);
    const { body } = await stage.vendor(`GET /schedules/${made.id}`);
    expect(body).toMatchObject({ schedule: { schedule_layers: [{}, {}] } });
  });

  it("takes a start in the past, which PagerDuty rewrites, for no change", async () => {
    const past = { ...scheduleInputs, layers: [{ ...layer, start: "2020-01-01T00:00:00Z" }] };
    const made = await stage.create("Schedule", past);
    expect((await stage.read("Schedule", made))?.inputs).toEqual(made.inputs);
  });

  it("does not take the window that PagerDuty adds to a grouping for a change, but sees a declared one change", async () => {
    const inputs = { ...(await serviceInputs()), alertGroupingParameters: { type: "intelligent" } };
    const made = await stage.create("Service", inputs);
    expect((await stage.read("Service", made))?.inputs).toEqual(made.inputs);
    const declared = { ...inputs, alertGroupingParameters: { type: "intelligent", config: { timeWindow: 600 } } };
    const updated = await stage.update("Service", made, declared);
    const { body } = await stage.vendor(`GET /services/${made.id}`);
    const changed = { ...(body as { service: object }).service, alert_grouping_parameters: { type: "intelligent" } };
    await stage.vendor(`PUT /services/${made.id}`, { service: changed });
    const found = await stage.read("Service", updated);
    expect(found && stage.diff("Service", found, declared).map(({ path }) => path)).toEqual([
      "alertGroupingParameters.config.timeWindow",
    ]);
  });

  it("passes on what PagerDuty refuses, in its own words", async () => {
    const inputs = { name: "web", escalationPolicy: "PNOTHERE" };
    await expect(stage.create("Service", inputs)).rejects.toThrow(
      "400 2001: Invalid Input Provided: Escalation policy could not be found",
    );
  });

  it.each([
    ["Service", { name: "web", escalationPolicy: "P1", autoResolveTimeout: "4h" }, "autoResolveTimeout"],
    ["Service", { name: "web", escalationPolicy: "P1", incidentUrgencyRule: { type: "constant" } }, "takes `urgency`"],
    ["EscalationPolicy", { name: "a", rules: [] }, "rules"],
    ["Schedule", { ...scheduleInputs, layers: [layer, layer] }, "not unique"],
    ["ServiceIntegration", { service: "P1", name: "a", type: "x" }, "type"],
  ])("refuses a %s like %j", (kind, inputs, reason) => {
    expect(() => stage.check(kind, inputs as Properties)).toThrow(reason);
  });

  it("refuses an integration of a type and a vendor at once, or of neither", async () => {
    const inputs = { service: "P1", name: "a", vendor: "PAM4FGS" };
    await expect(stage.create("ServiceIntegration", { ...inputs, type: "nagios_inbound_integration" })).rejects.toThrow(
      "vendor is given beside `type`",
    );
    await expect(stage.create("ServiceIntegration", { service: "P1", name: "a" })).rejects.toThrow("has neither");
  });

  it("reads an integration of a vendor back by its vendor", async () => {
    const { id } = await stage.create("Service", await serviceInputs());
    const made = await stage.create("ServiceIntegration", { service: id, name: "dd", vendor: "PAM4FGS" });
    expect((await stage.import("ServiceIntegration", made.id))?.inputs).toEqual(made.inputs);
  });

  it("tells a wrong key as such, without showing it", async () => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, PAGERDUTY_TOKEN: "u+wrongwrongwrong" };
    const client = pagerduty.configure({}, { environment, signal });
    const failure = service.read({ client, signal }, "P1", {});
    await expect(failure).rejects.toThrow(/401[\s\S]*token in PAGERDUTY_TOKEN/);
    await expect(failure).rejects.not.toThrow("u+wrong");
  });

  it.each(["", "P1", "P1.", ".P2", "P1.P2.P3"])("refuses the import id '%s' of an integration", (id) => {
    expect(serviceIntegration.parseId?.(id)).toBeUndefined();
  });
});
