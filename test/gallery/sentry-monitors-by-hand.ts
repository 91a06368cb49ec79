import type { Hand } from "./sentry-by-hand.ts";

/** The ids of `sentry-monitors.ts`'s exhibits, made by hand. */
export async function monitorsByHand({ org, call, secret }: Hand): Promise<Record<string, string>> {
  const team = await call(`GET teams/${org}/gallery-team/`);
  const detect = (body: object) => call(`POST organizations/${org}/projects/gallery-web/detectors/`, body);
  const threshold = (type: string, comparison: number, condition_result: number) => ({
    type,
    comparison,
    condition_result,
  });

  const many = await detect({
    name: "Many errors",
    type: "metric_issue",
    description: "More errors than usual",
    owner: `team:${team.id}`,
    data_sources: [
      {
        aggregate: "count()",
        dataset: "events",
        event_types: ["error", "default"],
        query: "is:unresolved",
        query_type: 0,
        time_window: 300,
        environment: "production",
      },
    ],
    config: { detection_type: "static" },
    condition_group: {
      logic_type: "any",
      conditions: [threshold("lte", 50, 0), threshold("gt", 50, 50), threshold("gt", 100, 75)],
    },
  });
  const slower = await detect({
    name: "Slower than yesterday",
    type: "metric_issue",
    data_sources: [
      {
        aggregate: "p95(span.duration)",
        dataset: "events_analytics_platform",
        event_types: ["trace_item_span"],
        query_type: 1,
        time_window: 3600,
        extrapolation_mode: "client_and_server_weighted",
      },
    ],
    config: { detection_type: "percent", comparison_delta: 86_400 },
    condition_group: { logic_type: "any", conditions: [threshold("gt", 25.5, 75), threshold("lte", 10, 0)] },
  });
  const anomaly = { seasonality: "auto", sensitivity: "high", threshold_type: 2 };
  const unusual = await detect({
    name: "Unusual",
    type: "metric_issue",
    data_sources: [
      { aggregate: "count()", dataset: "events", event_types: ["error"], query_type: 0, time_window: 900 },
    ],
    config: { detection_type: "dynamic" },
    condition_group: {
      logic_type: "any",
      conditions: [{ type: "anomaly_detection", comparison: anomaly, condition_result: 75 }],
    },
  });
  const answers = await detect({
    name: "Gallery answers",
    type: "uptime_domain_failure",
    description: "The front page",
    owner: `team:${team.id}`,
    data_sources: [
      {
        url: "https://gallery.example/health",
        method: "POST",
        headers: [["authorization", secret("sentry-uptime-header")]],
        body: secret("sentry-uptime-body"),
        interval_seconds: 60,
        timeout_ms: 5000,
        assertion: {
          root: { children: [{ value: 200, op: "status_code_check", operator: { cmp: "equals" } }], op: "and" },
        },
        trace_sampling: true,
      },
    ],
    config: { mode: 1, environment: "production", downtime_threshold: 2, recovery_threshold: 2 },
  });
  const page = await detect({
    name: "Front page",
    type: "uptime_domain_failure",
    data_sources: [{ url: "https://gallery.example/", method: "GET", interval_seconds: 600, timeout_ms: 3000 }],
    config: { mode: 1, environment: null, downtime_threshold: 3, recovery_threshold: 1 },
  });
  const cleaning = await detect({
    name: "Nightly cleaning",
    type: "monitor_check_in_failure",
    description: "Sweeps the floor",
    owner: `team:${team.id}`,
    data_sources: [
      {
        name: "Nightly cleaning",
        slug: "nightly-cleaning",
        config: {
          schedule_type: "crontab",
          schedule: "0 3 * * *",
          timezone: "Europe/Berlin",
          checkin_margin: 5,
          max_runtime: 60,
          failure_issue_threshold: 2,
          recovery_threshold: 2,
        },
      },
    ],
  });
  const rounds = await detect({
    name: "Rounds",
    type: "monitor_check_in_failure",
    data_sources: [{ name: "Rounds", slug: "rounds", config: { schedule_type: "interval", schedule: [2, "hour"] } }],
  });
  const web = await call(`GET projects/${org}/gallery-web/`);
  const dashboard = await call(`POST organizations/${org}/dashboards/`, {
    title: "Gallery at a glance",
    projects: [Number(web.id)],
    environment: ["staging", "production"],
    period: "24h",
    widgets: [
      {
        title: "Errors",
        description: "All of them",
        displayType: "line",
        widgetType: "error-events",
        interval: "5m",
        limit: 5,
        layout: { x: 0, y: 0, w: 2, h: 2, minH: 2 },
        queries: [
          {
            name: "all",
            fields: ["release", "count()"],
            aggregates: ["count()"],
            columns: ["release"],
            fieldAliases: ["", "errors"],
            conditions: "level:error",
            orderby: "-count()",
          },
        ],
      },
      {
        title: "Slow",
        displayType: "line",
        widgetType: "spans",
        layout: { x: 4, y: 0, w: 2, h: 2, minH: 2 },
        queries: [{ aggregates: ["p95(span.duration)"] }],
      },
    ],
  });

  return {
    sentryDashboard: `${org}/${dashboard.id}`,
    sentryMetricMonitor: `${org}/${many.id}`,
    sentryMetricMonitorPercent: `${org}/${slower.id}`,
    sentryMetricMonitorDynamic: `${org}/${unusual.id}`,
    sentryUptimeMonitor: `${org}/${answers.id}`,
    sentryUptimeMonitorPlain: `${org}/${page.id}`,
    sentryCronMonitor: `${org}/${cleaning.id}`,
    sentryCronMonitorInterval: `${org}/${rounds.id}`,
  };
}
