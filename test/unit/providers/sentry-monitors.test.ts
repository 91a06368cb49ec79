import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const at = { organization: "acme", project: "web" };
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  const accounts = { organizations: [{ slug: "acme", teams: ["web"] }] };
  await stage.control("POST seed", { vendor: "sentry", accounts });
  await stage.vendor("POST /api/0/teams/acme/web/projects/", { name: "Web", slug: "web" });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const metric: Properties = {
  ...at,
  name: "Many errors",
  aggregate: "count()",
  dataset: "events",
  eventTypes: ["error"],
  timeWindowSeconds: 300,
  conditionGroup: {
    conditions: [
      { type: "lte", comparison: 50, conditionResult: 0 },
      { type: "gt", comparison: 50, conditionResult: 50 },
      { type: "gt", comparison: 100, conditionResult: 75 },
    ],
  },
  issueDetection: { type: "static" },
};
const uptime: Properties = {
  ...at,
  name: "Answers",
  url: "https://acme.example/",
  intervalSeconds: 60,
  timeoutMs: 5000,
};
const cron: Properties = { ...at, name: "Nightly", slug: "nightly", schedule: { crontab: "0 3 * * *" } };

const kinds: [token: string, first: Properties, change: Properties][] = [
  ["SentryMetricMonitor", metric, { timeWindowSeconds: 600, query: "level:fatal" }],
  ["SentryUptimeMonitor", uptime, { headers: { authorization: "planted-token-0123456789" }, traceSampling: true }],
  ["SentryCronMonitor", cron, { schedule: { intervalValue: 2, intervalUnit: "hour" }, enabled: false }],
];

describe.each(kinds)("%s", (token, first, change) => {
  it("is made, read, imported, changed in place and deleted", async () => {
    const made = await stage.create(token, first);
    expect(made.id).toBe(`acme/${made.state["internalId"]}`);
    for (const _ of [1, 2, 3]) expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    await stage.writes();
    const changed = await stage.update(token, made, { ...first, ...change });
    expect(await stage.writes()).toEqual([`PUT /api/0/organizations/acme/detectors/${made.state["internalId"]}/`]);
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
    await stage.delete(token, changed);
    expect(await stage.read(token, changed)).toBeUndefined();
    await stage.delete(token, changed);
  });

  it("is made once when the answer is lost: its name is how it is found", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, first);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    await expect(stage.create(token, first)).rejects.toThrow(`pulumi import sentry:index/`);
  });

  it("is another one in another project", async () => {
    const made = await stage.create(token, first);
    expect(stage.diff(token, made, { ...first, project: "other" })).toMatchObject([
      { path: "project", replaces: true },
    ]);
  });

  it("shows a change behind its back", async () => {
    const made = await stage.create(token, first);
    const path = `/api/0/organizations/acme/detectors/${made.state["internalId"]}/`;
    const { body } = await stage.vendor(`GET ${path}`);
    const sent = body as { name: string; type: string; config: object; dataSources: { queryObj: Properties }[] };
    const source = sent.dataSources[0]?.queryObj ?? {};
    const { conditionGroup, ...rest } = body as { conditionGroup: unknown };
    const all = { ...rest, owner: null, name: "Renamed", dataSources: [source["snubaQuery"] ?? source] };
    const answer = await stage.vendor(`PUT ${path}`, conditionGroup === null ? all : { ...all, conditionGroup });
    expect(answer.status).toBe(200);
    const found = await stage.read(token, made);
    expect(found && stage.diff(token, found, first).map(({ path }) => path)).toEqual(["name"]);
  });

  it("tells what Sentry refuses, and refuses an owner of two kinds itself", async () => {
    await expect(stage.create(token, { ...first, owner: { teamId: "1" } })).rejects.toThrow(
      "400: owner: Team does not",
    );
    const two = { ...first, owner: { teamId: "1", userId: "2" } };
    await expect(stage.create(token, two)).rejects.toThrow("owner takes a teamId or a userId");
    await expect(stage.create(token, { ...first, project: "none" })).rejects.toThrow("404");
  });
});

describe("a metric monitor", () => {
  it("does not mind in which order Sentry tells its conditions, or they are declared", async () => {
    const made = await stage.create("SentryMetricMonitor", metric);
    const { conditions } = metric["conditionGroup"] as { conditions: Properties[] };
    const turned = { ...metric, conditionGroup: { conditions: conditions.toReversed() } };
    expect(stage.diff("SentryMetricMonitor", made, turned)).toEqual([]);
  });

  it.each([
    [{ issueDetection: { type: "percent" } }, "comparisonDelta"],
    [{ issueDetection: { type: "dynamic" } }, "anomaly_detection belongs to dynamic"],
    [{ conditionGroup: { conditions: [{ type: "gt", comparison: 1, conditionResult: 75 }] } }, "conditionResult 0"],
    [{ conditionGroup: { conditions: [{ type: "gt", conditionResult: 0 }] } }, "is what a threshold needs"],
  ])("refuses %j before anything is sent", async (wrong, words) => {
    await expect(stage.create("SentryMetricMonitor", { ...metric, ...wrong })).rejects.toThrow(words);
    expect(await stage.writes()).toEqual([]);
  });
});

describe("monitors", () => {
  it("keep headers and bodies secret", () => {
    const definition = sentry.resources.find(({ token }) => token.endsWith(":SentryUptimeMonitor"));
    expect(definition?.secrets).toEqual(["headers", "body"]);
  });

  it("take a body only where the method has one, and JSON for an assertion", async () => {
    await expect(stage.create("SentryUptimeMonitor", { ...uptime, body: "x" })).rejects.toThrow("no place in a GET");
    await expect(stage.create("SentryUptimeMonitor", { ...uptime, assertionJson: "[" })).rejects.toThrow("JSON object");
    const spaced = { ...uptime, assertionJson: '{ "b": 1, "a": {} }' };
    const made = await stage.create("SentryUptimeMonitor", spaced);
    expect(stage.diff("SentryUptimeMonitor", made, { ...uptime, assertionJson: '{"a":{},"b":1}' })).toEqual([]);
  });

  it("take one kind of schedule and a time zone that exists; a taken slug is told", async () => {
    const both = { crontab: "0 3 * * *", intervalValue: 1, intervalUnit: "day" };
    await expect(stage.create("SentryCronMonitor", { ...cron, schedule: both })).rejects.toThrow("takes a crontab, or");
    await expect(stage.create("SentryCronMonitor", { ...cron, timezone: "Mars" })).rejects.toThrow("no time zone");
    await stage.create("SentryCronMonitor", cron);
    await expect(stage.create("SentryCronMonitor", { ...cron, name: "Other" })).rejects.toThrow("already in use");
  });

  it("never touch the two that every project has", async () => {
    const { body } = await stage.vendor("GET /api/0/organizations/acme/detectors/");
    const [builtIn] = body as { id: string }[];
    const imported = await stage.import("SentryMetricMonitor", `acme/${builtIn?.id}`);
    expect(imported).toBeUndefined();
  });
});
