import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { google as played } from "../../../loopback/google/vendor.ts";
import { budget } from "../../../providers/google/budget.ts";
import { dashboard } from "../../../providers/google/dashboard.ts";
import { covers } from "../../../providers/google/dashboard-json.ts";
import { google } from "../../../providers/google/provider.ts";
import { packageSchema } from "../../../providers/kit/schema.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, google, { project: "loopback", billingProject: "loopback" });
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const billingAccount = "000000-000000-100B0C";
const usd = (units: string): Properties => ({ specifiedAmount: { currencyCode: "USD", units } });
const plain: Properties = { billingAccount, displayName: "platform", amount: usd("100") };
const widgets = [{ title: "Calls", xyChart: { dataSets: [{ plotType: "LINE" }] } }];
const board = (content: object): Properties => ({
  dashboardJson: JSON.stringify({ displayName: "Gemini", ...content }),
});

/** What each resource is declared as, and changed in place to. */
const kinds: Record<string, { first: Properties; changed: Properties; path: string }> = {
  Budget: {
    first: {
      ...plain,
      amount: { specifiedAmount: { currencyCode: "USD", units: "100", nanos: 500_000_000 } },
      budgetFilter: {
        projects: ["projects/2", "projects/1"],
        services: ["services/24E6-581D-38E5"],
        creditTypesTreatment: "INCLUDE_SPECIFIED_CREDITS",
        creditTypes: ["PROMOTION"],
        labels: { team: "web" },
        customPeriod: { startDate: { year: 2030, month: 1, day: 1 }, endDate: { year: 2030, month: 12, day: 31 } },
      },
      thresholdRules: [{ thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" }, { thresholdPercent: 0.5 }],
      allUpdatesRule: { pubsubTopic: "projects/loopback/topics/budgets", disableDefaultIamRecipients: true },
      ownershipScope: "BILLING_ACCOUNT",
    },
    changed: { ...plain, displayName: "renamed", amount: { lastPeriodAmount: true } },
    path: `/v1/billingAccounts/${billingAccount}/budgets`,
  },
  Dashboard: {
    first: board({ gridLayout: { columns: "2", widgets } }),
    changed: board({ displayName: "Renamed", mosaicLayout: { columns: 12 } }),
    path: "/v1/projects/loopback/dashboards",
  },
};

describe.each(Object.entries(kinds))("a Google %s", (kind, { first, changed, path }) => {
  it("reads back as it was declared, also when it is imported", async () => {
    const made = await stage.create(kind, first);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(kind, made.id))?.inputs).toEqual(made.inputs);
    expect(await stage.differences(kind, made, first)).toEqual([]);
  });

  it("changes in place by one PATCH, also back to the defaults", async () => {
    const made = await stage.create(kind, first);
    await stage.writes();
    const updated = await stage.update(kind, made, changed);
    expect(await stage.writes()).toEqual([`PATCH ${path}/${made.id.split("/").at(-1)}`]);
    expect((await stage.read(kind, updated))?.inputs).toEqual(updated.inputs);
  });

  it("is made once when the answer to its creation is lost", async () => {
    await stage.control("POST faults", { vendor: "google", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(kind, first);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toEqual([`POST ${path}`]);
    expect((await stage.read(kind, made))?.inputs).toEqual(made.inputs);
  });

  it("is never taken over from a stranger", async () => {
    const { id } = await stage.create(kind, first);
    await expect(stage.create(kind, first)).rejects.toThrow(`example '${id}'`);
  });

  it("is none of several with its name", async () => {
    const twin = { displayName: kind === "Budget" ? "platform" : "Gemini" };
    const body = kind === "Budget" ? { ...twin, amount: { lastPeriodAmount: {} } } : { ...twin, gridLayout: {} };
    for (const _ of [1, 2]) await stage.vendor(`POST ${path}`, body);
    await expect(stage.create(kind, first)).rejects.toThrow("several");
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create(kind, first);
    await stage.delete(kind, made);
    expect(await stage.read(kind, made)).toBeUndefined();
    await stage.delete(kind, made);
  });
});

describe("a budget", () => {
  it("covers the account by month where nothing else is said", async () => {
    const made = await stage.create("Budget", plain);
    expect(made.inputs["budgetFilter"]).toMatchObject({
      calendarPeriod: "MONTH",
      creditTypesTreatment: "INCLUDE_ALL_CREDITS",
    });
    expect((await stage.import("Budget", made.id))?.inputs).toEqual(made.inputs);
  });

  it("moves to another billing account by being made anew", async () => {
    const made = await stage.create("Budget", plain);
    const elsewhere = { ...plain, billingAccount: "000000-000000-000001" };
    expect(stage.diff("Budget", made, elsewhere)).toMatchObject([{ path: "billingAccount", replaces: true }]);
  });

  it("passes on what Google refuses", async () => {
    const euro = { ...plain, amount: { specifiedAmount: { currencyCode: "EUR", units: "1" } } };
    await expect(stage.create("Budget", euro)).rejects.toThrow(
      "400 INVALID_ARGUMENT: The currency of the billing account is USD.",
    );
  });

  it.each([
    [{ ...plain, amount: {} }, "exactly one of specifiedAmount"],
    [{ ...plain, billingAccount: "mine" }, "012345-567890-ABCDEF"],
    [{ ...plain, displayName: "a".repeat(61) }, "displayName"],
    [{ ...plain, budgetFilter: { projects: ["projects/acme"] } }, "projects/<number>"],
    [{ ...plain, thresholdRules: [{ thresholdPercent: -1 }] }, "thresholdRules[0].thresholdPercent"],
  ])("refuses %j", (inputs, reason) => {
    expect(() => stage.check("Budget", inputs as Properties)).toThrow(reason);
  });

  it.each(["", "b", "billingAccounts/1/budgets", "billingAccounts/x y/budgets/1"])(
    "refuses the import id '%s'",
    (id) => {
      expect(budget.parseId?.(id)).toBeUndefined();
    },
  );
});

describe("a dashboard", () => {
  it("is the same whatever the order and space of its text", () => {
    const { inputs } = {
      inputs: stage.check("Dashboard", { dashboardJson: '{ "gridLayout": {}, "displayName": "a" }' }),
    };
    expect(inputs["dashboardJson"]).toBe('{"displayName":"a","gridLayout":{}}');
  });

  it("does not take what Google adds for a change, but sees what is changed", async () => {
    const made = await stage.create("Dashboard", kinds["Dashboard"]?.first ?? {});
    const [path, etag] = [
      `/v1/${made.id}`,
      async () => ((await stage.vendor(`GET /v1/${made.id}`)).body as { etag: string }).etag,
    ];
    const content = { displayName: "Gemini", gridLayout: { columns: "2", widgets } };
    await stage.vendor(`PATCH ${path}`, { ...content, etag: await etag(), labels: { by: "google" } });
    expect((await stage.read("Dashboard", made))?.inputs).toEqual(made.inputs);
    await stage.vendor(`PATCH ${path}`, { ...content, etag: await etag(), gridLayout: { columns: "3", widgets } });
    const found = await stage.read("Dashboard", made);
    expect(found && stage.diff("Dashboard", found, made.inputs)).toMatchObject([{ path: "dashboardJson" }]);
  });

  it.each([
    [{ a: 1, extra: true }, { a: "1" }, true],
    [{}, { zero: 0, no: false, none: [], empty: "" }, true],
    [{}, { blank: {} }, false],
    [{ list: [1, 2] }, { list: [1] }, false],
    [{ list: [{ a: 1, b: 2 }] }, { list: [{ a: 1 }] }, true],
    [{ a: 1 }, { a: 2 }, false],
  ])("%j is what was declared as %j: %s", (found, declared, same) => {
    expect(covers(found, declared)).toBe(same);
  });

  it.each(["", "[]", '{"gridLayout": {}}', "{"])("refuses the text %j", (dashboardJson) => {
    expect(() => stage.check("Dashboard", { dashboardJson })).toThrow(/no JSON object|has no displayName/);
  });

  it("says that it needs a project when nobody names one", async () => {
    const { signal } = new AbortController();
    const client = google.configure({}, { environment: stage.environment, signal });
    const inputs = dashboard.inputs.parse(kinds["Dashboard"]?.first);
    await expect(dashboard.find?.({ client, signal }, inputs)).rejects.toThrow(/needs a project[\s\S]*fix: give/);
  });
});

describe("Google", () => {
  it("says how to get a token, and tells a wrong one as such without showing it", async () => {
    const { signal } = new AbortController();
    expect(() => google.configure({}, { environment: {}, signal })).toThrow(
      /GOOGLE_OAUTH_ACCESS_TOKEN is not set[\s\S]*gcloud auth print-access-token/,
    );
    const environment = { ...stage.environment, GOOGLE_OAUTH_ACCESS_TOKEN: "ya29.wrongwrongwrong" };
    const client = google.configure({}, { environment, signal });
    const failure = budget.read({ client, signal }, `billingAccounts/${billingAccount}/budgets/1`, {});
    await expect(failure).rejects.toThrow(/401 UNAUTHENTICATED[\s\S]*gcloud auth print-access-token/);
    await expect(failure).rejects.not.toThrow("wrongwrong");
  });

  it("names the project whose quota is used", async () => {
    await stage.create("Budget", plain);
    expect((await stage.journal())[0]?.requestHeaders).toMatchObject({ "x-goog-user-project": "loopback" });
  });

  it("has the tokens and modules of the published package in its schema", () => {
    const schema = packageSchema(google);
    expect(schema).toMatchObject({ name: "gcp", meta: { moduleFormat: "(.*)(?:/[^/]*)" } });
    expect(Object.keys(schema["resources"] as object)).toEqual([
      "gcp:billing/budget:Budget",
      "gcp:monitoring/dashboard:Dashboard",
    ]);
    const modules = Object.keys(schema["resources"] as object).map((token) => {
      const [, inner = ""] = token.split(":");
      return /^(.*)(?:\/[^/]*)$/.exec(inner)?.[1];
    });
    expect(modules).toEqual(["billing", "monitoring"]);
    const references = [...JSON.stringify(schema).matchAll(/#\/types\/([^"]+)/g)].map(([, name = ""]) => name);
    expect(references.length).toBeGreaterThan(5);
    for (const name of references) expect(schema["types"]).toHaveProperty([name]);
    expect(schema).toHaveProperty(
      ["resources", "gcp:billing/budget:Budget", "requiredInputs"],
      ["billingAccount", "displayName", "amount"],
    );
  });
});
