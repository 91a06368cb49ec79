import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { sentryAlert } from "../../../providers/sentry/sentry-alert.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "SentryAlert";
const organization = "acme";
let stage: Stage;
const seed = (integrations: object[]) =>
  stage.control("POST seed", {
    vendor: "sentry",
    accounts: { organizations: [{ slug: "acme", teams: ["web"], integrations }] },
  });
const slack = { provider: "slack", id: "51", name: "Acme", channels: [{ id: "C1", name: "alerts" }] };
const pagerduty = { provider: "pagerduty", id: "52", name: "Acme Pagers", services: [{ id: "61", service: "Web" }] };

beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  await seed([]);
  await stage.vendor("POST /api/0/teams/acme/web/projects/", { name: "Web", slug: "web" });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const mail = { email: { targetType: "issue_owners" } };
const alert = (more: Properties = {}, actions: Properties[] = [mail]): Properties => ({
  organization,
  name: "Tell us",
  frequencyMinutes: 30,
  projects: ["web"],
  triggerConditions: [{ firstSeenEvent: {} }, { regressionEvent: {} }],
  actionFilters: [
    {
      logicType: "all",
      conditions: [
        { latestRelease: {} },
        { issueOccurrences: { value: 10 } },
        { taggedEvent: { key: "a", match: "is" } },
      ],
      actions,
    },
  ],
  ...more,
});
const workflow = (id: string) => `/api/0/organizations/acme/workflows/${id.split("/").at(-1)}/`;

describe("a Sentry alert", () => {
  it("is made, read, imported, changed in place and deleted", async () => {
    const made = await stage.create(token, alert());
    // Sentry tells conditions in another order each time.
    for (const _ of [1, 2, 3, 4]) expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    await stage.writes();
    const changed = await stage.update(token, made, alert({ name: "Tell them", projects: [] }));
    expect(await stage.writes()).toEqual([`PUT ${workflow(made.id)}`]);
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
    await stage.delete(token, changed);
    expect(await stage.read(token, changed)).toBeUndefined();
    await stage.delete(token, changed);
  });

  it("is made once when the answer is lost: its name is how it is found", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, alert());
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    await expect(stage.create(token, alert())).rejects.toThrow("pulumi import sentry:index/sentryAlert:SentryAlert");
    expect(stage.diff(token, made, alert({ organization: "other" }))).toMatchObject([{ replaces: true }]);
  });

  it("acts on the issues of whole projects by the detector they are born with", async () => {
    const made = await stage.create(token, alert());
    const { body } = await stage.vendor("GET /api/0/organizations/acme/detectors/?query=type:issue_stream");
    const [stream] = body as { id: string }[];
    expect((await stage.vendor(`GET ${workflow(made.id)}`)).body).toMatchObject({ detectorIds: [stream?.id] });
    await expect(stage.create(token, alert({ name: "Other", projects: ["none"] }))).rejects.toThrow("no project none");
  });

  it("takes monitors by the id that they have in state", async () => {
    const monitor = await stage.create("SentryUptimeMonitor", {
      ...{
        organization,
        project: "web",
        name: "Up",
        url: "https://acme.example/",
        intervalSeconds: 60,
        timeoutMs: 5000,
      },
    });
    const made = await stage.create(token, alert({ monitorIds: [monitor.id], projects: [] }));
    expect(made.inputs["monitorIds"]).toEqual([monitor.state["internalId"]]);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    await expect(stage.create(token, alert({ name: "Other", monitorIds: ["1"] }))).rejects.toThrow(
      "Some detectors do not",
    );
  });

  it("looks integrations up by name, and the only one without a name", async () => {
    await seed([slack, pagerduty]);
    const made = await stage.create(
      token,
      alert({}, [
        { slack: { channelName: "alerts" } },
        { slack: { integrationId: "Acme", channelName: "#alerts", notes: "look" } },
        { pagerduty: { serviceName: "Web" } },
      ]),
    );
    const sent = (await stage.vendor(`GET ${workflow(made.id)}`)).body as {
      actionFilters: { actions: Properties[] }[];
    };
    expect(sent.actionFilters[0]?.actions).toHaveLength(3);
    expect(sent.actionFilters[0]?.actions).toContainEqual(
      expect.objectContaining({
        integrationId: "52",
        config: { targetType: "specific", targetIdentifier: "61", targetDisplay: "Web" },
      }),
    );
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
  });

  it("says once what is not installed, and where to install it, before anything is sent", async () => {
    const wanted = alert({}, [
      { slack: { channelName: "alerts" } },
      { slack: { integrationId: "Acme", channelName: "other" } },
      { github: { repo: "acme/web" } },
    ]);
    const failure = stage.create(token, wanted);
    await expect(failure).rejects.toThrow(
      /^actionFilters acme has not installed \w+, .*https:\/\/sentry\.io\/settings\/acme\/integrations\/slack\//,
    );
    await expect(failure).rejects.toThrow("https://sentry.io/settings/acme/integrations/github/");
    expect(await stage.writes()).toEqual([]);
    expect(String(await failure.catch(String)).split("has not installed Slack")).toHaveLength(2);

    await stage.reset();
    await seed([slack, { ...slack, id: "53", name: "Acme Two" }, pagerduty]);
    await expect(stage.create(token, alert({}, [{ slack: { channelName: "alerts" } }]))).rejects.toThrow(
      'several times, so integrationId must say which: "Acme" (51), "Acme Two" (53)',
    );
    const other = [{ slack: { integrationId: "Other", channelName: "alerts" } }];
    await expect(stage.create(token, alert({}, other))).rejects.toThrow('has no Slack integration "Other"');
    const service = [{ pagerduty: { serviceName: "Shop" } }];
    await expect(stage.create(token, alert({}, service))).rejects.toThrow('no service "Shop", only "Web": add it at');
  });

  it("tells what Sentry refuses: a channel that is not there", async () => {
    await seed([slack]);
    await expect(stage.create(token, alert({}, [{ slack: { channelName: "#nowhere" } }]))).rejects.toThrow(
      "400: actions: Channel #nowhere not found in Slack",
    );
  });

  it("shows what changed behind its back, also what we have no name for", async () => {
    const made = await stage.create(token, alert());
    const is = (await stage.vendor(`GET ${workflow(made.id)}`)).body as { actionFilters: Properties[] };
    const jira = {
      type: "jira",
      integrationId: "9",
      config: { targetType: "specific" },
      data: { dynamic_form_fields: [] },
    };
    const [filter] = is.actionFilters;
    const actionFilters = [{ ...filter, actions: [...((filter?.["actions"] as object[]) ?? []), jira] }];
    expect((await stage.vendor(`PUT ${workflow(made.id)}`, { ...is, enabled: false, actionFilters })).status).toBe(200);
    const found = await stage.read(token, made);
    expect(found && stage.diff(token, found, alert()).map(({ path }) => path)).toEqual([
      "enabled",
      "actionFilters[0].actions[1]",
    ]);
    const back = found && (await stage.update(token, found, alert()));
    expect(back && (await stage.read(token, back))?.inputs).toEqual(made.inputs);
  });

  it.each([
    [{ triggerConditions: [{}] }, "triggerConditions[0] is empty"],
    [{ triggerConditions: [{ firstSeenEvent: {}, regressionEvent: {} }] }, "takes one kind, not firstSeenEvent and"],
    [{ actionFilters: [{ actions: [{ ...mail, plugin: {} }] }] }, "takes one kind, not email and plugin"],
    [{ actionFilters: [{ actions: [{ email: { targetType: "team" } }] }] }, "is what team and user need"],
    [{ frequencyMinutes: 7 }, "frequencyMinutes"],
  ])("refuses %j itself", async (wrong, words) => {
    await expect(stage.create(token, alert(wrong as Properties))).rejects.toThrow(words);
    expect(await stage.writes()).toEqual([]);
  });

  it("has a description for every input", () => {
    for (const [name, shape] of Object.entries(sentryAlert.inputs.shape))
      expect({ name, described: (shape as { description?: string }).description !== undefined }).toEqual({
        name,
        described: true,
      });
  });
});
