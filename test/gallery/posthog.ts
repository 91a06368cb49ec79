import * as posthog from "../../providers/posthog/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import { posthogPeople } from "./posthog-people.ts";

/** Every resource of the PostHog provider, as rich as it can be at once. */
export function posthogExhibits(on: Exhibition): void {
  const { hang, turn } = on;
  const provider = new posthog.Provider("posthog", { organizationId: "gallery-posthog" });
  const opts = { provider };

  const project = hang(
    "posthogProject",
    posthog.Project,
    {
      name: turn("gallery", "gallery renamed"),
      timezone: turn("Europe/Berlin", "Europe/Paris"),
      appUrls: turn(["https://www.example.com", "https://app.example.com"], ["https://www.example.com"]),
      recordingDomains: turn(["https://app.example.com"], []),
      anonymizeIps: turn(true, false),
      testAccountFilters: [
        {
          key: "email",
          type: "person",
          value: turn("@example.com", "@example.org"),
          operator: turn("not_icontains", "icontains"),
        },
      ],
      testAccountFiltersDefaultChecked: turn(true, false),
      personDisplayNameProperties: turn(["email", "name"], ["name"]),
      autocaptureOptOut: turn(true, false),
      autocaptureExceptionsOptIn: turn(true, false),
      autocaptureWebVitalsOptIn: turn(true, false),
      captureDeadClicks: turn(true, false),
      captureConsoleLogOptIn: turn(false, true),
      capturePerformanceOptIn: turn(true, false),
      heatmapsOptIn: turn(true, false),
      surveysOptIn: turn(true, false),
      sessionRecordingOptIn: turn(true, false),
      sessionRecordingSampleRate: turn("0.25", "0.50"),
      sessionRecordingMinimumDurationMilliseconds: turn(2000, 5000),
      sessionRecordingNetworkPayloadCaptureConfig: turn(
        { recordHeaders: true, recordBody: false },
        { recordHeaders: false, recordBody: true },
      ),
      cookielessServerHashMode: turn(2, 1),
    },
    opts,
  );

  // In another organization than the provider's, and otherwise as PostHog makes it.
  hang("posthogProjectElsewhere", posthog.Project, { name: "elsewhere", organizationId: elsewhere }, opts);

  const { projectId } = project;

  hang(
    "posthogFlag",
    posthog.FeatureFlag,
    {
      projectId,
      key: "new-checkout",
      name: turn("The new checkout", "The newest checkout"),
      active: turn(true, false),
      tags: turn(["gallery", "checkout"], ["gallery"]),
      ensureExperienceContinuity: turn(true, false),
      evaluationRuntime: turn("client", "server"),
      filters: {
        groups: [
          {
            properties: [
              {
                ...{ key: "email", type: "person", operator: turn("icontains", "not_icontains") },
                value: turn("@example.com", "@example.org"),
              },
              { key: "plan", type: "person", value: ["pro", "team"] },
              { key: "$group_key", type: "group", value: "acme", groupTypeIndex: turn(0, 1) },
            ],
            rolloutPercentage: turn(50, 75),
            variant: turn("test", "control"),
            description: turn("Our own people", "Everybody of ours"),
          },
          { rolloutPercentage: turn(10, 20) },
        ],
        multivariate: {
          variants: [
            { key: "control", name: "As it was", rolloutPercentage: turn(50, 20) },
            { key: "test", name: turn("As it will be", "As it might be"), rolloutPercentage: turn(50, 80) },
          ],
        },
        payloads: { test: turn({ colour: "green", steps: 3 }, { colour: "blue", steps: 2 }), control: "plain" },
        aggregationGroupTypeIndex: turn(0, 1),
      },
    },
    opts,
  );
  hang(
    "posthogFlagPlain",
    posthog.FeatureFlag,
    {
      projectId,
      key: turn("plain", "plain-renamed"),
      filters: { groups: [{}], payloads: { true: turn([1, 2], [3]) } },
    },
    opts,
  );

  const dashboard = hang(
    "posthogDashboard",
    posthog.Dashboard,
    {
      projectId,
      name: turn("Gallery", "Gallery renamed"),
      description: turn("What the gallery shows", "What the gallery showed"),
      pinned: turn(true, false),
      tags: turn(["gallery", "board"], ["board"]),
    },
    opts,
  );
  const insight = hang(
    "posthogInsight",
    posthog.Insight,
    {
      projectId,
      name: turn("Page views", "Page views a week"),
      description: turn("Views a day", "Views a week"),
      query: {
        kind: "InsightVizNode",
        source: {
          kind: "TrendsQuery",
          series: [{ kind: "EventsNode", event: "$pageview", name: "$pageview", math: turn("total", "dau") }],
          interval: turn("day", "week"),
          dateRange: { date_from: turn("-7d", "-30d") },
          properties: [],
          filterTestAccounts: turn(true, false),
        },
      },
      dashboardIds: turn([dashboard.dashboardId], []),
      tags: turn(["gallery"], []),
    },
    opts,
  );
  const placed = hang(
    "posthogInsightPlaced",
    posthog.Insight,
    {
      projectId,
      name: "Last events",
      query: { kind: "DataTableNode", source: { kind: "EventsQuery", select: ["event"], limit: turn(10, 20) } },
      dashboardIds: [dashboard.dashboardId],
    },
    opts,
  );
  hang(
    "posthogLayout",
    posthog.DashboardLayout,
    {
      projectId,
      dashboardId: dashboard.dashboardId,
      tiles: [
        { textBody: turn("## Events", "## All events"), layouts: { sm: { x: 0, y: 0, w: 12, h: 1 } } },
        {
          insightId: placed.insightId,
          layouts: { sm: { x: 0, y: 1, w: turn(6, 12), h: 4 }, xs: { x: 0, y: 0, w: 1, h: turn(4, 5) } },
          color: turn("blue", "green"),
        },
        {
          textBody: "More to come",
          layouts: { sm: { x: 6, y: 1, w: 6, h: turn(4, 2) } },
          color: turn("red", undefined),
        },
      ],
    },
    // Another tile of the same dashboard comes and goes beside it.
    { ...opts, dependsOn: [insight] },
  );
  hang(
    "posthogAlert",
    posthog.Alert,
    {
      projectId,
      name: turn("Too few views", "Far too few views"),
      insight: insight.insightId,
      subscribedUsers: turn([1], []),
      thresholdType: turn("absolute", "percentage"),
      thresholdLower: turn(10, 0.1),
      thresholdUpper: turn(1000, 0.9),
      conditionType: turn("absolute_value", "relative_decrease"),
      calculationInterval: turn("hourly", "weekly"),
      enabled: turn(true, false),
      seriesIndex: turn(0, 1),
      checkOngoingInterval: turn(true, false),
      skipWeekend: turn(true, false),
    },
    opts,
  );

  posthogPeople(on, projectId, opts);

  // Nothing of it can be changed in place.
  hang("posthogProxy", posthog.ProxyRecord, { domain: "e.gallery.example.com" }, opts);
  hang("posthogProxyCurrent", posthog.ProxyRecord, { domain: "e.example.net", organizationId: "@current" }, opts);
  hang("posthogProxyElsewhere", posthog.ProxyRecord, { domain: "e.example.org", organizationId: elsewhere }, opts);
}

/** UUID of the second of the gallery's organizations. */
const elsewhere = "01890000-0000-7000-8000-0000000aa112";
