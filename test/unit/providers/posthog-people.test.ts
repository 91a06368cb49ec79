import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { posthog as played } from "../../../loopback/posthog/vendor.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { asDeclared } from "../../../providers/posthog/declared.ts";
import { posthog } from "../../../providers/posthog/provider.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
let projectId: number;

beforeAll(async () => {
  stage = await setStage(played, posthog);
});
beforeEach(async () => {
  projectId = Number((await stage.create("Project", { name: "web" })).state["projectId"]);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const pathOf = (list: string, { id }: { id: string }) => `/api/projects/${projectId}/${list}/${id.split("/")[1]}/`;

describe("a Hog function", () => {
  const call = (more: Properties = {}): Properties => ({
    ...{
      projectId,
      name: "Tell",
      type: "destination",
      hog: "fetch(inputs.url)",
      inputs: { url: { value: "https://a" } },
    },
    inputsSchema: [
      { key: "url", type: "string" },
      { key: "token", type: "string", secret: true, required: true },
    ],
    secretInputs: { token: "a-secret-0123456789" },
    ...more,
  });

  it("keeps its secrets: never told by PostHog, kept from state, and sent again when they change", async () => {
    const made = await stage.create("HogFunction", call());
    const { body } = await stage.vendor(`GET ${pathOf("hog_functions", made)}`);
    expect(body).toMatchObject({ inputs: { token: { secret: true }, url: { value: "https://a", order: 0 } } });
    expect((await stage.read("HogFunction", made))?.inputs).toEqual(made.inputs);
    const changed = call({ secretInputs: { token: "another-0123456789" } });
    expect(stage.diff("HogFunction", made, changed)).toMatchObject([{ path: "secretInputs.token", replaces: false }]);
    const held = async (value: string) => {
      const sha256 = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(value))).toString("hex");
      return ((await stage.control("POST holds", { vendor: "posthog", sha256 })) as { places: string[] }).places.length;
    };
    await stage.update("HogFunction", made, changed);
    expect([await held("a-secret-0123456789"), await held("another-0123456789")]).toEqual([0, 1]);
    const journal = JSON.stringify(await stage.journal());
    expect(journal).toContain("hog_functions");
    for (const value of ["a-secret-0123456789", "another-0123456789"]) expect(journal).not.toContain(value);
  });

  it("takes from its template what is left out, and does not call that a difference", async () => {
    const given = { projectId, name: "Hook", type: "destination", templateId: "template-webhook" };
    const made = await stage.create("HogFunction", { ...given, inputs: { url: { value: "https://a" } } });
    expect((await stage.import("HogFunction", made.id))?.inputs).toEqual(made.inputs);
    expect(stage.diff("HogFunction", made, { ...made.inputs, type: "site_app" })).toMatchObject([{ replaces: true }]);
    await expect(stage.create("HogFunction", { ...given, name: "Other" })).rejects.toThrow("required: inputs__url");
  });

  it("is refused where an input stands twice, or the code is none", async () => {
    await expect(stage.create("HogFunction", call({ inputs: { token: { value: "x" } } }))).rejects.toThrow(
      "secretInputs.token stands in inputs, too",
    );
    await expect(stage.create("HogFunction", call({ hog: "fetch(" }))).rejects.toThrow(
      "400 invalid_input: hog: Hog code",
    );
  });
});

describe("a survey", () => {
  const asked = { type: "popover", questions: [{ type: "open", question: "Well?" }] };

  it("has one form for a time, whatever its zone", async () => {
    const made = await stage.create("Survey", {
      projectId,
      name: "A",
      ...asked,
      startDate: "2026-03-01T09:00:00+01:00",
    });
    expect(made.inputs["startDate"]).toBe("2026-03-01T08:00:00Z");
    expect((await stage.read("Survey", made))?.inputs).toEqual(made.inputs);
  });

  it("takes away who is asked when it is not declared any more", async () => {
    const targetingFlagFilters = { groups: [{ rolloutPercentage: 10 }] };
    const made = await stage.create("Survey", { projectId, name: "A", ...asked, targetingFlagFilters });
    const of = async () => (await stage.vendor(`GET ${pathOf("surveys", made)}`)).body;
    expect(await of()).toMatchObject({ targeting_flag: { filters: { groups: [{ rollout_percentage: 10 }] } } });
    await stage.update("Survey", made, { projectId, name: "A", ...asked });
    expect(await of()).toMatchObject({ targeting_flag: null });
  });

  it.each([
    [{ startDate: "2026-03-02T00:00:00Z", endDate: "2026-03-01T00:00:00Z" }, "endDate is 2026-03-01T00:00:00Z, before"],
    [{ iterationCount: 2 }, "schedule must be recurring"],
    [{ startDate: "soon" }, "startDate must be a time"],
    [{ linkedFlagId: 7 }, "400 invalid_input: linked_flag_id: Feature Flag with this ID does not exist"],
  ])("is refused with %j", async (more, reason) => {
    await expect(stage.create("Survey", { projectId, name: "A", ...asked, ...more })).rejects.toThrow(reason);
  });
});

describe("a cohort", () => {
  it("compares its rules without what PostHog compiled of them, also after an import", async () => {
    const filters = { properties: { type: "AND", values: [{ type: "person", key: "email", operator: "is_set" }] } };
    const made = await stage.create("Cohort", { projectId, name: "All", filters });
    const { body } = await stage.vendor(`GET ${pathOf("cohorts", made)}`);
    expect(body).toMatchObject({ filters: { properties: { values: [{ conditionHash: expect.any(String) }] } } });
    expect((await stage.import("Cohort", made.id))?.inputs).toEqual(made.inputs);
  });

  it("becomes a fixed list by a new one, which has no rules", async () => {
    const made = await stage.create("Cohort", { projectId, name: "Fixed", isStatic: true });
    expect((await stage.import("Cohort", made.id))?.inputs).toEqual(made.inputs);
    expect(stage.diff("Cohort", made, { projectId, name: "Fixed", filters: {} })).toContainEqual(
      expect.objectContaining({ path: "isStatic", replaces: true }),
    );
    const both = { projectId, name: "Both", isStatic: true, filters: {} };
    await expect(stage.create("Cohort", both)).rejects.toThrow("filters is for a cohort by rules");
  });
});

describe("an action", () => {
  it("has steps, of which PostHog's own keys are no part", async () => {
    const made = await stage.create("Action", { projectId, name: "Paid", steps: [{ event: "paid" }] });
    const { body } = await stage.vendor(`GET ${pathOf("actions", made)}`);
    expect(body).toMatchObject({ steps: [{ event: "paid", tag_name_matching: null }] });
    expect((await stage.import("Action", made.id))?.inputs).toEqual(made.inputs);
  });
});

describe("what was declared", () => {
  it("is all that is compared, and everything when nothing was", () => {
    const actual = { a: 1, version: 2, inner: [{ b: null, version: 2 }, { c: 3 }] };
    expect(asDeclared({ a: 0, inner: [{ b: 1 }] }, actual, ["version"])).toEqual({
      a: 1,
      inner: [{ b: null }, { c: 3 }],
    });
    expect(asDeclared(undefined, actual, ["version"])).toEqual({ a: 1, inner: [{}, { c: 3 }] });
    expect(asDeclared({ gone: 1 }, actual, [])).toEqual({});
  });
});

it.each(posthog.resources.map((one) => [one.token, one] as const))(
  "%s has no issue with what is not known yet",
  async (_, one) => {
    const { signal } = new AbortController();
    const client = posthog.configure({ organizationId: "@current" }, { environment: stage.environment, signal });
    expect((await one.check?.({ client, signal }, {}, {}))?.issues ?? []).toEqual([]);
  },
);
