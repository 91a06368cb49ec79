import type { VendorByHand } from "./gallery.ts";

const [owner, second] = ["PGALLERYUSER1", "PGALLERYUSER2"];
const [team, otherTeam] = ["PGALLERYTEAM1", "PGALLERYTEAM2"];
const user = (id: string) => ({ id, type: "user_reference" });

/** What the PagerDuty exhibits declare in their first turn, made with its REST API alone. */
export const pagerdutyByHand: VendorByHand = {
  vendor: "pagerduty",
  accounts: {
    users: [
      { id: owner, email: "gallery@example.com", name: "Gallery" },
      { id: second, email: "second@example.com", name: "Second" },
    ],
    teams: [
      { id: team, name: "Gallery" },
      { id: otherTeam, name: "Other" },
    ],
  },

  async make({ call }) {
    const teams = [{ id: team, type: "team_reference" }];
    const { schedule } = await call("POST", "/schedules", { schedule: { ...scheduleBody, teams } });
    const { escalation_policy: policy } = await call("POST", "/escalation_policies", {
      escalation_policy: {
        type: "escalation_policy",
        name: "gallery",
        description: "First the schedule",
        num_loops: 2,
        teams,
        escalation_rules: [
          { escalation_delay_in_minutes: 10, targets: [{ id: schedule.id, type: "schedule_reference" }] },
          { escalation_delay_in_minutes: 30, targets: [user(owner), user(second)] },
        ],
      },
    });
    const { escalation_policy: plainPolicy } = await call("POST", "/escalation_policies", {
      escalation_policy: {
        type: "escalation_policy",
        name: "gallery-plain",
        teams,
        escalation_rules: [{ escalation_delay_in_minutes: 1, targets: [user(owner)] }],
      },
    });
    const escalation_policy = { id: policy.id, type: "escalation_policy_reference" };
    const { service } = await call("POST", "/services", { service: { ...serviceBody, escalation_policy } });
    const { service: plain } = await call("POST", "/services", {
      service: {
        type: "service",
        name: "gallery-plain",
        escalation_policy: { id: plainPolicy.id, type: "escalation_policy_reference" },
        alert_grouping_parameters: { type: "time", config: { timeout: 5 } },
      },
    });
    const { integration } = await call("POST", `/services/${service.id}/integrations`, {
      integration: { type: "events_api_v2_inbound_integration", name: "groundplan" },
    });
    const { integration: datadog } = await call("POST", `/services/${service.id}/integrations`, {
      integration: { name: "Datadog", vendor: { id: "PAM4FGS", type: "vendor_reference" } },
    });
    return {
      pagerdutySchedule: schedule.id,
      pagerdutyPolicy: policy.id,
      pagerdutyPolicyPlain: plainPolicy.id,
      pagerdutyService: service.id,
      pagerdutyServicePlain: plain.id,
      pagerdutyIntegration: `${service.id}.${integration.id}`,
      pagerdutyIntegrationVendor: `${service.id}.${datadog.id}`,
    };
  },
};

const scheduleBody = {
  type: "schedule",
  name: "gallery",
  description: "Who is called",
  time_zone: "Europe/Berlin",
  schedule_layers: [
    {
      name: "days",
      start: "2099-01-05T09:00:00+01:00",
      end: "2100-01-05T09:00:00+01:00",
      rotation_virtual_start: "2099-01-05T09:00:00+01:00",
      rotation_turn_length_seconds: 604_800,
      users: [{ user: user(owner) }, { user: user(second) }],
      restrictions: [
        { type: "daily_restriction", start_time_of_day: "09:00:00", duration_seconds: 28_800 },
        { type: "weekly_restriction", start_time_of_day: "18:00:00", duration_seconds: 3600, start_day_of_week: 5 },
      ],
    },
    {
      name: "nights",
      start: "2099-01-05T17:00:00Z",
      rotation_virtual_start: "2099-01-05T17:00:00Z",
      rotation_turn_length_seconds: 86_400,
      users: [{ user: user(second) }],
    },
  ],
};

const serviceBody = {
  type: "service",
  name: "gallery",
  description: "The whole platform",
  auto_resolve_timeout: null,
  acknowledgement_timeout: 600,
  alert_creation: "create_incidents",
  incident_urgency_rule: {
    type: "use_support_hours",
    during_support_hours: { type: "constant", urgency: "high" },
    outside_support_hours: { type: "constant", urgency: "low" },
  },
  support_hours: {
    type: "fixed_time_per_day",
    time_zone: "Europe/Berlin",
    days_of_week: [1, 2, 3, 4, 5],
    start_time: "09:00:00",
    end_time: "17:00:00",
  },
  scheduled_actions: [
    { type: "urgency_change", to_urgency: "high", at: { type: "named_time", name: "support_hours_start" } },
  ],
  alert_grouping_parameters: {
    type: "content_based",
    config: { aggregate: "all", fields: ["summary", "source"], time_window: 900 },
  },
  auto_pause_notifications_parameters: { enabled: true, timeout: 300 },
};
