import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { sentryIntegrationPagerduty } from "../../../providers/sentry/sentry-integration-pagerduty.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "SentryIntegrationPagerduty";
const night = {
  organization: "acme",
  integrationId: "Pagers",
  service: "Night",
  integrationKey: "planted-key-0123456789",
};
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  const integrations = [{ provider: "pagerduty", id: "52", name: "Pagers", services: [{ id: "61", service: "Web" }] }];
  const accounts = { organizations: [{ slug: "acme", integrations }] };
  await stage.control("POST seed", { vendor: "sentry", accounts });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const services = async () => {
  const { body } = await stage.vendor("GET /api/0/organizations/acme/integrations/52/");
  return (body as { configData: { service_table: { service: string }[] } }).configData.service_table.map(
    ({ service }) => service,
  );
};

describe("a PagerDuty service", () => {
  it("is added beside the others, read, imported, changed in place and taken away", async () => {
    const made = await stage.create(token, night);
    expect(made.id).toBe(`acme/52/${made.state["internalId"]}`);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    const changed = await stage.update(token, made, {
      ...night,
      service: "Day",
      integrationKey: "planted-other-0123456789",
    });
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
    expect(await services()).toEqual(["Web", "Day"]);
    await stage.delete(token, changed);
    expect(await services()).toEqual(["Web"]);
    expect(await stage.read(token, changed)).toBeUndefined();
    await stage.delete(token, changed);
  });

  it("does not lose its siblings when several are made at once", async () => {
    const names = ["A", "B", "C", "D"];
    const made = await Promise.all(names.map((service) => stage.create(token, { ...night, service })));
    expect((await services()).toSorted()).toEqual(["A", "B", "C", "D", "Web"]);
    await Promise.all(made.slice(1).map((one) => stage.delete(token, one)));
    expect(await services()).toHaveLength(2);
  });

  it("does not lose or double one of several whose answer is lost", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 2, kind: "drop-response" });
    const made = await Promise.all(["A", "B", "C"].map((service) => stage.create(token, { ...night, service })));
    expect((await services()).toSorted()).toEqual(["A", "B", "C", "Web"]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  });

  it("is added once when the answer is lost, and never taken over", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, night);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect(await services()).toEqual(["Web", "Night"]);
    await expect(stage.create(token, { ...night, service: "Web" })).rejects.toThrow("'acme/52/61'");
  });

  it("needs PagerDuty to be installed, and keeps its key secret", async () => {
    await expect(stage.create(token, { ...night, integrationId: "Others" })).rejects.toThrow('integration "Others"');
    await expect(stage.create(token, { ...night, integrationId: "99" })).rejects.toThrow(
      "install it at https://sentry.io",
    );
    await stage.create(token, night);
    expect(JSON.stringify(await stage.journal())).not.toContain(night.integrationKey);
    expect(sentryIntegrationPagerduty.secrets).toEqual(["integrationKey"]);
  });
});
