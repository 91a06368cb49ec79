import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { posthog as played } from "../../../loopback/posthog/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { posthog } from "../../../providers/posthog/provider.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
let projectId: number;
let trends: Properties;

beforeAll(async () => {
  stage = await setStage(played, posthog);
});
beforeEach(async () => {
  projectId = Number((await stage.create("Project", { name: "web" })).state["projectId"]);
  trends = {
    kind: "InsightVizNode",
    source: { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "$pageview" }] },
  };
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** The smallest inputs of each kind, a change of one of them, and the insight that an alert needs. */
async function smallest(
  token: string,
): Promise<{ first: Properties; changed: Properties; path: string; list: string }> {
  const here = `/api/projects/${projectId}`;
  switch (token) {
    case "FeatureFlag": {
      const first = { projectId, key: "beta", filters: { groups: [{}] } };
      return { first, changed: { ...first, active: false }, path: "active", list: `${here}/feature_flags/` };
    }
    case "Dashboard": {
      const first = { projectId, name: "Board" };
      return { first, changed: { ...first, pinned: true }, path: "pinned", list: `${here}/dashboards/` };
    }
    case "Action": {
      const first = { projectId, name: "Paid", steps: [{ event: "$pageview", url: "/paid" }] };
      return { first, changed: { ...first, description: "x" }, path: "description", list: `${here}/actions/` };
    }
    case "Cohort": {
      const rule = { type: "person", key: "email", operator: "is_set" };
      const first = { projectId, name: "All", filters: { properties: { type: "AND", values: [rule] } } };
      const filters = { properties: { type: "AND", values: [{ ...rule, operator: "is_not_set" }] } };
      const path = "filters.properties.values[0].operator";
      return { first, changed: { ...first, filters }, path, list: `${here}/cohorts/` };
    }
    case "Survey": {
      const first = { projectId, name: "Well?", type: "popover", questions: [{ type: "open", question: "Well?" }] };
      const changed = { ...first, startDate: "2026-03-01T09:00:00+01:00" };
      return { first, changed, path: "startDate", list: `${here}/surveys/` };
    }
    case "HogFunction": {
      const first = { projectId, name: "Drop", type: "transformation", hog: "return event\n" };
      const list = `/api/environments/${projectId}/hog_functions/`;
      return { first, changed: { ...first, enabled: false }, path: "enabled", list };
    }
    case "Insight": {
      const first = { projectId, name: "Views", query: trends };
      return { first, changed: { ...first, tags: ["b", "a"] }, path: "tags[0]", list: `${here}/insights/` };
    }
    default: {
      const insight = await stage.create("Insight", { projectId, name: "Watched", query: trends });
      const watched = Number(insight.state["insightId"]);
      const first = { projectId, name: "Low", insight: watched, subscribedUsers: [1], thresholdType: "absolute" };
      const list = `/api/environments/${projectId}/alerts/`;
      return { first, changed: { ...first, thresholdLower: 5 }, path: "thresholdLower", list };
    }
  }
}

const kinds = ["FeatureFlag", "Dashboard", "Insight", "Alert", "Action", "Cohort", "Survey", "HogFunction"];

describe.each(kinds)("a PostHog %s", (token) => {
  it("reads back as it was declared, by refresh and by import", async () => {
    const { first } = await smallest(token);
    const made = await stage.create(token, first);
    expect(made.id).toMatch(new RegExp(`^${projectId}/[\\w-]+$`));
    const found = await stage.read(token, made);
    expect(found && stage.diff(token, found, first)).toEqual([]);
    expect((await stage.import(token, made.id))?.inputs["projectId"]).toBe(projectId);
    await expect(stage.import(token, "12")).rejects.toThrow("give it as <project number>/<id>");
  });

  it("is changed in place, sees a change behind its back, and moves to another project by a new one", async () => {
    const { first, changed, path, list } = await smallest(token);
    const made = await stage.create(token, first);
    await stage.journal();
    const now = await stage.update(token, made, changed);
    const own = made.id.split("/")[1];
    expect(await stage.writes()).toEqual([`PATCH ${list}${own}/`]);
    const found = await stage.read(token, now);
    expect(found && stage.diff(token, found, changed)).toEqual([]);
    expect(found && stage.diff(token, found, first).map((one) => one.path)).toContain(path);
    expect(stage.diff(token, made, { ...first, projectId: 5 })).toMatchObject([{ path: "projectId", replaces: true }]);
  });

  it("is made once when the answer is lost, and never twice", async () => {
    const { first, list } = await smallest(token);
    await stage.journal();
    await stage.control("POST faults", { vendor: "posthog", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, first);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toEqual([`POST ${list}`]);
    await expect(stage.create(token, first)).rejects.toThrow(`example '${made.id}'`);
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const { first, list } = await smallest(token);
    const made = await stage.create(token, first);
    await stage.delete(token, made);
    expect(await stage.read(token, made)).toBeUndefined();
    expect((await stage.vendor(`GET ${list}`)).body).toMatchObject({ results: [] });
    await stage.delete(token, made);
  });
});

describe("a feature flag", () => {
  const flag = (more: Properties) => ({ projectId, key: "beta", filters: { groups: [{}] }, ...more });

  it("tells all that is wrong with its filters at once", async () => {
    const filters = {
      groups: [{ variant: "c" }],
      multivariate: {
        variants: [
          { key: "a", rolloutPercentage: 50 },
          { key: "b", rolloutPercentage: 40 },
        ],
      },
      payloads: { true: 1 },
    };
    await expect(stage.create("FeatureFlag", flag({ filters }))).rejects.toThrow(
      /shares of 90[\s\S]*groups\[0\].variant is no variant: a, b[\s\S]*payloads.true belongs to nothing: allowed are a, b/,
    );
    await expect(stage.create("FeatureFlag", flag({ key: "a b" }))).rejects.toThrow("key must be letters");
  });

  it("is read with all its siblings by one call", async () => {
    const flags = [];
    for (const key of ["one", "two", "three"]) flags.push(await stage.create("FeatureFlag", flag({ key })));
    await stage.journal();
    const read = await Promise.all(flags.map((kept) => stage.read("FeatureFlag", kept)));
    expect(read.map((found) => found?.inputs["key"])).toEqual(["one", "two", "three"]);
    expect(await stage.journal()).toHaveLength(1);
  });

  it("is gone with its project", async () => {
    const project = await stage.create("Project", { name: "short-lived" });
    const made = await stage.create("FeatureFlag", flag({ projectId: Number(project.state["projectId"]) }));
    await stage.delete("Project", project);
    expect(await stage.read("FeatureFlag", made)).toBeUndefined();
  });

  it("says that a deleted flag has the key, and comes back where its number is known", async () => {
    const made = await stage.create("FeatureFlag", flag({}));
    await stage.delete("FeatureFlag", made);
    await expect(stage.create("FeatureFlag", flag({}))).rejects.toThrow(
      /A deleted flag still has the key "beta"[\s\S]*fix:/,
    );
    await stage.update("FeatureFlag", made, flag({}));
    expect((await stage.read("FeatureFlag", made))?.inputs).toEqual(made.inputs);
  });

  it("keeps what cannot be declared", async () => {
    const made = await stage.create("FeatureFlag", flag({}));
    const path = `/api/projects/${projectId}/feature_flags/${made.state["flagId"]}/`;
    await stage.vendor(`PATCH ${path}`, { filters: { groups: [{ rollout_percentage: 100 }], holdout_groups: [1] } });
    await stage.update("FeatureFlag", made, flag({ name: "renamed" }));
    expect((await stage.vendor(`GET ${path}`)).body).toMatchObject({ filters: { holdout_groups: [1] } });
  });
});

describe("an insight", () => {
  it("compares what was declared of its query, and nothing that PostHog adds", async () => {
    const made = await stage.create("Insight", { projectId, name: "Views", query: trends });
    const { body } = await stage.vendor(`GET /api/projects/${projectId}/insights/${made.state["insightId"]}/`);
    expect(body).toMatchObject({ query: { version: 2, source: { version: 2, interval: "day" } } });
    expect((await stage.read("Insight", made))?.inputs).toEqual(made.inputs);
    await stage.vendor(`PATCH /api/projects/${projectId}/insights/${made.state["insightId"]}/`, {
      query: {
        kind: "InsightVizNode",
        source: { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "$set" }, {}] },
      },
    });
    const found = await stage.read("Insight", made);
    const differences = found && stage.diff("Insight", found, made.inputs);
    expect(differences?.map(({ path }) => path)).toEqual(["query.source.series[0].event", "query.source.series[1]"]);
  });

  it("needs a kind in its query, and dashboards that are there", async () => {
    const bad = stage.create("Insight", { projectId, name: "Views", query: {} });
    await expect(bad).rejects.toThrow("query.kind is required");
    const lost = stage.create("Insight", { projectId, name: "Views", query: trends, dashboardIds: [7] });
    await expect(lost).rejects.toThrow('400 does_not_exist: dashboards: Invalid pk "7"');
  });
});

describe("an alert", () => {
  it("watches trends only, between bounds in order", async () => {
    const events = await stage.create("Insight", { projectId, name: "Events", query: { kind: "DataTableNode" } });
    const given = { projectId, name: "Low", insight: Number(events.state["insightId"]), subscribedUsers: [] };
    await expect(stage.create("Alert", { ...given, thresholdType: "absolute" })).rejects.toThrow(
      "only supported for trends",
    );
    const crossed = { ...given, thresholdType: "percentage", thresholdLower: 2, thresholdUpper: 1 };
    await expect(stage.create("Alert", crossed)).rejects.toThrow(
      /thresholdLower is 2, above thresholdUpper 1[\s\S]*percentage needs a conditionType/,
    );
  });
});

describe("a proxy record", () => {
  it("is made without waiting for its CNAME, and its domain has one form", async () => {
    const made = await stage.create("ProxyRecord", { domain: "E.Example.com." });
    expect(made.inputs).toEqual({ domain: "e.example.com" });
    expect(made.state).toMatchObject({ status: "waiting", targetCname: expect.stringMatching(/posthog\.com$/) });
    expect((await stage.import("ProxyRecord", made.id))?.inputs).toEqual(made.inputs);
    await expect(stage.create("ProxyRecord", { domain: "e.example.com" })).rejects.toThrow(made.id);
    await expect(stage.create("ProxyRecord", { domain: "example" })).rejects.toThrow("must be a domain name");
    expect(stage.diff("ProxyRecord", made, { domain: "f.example.com" })).toMatchObject([{ replaces: true }]);
  });

  it("is made once when the answer is lost, and is gone while PostHog takes it down", async () => {
    await stage.control("POST faults", { vendor: "posthog", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create("ProxyRecord", { domain: "e.example.com" });
    expect(await stage.writes()).toHaveLength(1);
    await stage.delete("ProxyRecord", made);
    expect(await stage.read("ProxyRecord", made)).toBeUndefined();
    expect(await stage.read("ProxyRecord", made)).toBeUndefined();
    await stage.delete("ProxyRecord", made);
  });
});

it.each(posthog.resources.map((one) => [one.token, one] as const))(
  "%s tells a wrong key without showing it",
  async (_, one) => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, POSTHOG_API_KEY: "phx_wrongwrongwrong" };
    const client = posthog.configure({ organizationId: "@current" }, { environment, signal });
    const failure = one.read({ client, signal }, "01890000-0000-7000-8000-000000000001/1", {});
    await expect(failure).rejects.toThrow(/401[\s\S]*token in POSTHOG_API_KEY/);
    await expect(failure).rejects.not.toThrow("phx_wrong");
  },
);
