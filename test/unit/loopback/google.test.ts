import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { google as vendor } from "../../../loopback/google/vendor.ts";
import { type Ask, asker, at, column, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let google: Ask;
const budgets = "/v1/billingAccounts/000000-000000-100B0C/budgets";
const dashboards = "/v1/projects/loopback/dashboards";

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [vendor] });
  const { origins, environment } = cloud.control;
  google = asker(origins["google"] ?? "", environment["GOOGLE_OAUTH_ACCESS_TOKEN"] ?? "");
});
afterAll(() => cloud.stop());

const newBudget = async (body: object) =>
  (await google(`POST ${budgets}`, { amount: { lastPeriodAmount: {} }, ...body })).body;

describe("Google on loopback", () => {
  it("has both of its hosts on one port, by the variables that Google's own tools know", async () => {
    const { origins, environment } = cloud.control;
    const origin = origins["google"];
    expect(environment).toMatchObject({
      GOOGLE_BILLING_CUSTOM_ENDPOINT: `${origin}/billing/v1/`,
      GOOGLE_MONITORING_CUSTOM_ENDPOINT: `${origin}/monitoring/`,
    });
    expect((await google(`GET /billing${budgets}`)).status).toBe(200);
    expect((await google(`GET /monitoring${dashboards}`)).status).toBe(200);
    expect((await asker(`${origin}`, "wrong")(`GET ${budgets}`)).body).toMatchObject({
      error: { code: 401, status: "UNAUTHENTICATED" },
    });
  });

  it("leaves out what is empty, and pages by token", async () => {
    for (const displayName of ["a", "b", "c"])
      expect(await newBudget({ displayName })).not.toHaveProperty("thresholdRules");
    const first = (await google(`GET ${budgets}?pageSize=2`)).body;
    expect(column(first, "displayName", "budgets")).toEqual(["a", "b"]);
    const rest = (await google(`GET ${budgets}?pageSize=2&pageToken=${at(first, "nextPageToken")}`)).body;
    expect([column(rest, "displayName", "budgets"), at(rest, "nextPageToken")]).toEqual([["c"], undefined]);
  });

  it("fills in period and currency, and changes what the mask names", async () => {
    const made = await newBudget({ displayName: "x", amount: { specifiedAmount: { units: "5" } } });
    expect(made).toMatchObject({
      amount: { specifiedAmount: { currencyCode: "USD" } },
      budgetFilter: { calendarPeriod: "MONTH" },
    });
    const path = `PATCH /v1/${at(made, "name")}`;
    const changes = { displayName: "y", thresholdRules: [{ thresholdPercent: 1 }] };
    expect((await google(`${path}?updateMask=thresholdRules`, changes)).body).toMatchObject({
      displayName: "x",
      thresholdRules: [{ thresholdPercent: 1, spendBasis: "CURRENT_SPEND" }],
    });
    expect((await google(path, { etag: "old" })).status).toBe(409);
  });

  it.each([
    ["an unknown field", { color: "red" }],
    ["two amounts", { amount: { lastPeriodAmount: {}, specifiedAmount: { units: "1" } } }],
    ["another currency", { amount: { specifiedAmount: { currencyCode: "EUR", units: "1" } } }],
    ["credits that do not count", { budgetFilter: { creditTypes: ["PROMOTION"] } }],
    ["a topic without a version", { notificationsRule: { pubsubTopic: "projects/a/topics/b" } }],
  ])("refuses a budget with %s", async (_, body) => {
    expect(await newBudget({ displayName: "x", ...body })).toMatchObject({
      error: { code: 400, status: "INVALID_ARGUMENT" },
    });
  });

  it("names a dashboard by the project's number, and wants its etag for a change", async () => {
    const made = (await google(`POST ${dashboards}`, { displayName: "d", gridLayout: { columns: 2 } })).body;
    expect(made).toMatchObject({
      name: expect.stringMatching(/^projects\/100000000001\//),
      gridLayout: { columns: "2" },
    });
    const path = `/v1/${at(made, "name")}`;
    const content = { displayName: "e", rowLayout: {} };
    expect((await google(`PATCH ${path}`, content)).status).toBe(400);
    expect((await google(`PATCH ${path}`, { ...content, etag: "old" })).status).toBe(409);
    expect((await google(`PATCH ${path}`, { ...content, etag: at(made, "etag") })).body).not.toHaveProperty(
      "gridLayout",
    );
    expect((await google(`POST ${dashboards}`, { displayName: "two", gridLayout: {}, rowLayout: {} })).status).toBe(
      400,
    );
    expect([(await google(`DELETE ${path}`)).body, (await google(`DELETE ${path}`)).status]).toEqual([{}, 404]);
  });

  it("shows nobody what is not seeded", async () => {
    expect((await google("GET /v1/projects/acme/dashboards")).body).toMatchObject({
      error: { status: "PERMISSION_DENIED" },
    });
    const control = controlOf(cloud.control);
    expect((await control("POST seed", { vendor: "google", accounts: { projects: [{ id: "acme" }] } })).status).toBe(
      200,
    );
    expect((await google("GET /v1/projects/acme/dashboards")).body).toEqual({});
    expect(
      (await control("POST seed", { vendor: "google", accounts: { billingAccounts: [{ id: "x" }] } })).status,
    ).toBe(400);
  });
});
