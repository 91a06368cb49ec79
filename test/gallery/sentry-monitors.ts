import {
  SentryCronMonitor,
  SentryDashboard,
  SentryMetricMonitor,
  SentryUptimeMonitor,
} from "../../providers/sentry/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import type { Hall, Projects } from "./sentry-projects.ts";

/** What the alerts watch. */
export interface Monitors {
  readonly errors: SentryMetricMonitor;
  readonly uptime: SentryUptimeMonitor;
  readonly cron: SentryCronMonitor;
}

/** Monitors of every kind and, of those by metric, of every detection. */
export function hangMonitors(
  exhibition: Exhibition,
  { organization, provider }: Hall,
  { team, web }: Projects,
): Monitors {
  const { hang, turn, secret } = exhibition;
  const opts = { provider };
  const place = { organization, project: web.slug };
  const errors = hang(
    "sentryMetricMonitor",
    SentryMetricMonitor,
    {
      ...place,
      name: turn("Many errors", "Too many errors"),
      description: turn("More errors than usual", "Far more errors than usual"),
      enabled: turn(true, false),
      owner: turn({ teamId: team.internalId }, { userId: "42" }),
      aggregate: turn("count()", "count_unique(user)"),
      dataset: "events",
      eventTypes: turn(["error", "default"] as const, ["error"] as const),
      query: turn("is:unresolved", "level:error"),
      timeWindowSeconds: turn(300, 3600),
      environment: turn("production", "staging"),
      conditionGroup: {
        logicType: turn("any" as const, "any-short" as const),
        conditions: [
          { type: turn("gt" as const, "gte" as const), comparison: turn(100, 200), conditionResult: 75 as const },
          { type: "gt" as const, comparison: 50, conditionResult: 50 as const },
          { type: "lte" as const, comparison: 50, conditionResult: 0 as const },
        ],
      },
      issueDetection: { type: "static" as const },
    },
    opts,
  );
  hang(
    "sentryMetricMonitorPercent",
    SentryMetricMonitor,
    {
      ...place,
      name: "Slower than yesterday",
      aggregate: "p95(span.duration)",
      dataset: turn("events_analytics_platform" as const, "generic_metrics" as const),
      eventTypes: turn(["trace_item_span"] as const, ["transaction"] as const),
      timeWindowSeconds: 3600,
      extrapolationMode: turn("client_and_server_weighted" as const, "none" as const),
      conditionGroup: {
        conditions: [
          { type: "gt" as const, comparison: turn(25.5, 50), conditionResult: 75 as const },
          { type: "lte" as const, comparison: 10, conditionResult: 0 as const },
        ],
      },
      issueDetection: { type: "percent" as const, comparisonDelta: turn(86_400, 604_800) },
    },
    opts,
  );
  hang(
    "sentryMetricMonitorDynamic",
    SentryMetricMonitor,
    {
      ...place,
      name: "Unusual",
      aggregate: "count()",
      dataset: "events",
      eventTypes: ["error"],
      timeWindowSeconds: 900,
      conditionGroup: {
        conditions: [
          {
            type: "anomaly_detection" as const,
            comparisonSensitivity: turn("high" as const, "low" as const),
            comparisonThresholdType: turn("above_and_below" as const, "above" as const),
            conditionResult: 75 as const,
          },
        ],
      },
      issueDetection: { type: "dynamic" as const },
    },
    opts,
  );
  const uptime = hang(
    "sentryUptimeMonitor",
    SentryUptimeMonitor,
    {
      ...place,
      name: turn("Gallery answers", "Gallery is open"),
      description: turn("The front page", "The door"),
      enabled: turn(true, false),
      owner: turn({ teamId: team.internalId }, { userId: "42" }),
      url: turn("https://gallery.example/health", "https://gallery.example/ready"),
      method: turn("POST" as const, "PUT" as const),
      headers: { authorization: secret(turn("sentry-uptime-header", "sentry-uptime-header-changed")) },
      body: secret(turn("sentry-uptime-body", "sentry-uptime-body-changed")),
      intervalSeconds: turn(60 as const, 300 as const),
      timeoutMs: turn(5000, 10_000),
      environment: turn("production", "staging"),
      downtimeThreshold: turn(2, 4),
      recoveryThreshold: turn(2, 3),
      assertionJson: turn(
        '{"root": {"op": "and", "children": [{"op": "status_code_check", "operator": {"cmp": "equals"}, "value": 200}]}}',
        '{"root": {"op": "and", "children": []}}',
      ),
      traceSampling: turn(true, false),
    },
    opts,
  );
  hang(
    "sentryUptimeMonitorPlain",
    SentryUptimeMonitor,
    { ...place, name: "Front page", url: "https://gallery.example/", intervalSeconds: 600, timeoutMs: 3000 },
    opts,
  );
  const cron = hang(
    "sentryCronMonitor",
    SentryCronMonitor,
    {
      ...place,
      name: turn("Nightly cleaning", "Cleaning"),
      slug: turn("nightly-cleaning", "cleaning"),
      description: turn("Sweeps the floor", "Sweeps and wipes the floor"),
      enabled: turn(true, false),
      owner: turn({ teamId: team.internalId }, { userId: "42" }),
      schedule: { crontab: turn("0 3 * * *", "30 2 * * 1-5") },
      timezone: turn("Europe/Berlin", "UTC"),
      checkinMarginMinutes: turn(5, 10),
      maxRuntimeMinutes: turn(60, 90),
      failureIssueThreshold: turn(2, 3),
      recoveryThreshold: turn(2, 1),
    },
    opts,
  );
  hang(
    "sentryCronMonitorInterval",
    SentryCronMonitor,
    {
      ...place,
      name: "Rounds",
      slug: "rounds",
      schedule: { intervalValue: turn(2, 1), intervalUnit: turn("hour" as const, "day" as const) },
    },
    opts,
  );
  hang(
    "sentryDashboard",
    SentryDashboard,
    {
      organization,
      title: turn("Gallery at a glance", "The gallery"),
      projects: turn([web.slug], []),
      environments: turn(["production", "staging"], ["production"]),
      period: turn("24h", "14d"),
      widgets: [
        {
          title: turn("Errors", "Errors by release"),
          description: turn("All of them", "Each of them"),
          displayType: turn("line" as const, "area" as const),
          widgetType: turn("error-events" as const, "transaction-like" as const),
          interval: turn("5m", "1h"),
          limit: turn(5, 10),
          layout: { x: turn(0, 2), y: turn(0, 1), w: turn(2, 4), h: turn(2, 3), minH: turn(2, 1) },
          queries: [
            {
              name: turn("all", "each"),
              fields: turn(["release", "count()"], ["release", "count_unique(user)"]),
              aggregates: turn(["count()"], ["count_unique(user)"]),
              columns: ["release"],
              fieldAliases: turn(["", "errors"], ["", "people"]),
              conditions: turn("level:error", "level:fatal"),
              orderBy: turn("-count()", "-count_unique(user)"),
            },
          ],
        },
        {
          title: "Slow",
          widgetType: "spans" as const,
          layout: { x: 4, y: 0, w: 2, h: 2 },
          queries: [{ aggregates: ["p95(span.duration)"] }],
        },
      ],
    },
    opts,
  );
  return { errors, uptime, cron };
}
