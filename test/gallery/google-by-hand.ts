import type { VendorByHand } from "./gallery.ts";

const [account, project] = ["0A11E2-0A11E2-0A11E2", "gallery-google"];

/** What the Google exhibits declare in their first turn, made with Google's REST APIs alone. */
export const googleByHand: VendorByHand = {
  vendor: "google",
  accounts: {
    billingAccounts: [{ id: account, currency: "EUR" }],
    projects: [{ id: project, number: "770000000001" }],
  },

  async make({ call }) {
    const budget = async (body: object): Promise<string> =>
      (await call("POST", `/v1/billingAccounts/${account}/budgets`, body)).name;
    const dashboard = async (body: object): Promise<string> => {
      const { name } = await call("POST", `/v1/projects/${project}/dashboards`, body);
      return `projects/${project}/dashboards/${name.split("/").at(-1)}`;
    };
    return {
      googleBudget: await budget(richBudget),
      googleBudgetLast: await budget({ displayName: "gallery, as before", amount: { lastPeriodAmount: {} } }),
      googleBudgetOnce: await budget({
        displayName: "gallery, once",
        amount: { specifiedAmount: { units: "1000" } },
        budgetFilter: {
          customPeriod: { startDate: { year: 2030, month: 1, day: 1 }, endDate: { year: 2030, month: 6, day: 30 } },
        },
      }),
      googleDashboard: await dashboard({
        displayName: "Gallery",
        gridLayout: {
          columns: "2",
          widgets: [
            {
              title: "Gemini calls by model",
              xyChart: { dataSets: [{ plotType: "LINE", timeSeriesQuery: { unitOverride: "1" } }] },
            },
            { text: { content: "What it costs", format: "MARKDOWN" } },
          ],
        },
      }),
      googleDashboardPlain: await dashboard({ displayName: "Gallery, plain", mosaicLayout: { columns: 12 } }),
    };
  },
};

const richBudget = {
  displayName: "gallery",
  amount: { specifiedAmount: { currencyCode: "EUR", units: "100", nanos: 500_000_000 } },
  budgetFilter: {
    projects: ["projects/770000000001", "projects/770000000002"],
    resourceAncestors: ["folders/42"],
    services: ["services/24E6-581D-38E5"],
    subaccounts: ["billingAccounts/0A11E2-0A11E2-0A11E3"],
    creditTypesTreatment: "INCLUDE_SPECIFIED_CREDITS",
    creditTypes: ["PROMOTION", "FREE_TIER"],
    labels: { team: ["gallery"] },
    calendarPeriod: "QUARTER",
  },
  thresholdRules: [{ thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" }, { thresholdPercent: 0.5 }],
  notificationsRule: {
    pubsubTopic: "projects/gallery-google/topics/budgets",
    schemaVersion: "1.0",
    monitoringNotificationChannels: ["projects/gallery-google/notificationChannels/12"],
    disableDefaultIamRecipients: true,
    enableProjectLevelRecipients: true,
  },
  ownershipScope: "BILLING_ACCOUNT",
};
