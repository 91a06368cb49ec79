import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { posthog as played } from "../../../loopback/posthog/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { project } from "../../../providers/posthog/project.ts";
import { ensureTaken } from "../../../providers/posthog/project-settings.ts";
import { posthog } from "../../../providers/posthog/provider.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, posthog);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** Every input away from its default. */
const everything: Properties = {
  name: "web",
  timezone: "Europe/Berlin",
  appUrls: ["https://www.example.com", "https://app.example.com"],
  recordingDomains: ["https://app.example.com"],
  anonymizeIps: true,
  testAccountFilters: [{ key: "email", type: "person", value: "@example.com", operator: "not_icontains" }],
  testAccountFiltersDefaultChecked: true,
  personDisplayNameProperties: ["email"],
  autocaptureOptOut: true,
  autocaptureExceptionsOptIn: true,
  autocaptureWebVitalsOptIn: true,
  captureDeadClicks: true,
  captureConsoleLogOptIn: false,
  capturePerformanceOptIn: false,
  heatmapsOptIn: true,
  surveysOptIn: true,
  sessionRecordingOptIn: true,
  sessionRecordingSampleRate: "0.25",
  sessionRecordingMinimumDurationMilliseconds: 2000,
  sessionRecordingNetworkPayloadCaptureConfig: { recordHeaders: true, recordBody: false },
  cookielessServerHashMode: 2,
};

describe("a PostHog project", () => {
  it("is made in the key's organization, and reads back as it was declared", async () => {
    const made = await stage.create("Project", { name: "web" });
    expect(made.id).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(made.state).toMatchObject({
      projectId: Number(made.id.split("/")[1]),
      apiToken: expect.stringMatching(/^phc_/),
    });
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
    expect((await stage.import("Project", made.id))?.inputs).toEqual(made.inputs);
  });

  it("reads back every setting as it was declared, and goes back to the defaults", async () => {
    expect(Object.keys(everything).toSorted()).toEqual(
      Object.keys(project.inputs.shape)
        .filter((name) => name !== "organizationId")
        .toSorted(),
    );
    const made = await stage.create("Project", everything);
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
    const plain = await stage.update("Project", made, { name: "web" });
    expect((await stage.read("Project", plain))?.inputs).toEqual(stage.check("Project", { name: "web" }));
  });

  it("is changed in place, by what differs", async () => {
    const made = await stage.create("Project", everything);
    await stage.journal();
    await stage.update("Project", made, { ...everything, name: "site", heatmapsOptIn: false });
    const patches = (await stage.journal()).filter(({ method }) => method === "PATCH");
    expect(patches.map(({ requestBody }) => requestBody)).toEqual([
      { name: "site", timezone: "Europe/Berlin" },
      { heatmaps_opt_in: false },
    ]);
  });

  it("sees a change behind its back, also of what nobody declared", async () => {
    const made = await stage.create("Project", { name: "web" });
    const change = { surveys_opt_in: true, timezone: "Europe/Paris", session_recording_sample_rate: "0.50" };
    await stage.vendor(`PATCH /api/environments/${made.state["projectId"]}/`, change);
    const found = await stage.read("Project", made);
    if (found === undefined) throw new Error("gone");
    const paths = stage.diff("Project", found, { name: "web" }).map(({ path }) => path);
    expect(paths).toEqual(["timezone", "surveysOptIn", "sessionRecordingSampleRate"]);
  });

  it("takes an organization by its slug, and names those it sees when it is another", async () => {
    const made = await stage.create("Project", { name: "web", organizationId: "loopback" });
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
    await expect(stage.create("Project", { name: "web", organizationId: "acme" })).rejects.toThrow(
      /no PostHog organization "acme"[\s\S]*it sees loopback/,
    );
  });

  it("is made once when the answer to its creation is lost", async () => {
    await stage.control("POST faults", { vendor: "posthog", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create("Project", everything);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
    expect(made.state["apiToken"]).toMatch(/^phc_/);
  });

  it("keeps the id of a project that was made but not finished", async () => {
    await stage.control("POST faults", { vendor: "posthog", method: "PATCH", times: 1, kind: "status", status: 402 });
    const failure = await stage.create("Project", everything).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "InitFailed", id: expect.stringMatching(/\/\d+$/) });
  });

  it("never takes a stranger's project over", async () => {
    const { id } = await stage.create("Project", { name: "web" });
    await expect(stage.create("Project", { name: "web" })).rejects.toThrow(
      `pulumi import posthog:index/project:Project example '${id}'`,
    );
  });

  it("refuses to choose between two of the same name", async () => {
    for (const _ of [1, 2]) await stage.vendor("POST /api/organizations/@current/projects/", { name: "web" });
    await expect(stage.create("Project", { name: "web" })).rejects.toThrow("several projects named web");
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create("Project", { name: "web" });
    await stage.delete("Project", made);
    expect(await stage.read("Project", made)).toBeUndefined();
    await stage.delete("Project", made);
  });

  it("names the settings that the plan keeps as they are", () => {
    expect(() => ensureTaken({ heatmaps_opt_in: true, surveys_opt_in: true }, { surveys_opt_in: true })).toThrow(
      "heatmaps_opt_in (sent true, is false)",
    );
    expect(() => ensureTaken({ surveys_opt_in: true }, { surveys_opt_in: true })).not.toThrow();
  });

  it("leaves out what PostHog adds to filters", async () => {
    const made = await stage.create("Project", everything);
    const [filter] = everything["testAccountFilters"] as Properties[];
    await stage.vendor(`PATCH /api/environments/${made.state["projectId"]}/`, {
      test_account_filters: [{ ...filter, cohort_name: null, group_type_index: 0 }],
    });
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
  });

  it("tells a wrong key as such, without showing it", async () => {
    const { signal } = new AbortController();
    const environment = { ...stage.environment, POSTHOG_API_KEY: "phx_wrongwrongwrong" };
    const client = posthog.configure({ organizationId: "@current" }, { environment, signal });
    const failure = project.read({ client, signal }, "01890000-0000-7000-8000-000000000001/1", {});
    await expect(failure).rejects.toThrow(/401[\s\S]*token in POSTHOG_API_KEY/);
    await expect(failure).rejects.not.toThrow("phx_wrong");
  });

  it.each(["", "1", "a/b", "org/1/2"])("refuses the import id '%s'", (id) => {
    expect(project.parseId?.(id)).toBeUndefined();
  });
});
