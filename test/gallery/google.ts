import * as google from "../../providers/google/sdk.ts";
import type { Exhibition } from "./gallery.ts";

const [billingAccount, project] = ["0A11E2-0A11E2-0A11E2", "gallery-google"];

/** Every resource of the Google provider, as rich as it can be at once. */
export function googleExhibits({ hang, turn }: Exhibition): void {
  const provider = new google.Provider("google", { project, billingProject: project });
  const opts = { provider };

  hang(
    "googleBudget",
    google.billing.Budget,
    {
      billingAccount,
      displayName: turn("gallery", "gallery renamed"),
      amount: { specifiedAmount: { currencyCode: "EUR", units: turn("100", "250"), nanos: turn(500_000_000, 0) } },
      budgetFilter: {
        projects: turn(["projects/770000000002", "projects/770000000001"], ["projects/770000000001"]),
        resourceAncestors: turn(["folders/42"], ["organizations/7"]),
        services: turn(["services/24E6-581D-38E5"], ["services/95FF-2EF5-5EA1"]),
        subaccounts: turn(["billingAccounts/0A11E2-0A11E2-0A11E3"], []),
        creditTypesTreatment: "INCLUDE_SPECIFIED_CREDITS",
        creditTypes: turn(["PROMOTION", "FREE_TIER"], ["DISCOUNT"]),
        labels: turn({ team: "gallery" }, { team: "other" }),
        calendarPeriod: turn("QUARTER", "YEAR"),
      },
      thresholdRules: [
        { thresholdPercent: turn(1, 1.2), spendBasis: turn("FORECASTED_SPEND", "CURRENT_SPEND") },
        { thresholdPercent: turn(0.5, 0.9) },
      ],
      allUpdatesRule: {
        pubsubTopic: turn("projects/gallery-google/topics/budgets", "projects/gallery-google/topics/spend"),
        schemaVersion: "1.0",
        monitoringNotificationChannels: turn(["projects/gallery-google/notificationChannels/12"], []),
        disableDefaultIamRecipients: turn(true, false),
        enableProjectLevelRecipients: turn(true, false),
      },
      ownershipScope: turn("BILLING_ACCOUNT", "ALL_USERS"),
    },
    opts,
  );
  hang(
    "googleBudgetLast",
    google.billing.Budget,
    { billingAccount, displayName: "gallery, as before", amount: { lastPeriodAmount: true } },
    opts,
  );
  hang(
    "googleBudgetOnce",
    google.billing.Budget,
    {
      billingAccount,
      displayName: "gallery, once",
      amount: { specifiedAmount: { currencyCode: "EUR", units: "1000" } },
      budgetFilter: {
        customPeriod: {
          startDate: { year: 2030, month: 1, day: 1 },
          endDate: { year: 2030, month: turn(6, 12), day: 30 },
        },
      },
    },
    opts,
  );

  hang(
    "googleDashboard",
    google.monitoring.Dashboard,
    {
      project,
      dashboardJson: JSON.stringify({
        displayName: turn("Gallery", "Gallery renamed"),
        gridLayout: {
          columns: turn("2", "3"),
          widgets: [
            {
              title: "Gemini calls by model",
              xyChart: {
                dataSets: [{ plotType: turn("LINE", "STACKED_BAR"), timeSeriesQuery: { unitOverride: "1" } }],
              },
            },
            { text: { content: "What it costs", format: "MARKDOWN" } },
          ],
        },
      }),
    },
    opts,
  );
  // In the provider's project.
  hang(
    "googleDashboardPlain",
    google.monitoring.Dashboard,
    { dashboardJson: '{ "mosaicLayout": { "columns": 12 }, "displayName": "Gallery, plain" }' },
    opts,
  );
}
