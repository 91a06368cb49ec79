import type { Hand } from "./sentry-by-hand.ts";

/** The ids of `sentry-alerts.ts`'s exhibits, made by hand. */
export async function alertsByHand(
  { org, call, secret }: Hand,
  made: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const number = (key: string) => made[key]?.split("/").at(-1);
  const team = await call(`GET teams/${org}/gallery-team/`);
  const web = await call(`GET projects/${org}/gallery-web/`);
  const [stream] = await call(`GET organizations/${org}/detectors/?project=${web.id}&query=type:issue_stream`);

  const pagers = `organizations/${org}/integrations/4102/`;
  const { configData } = await call(`GET ${pagers}`);
  const row = { service: "Night watch", integration_key: secret("sentry-pagerduty-key") };
  await call(`POST ${pagers}`, { service_table: [...configData.service_table, row] });
  const services = (await call(`GET ${pagers}`)).configData.service_table;
  const night = services.find((one: { service: string }) => one.service === row.service);

  const guards = await call(`POST organizations/${org}/workflows/`, {
    name: "Tell the guards",
    enabled: true,
    environment: "production",
    config: { frequency: 30 },
    detector_ids: [stream.id, number("sentryUptimeMonitor"), number("sentryMetricMonitor")],
    triggers: {
      logic_type: "any-short",
      conditions: [
        trigger("new_high_priority_issue"),
        trigger("issue_resolved_trigger"),
        trigger("regression_event"),
        trigger("reappeared_event"),
        trigger("first_seen_event"),
      ],
    },
    owner: `team:${team.id}`,
    action_filters: [
      {
        logic_type: "any-short",
        conditions: [
          filter("percent_sessions_percent", { value: 10, interval: "1h", comparison_interval: "1d" }),
          filter("percent_sessions_count", { value: 5, interval: "1h" }),
          filter("event_unique_user_frequency_count", { value: 7, interval: "5min", filters: [] }),
          filter("event_frequency_percent", { value: 50, interval: "1h", comparison_interval: "1w" }),
          filter("event_frequency_count", {
            value: 100,
            interval: "1h",
            filters: [
              { match: "sw", attribute: "http.url", value: "https://" },
              { match: "eq", key: "tier", value: "gold" },
            ],
          }),
          filter("tagged_event", { key: "tenant", match: "is" }),
          filter("event_attribute", { attribute: "message", match: "co", value: "timeout" }),
        ],
        actions: [
          {
            type: "opsgenie",
            integration_id: "77",
            data: { priority: "P1" },
            config: { target_type: "specific", target_identifier: "88-night", target_display: "Night watch" },
          },
          { type: "webhook", data: {}, config: { target_type: "specific", target_identifier: "gallery-hook" } },
          {
            type: "github",
            integration_id: 4103,
            data: {
              additional_fields: {
                repo: "gallery/web",
                assignee: "octocat",
                labels: ["bug", "sentry"],
                integration: "4103",
              },
              dynamic_form_fields: [],
            },
            config: { target_type: "specific" },
          },
          {
            type: "pagerduty",
            integration_id: "4102",
            data: { priority: "critical" },
            config: { target_type: "specific", target_identifier: night.id, target_display: "Night watch" },
          },
          {
            type: "slack",
            integration_id: "4101",
            data: { tags: "environment,level", notes: "Look at the runbook" },
            config: { target_type: "specific", target_identifier: "C0GALLERY1", target_display: "#gallery-alerts" },
          },
        ],
      },
      {
        logic_type: "all",
        conditions: [
          filter("level", { level: 40, match: "gte" }),
          filter("latest_adopted_release", {
            environment: "production",
            age_comparison: "older",
            release_age_type: "oldest",
          }),
          filter("latest_release", true),
          filter("issue_priority_greater_or_equal", 75),
          filter("issue_priority_deescalating", true),
          filter("issue_occurrences", { value: 10 }),
          filter("issue_type", { value: "error", include: true }),
          filter("issue_category", { value: 1, include: true }),
          filter("assigned_to", { target_type: "Team", target_identifier: Number(team.id) }),
          filter("age_comparison", { value: 2, time: "hour", comparison_type: "older" }),
        ],
        actions: [
          { type: "plugin", data: {}, config: {} },
          { type: "email", data: {}, config: { target_type: "team", target_identifier: team.id } },
          { type: "email", data: { fallthroughType: "AllMembers" }, config: { target_type: "issue_owners" } },
        ],
      },
    ],
  });
  const byName = await call(`POST organizations/${org}/workflows/`, {
    name: "Tell by name",
    config: { frequency: 5 },
    detector_ids: [stream.id],
    triggers: { logic_type: "any-short", conditions: [trigger("first_seen_event")] },
    action_filters: [
      {
        logic_type: "all",
        conditions: [],
        actions: [
          {
            type: "slack",
            integration_id: "4101",
            data: {},
            config: { target_type: "specific", target_identifier: "C0GALLERY1", target_display: "gallery-alerts" },
          },
          {
            type: "pagerduty",
            integration_id: "4102",
            data: { priority: "default" },
            config: { target_type: "specific", target_identifier: "4201", target_display: "Gallery" },
          },
        ],
      },
    ],
  });
  return {
    sentryPagerduty: `${org}/4102/${night.id}`,
    sentryAlert: `${org}/${guards.id}`,
    sentryAlertByName: `${org}/${byName.id}`,
  };
}

const trigger = (type: string) => ({ type, comparison: true, condition_result: true });
const filter = (type: string, comparison: unknown) => ({ type, comparison, condition_result: true });
