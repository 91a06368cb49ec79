import * as pagerduty from "../../providers/pagerduty/sdk.ts";
import type { Exhibition } from "./gallery.ts";

const [owner, second] = ["gallery@example.com", "second@example.com"];
const [team, otherTeam] = ["PGALLERYTEAM1", "PGALLERYTEAM2"];

/** Every resource of the PagerDuty provider, as rich as it can be at once. */
export function pagerdutyExhibits({ hang, turn }: Exhibition): void {
  const provider = new pagerduty.Provider("pagerduty", { from: owner });
  const opts = { provider };

  const schedule = hang(
    "pagerdutySchedule",
    pagerduty.Schedule,
    {
      name: turn("gallery", "gallery renamed"),
      description: turn("Who is called", "Who else is called"),
      timeZone: turn("Europe/Berlin", "America/New_York"),
      teams: turn([team], []),
      layers: [
        {
          name: "days",
          start: "2099-01-05T09:00:00+01:00",
          end: turn("2100-01-05T09:00:00+01:00", "2100-02-05T09:00:00+01:00"),
          rotationVirtualStart: turn("2099-01-05T09:00:00+01:00", "2099-01-06T09:00:00+01:00"),
          rotationTurnLengthSeconds: turn(604_800, 86_400),
          users: turn([owner, second], [second]),
          restrictions: [
            {
              type: "daily_restriction",
              startTimeOfDay: turn("09:00:00", "08:00:00"),
              durationSeconds: turn(28_800, 36_000),
            },
            {
              type: "weekly_restriction",
              startTimeOfDay: "18:00:00",
              durationSeconds: 3600,
              startDayOfWeek: turn(5, 6),
            },
          ],
        },
        {
          name: turn("nights", "late nights"),
          start: "2099-01-05T17:00:00Z",
          rotationVirtualStart: "2099-01-05T17:00:00Z",
          rotationTurnLengthSeconds: 86_400,
          users: [second],
        },
      ],
    },
    opts,
  );

  const policy = hang(
    "pagerdutyPolicy",
    pagerduty.EscalationPolicy,
    {
      name: turn("gallery", "gallery renamed"),
      description: turn("First the schedule", "First the people"),
      numLoops: turn(2, 0),
      teams: team,
      rules: [
        {
          escalationDelayInMinutes: turn(10, 20),
          targets: [{ type: "schedule_reference", id: schedule.id }],
        },
        { escalationDelayInMinutes: 30, targets: turn([{ id: owner }, { id: second }], [{ id: second }]) },
      ],
    },
    opts,
  );

  const plainPolicy = hang(
    "pagerdutyPolicyPlain",
    pagerduty.EscalationPolicy,
    {
      name: "gallery-plain",
      teams: turn(team, otherTeam),
      rules: [{ escalationDelayInMinutes: 1, targets: [{ id: owner }] }],
    },
    opts,
  );

  const service = hang(
    "pagerdutyService",
    pagerduty.Service,
    {
      name: turn("gallery", "gallery renamed"),
      description: turn("The whole platform", "Most of the platform"),
      escalationPolicy: policy.id,
      autoResolveTimeout: turn("null", "7200"),
      acknowledgementTimeout: turn("600", "null"),
      alertCreation: turn("create_incidents", "create_alerts_and_incidents"),
      incidentUrgencyRule: {
        type: "use_support_hours",
        duringSupportHours: { type: "constant", urgency: turn("high", "severity_based") },
        outsideSupportHours: { type: "constant", urgency: "low" },
      },
      supportHours: {
        type: "fixed_time_per_day",
        timeZone: turn("Europe/Berlin", "Europe/Paris"),
        daysOfWeeks: turn([1, 2, 3, 4, 5], [1, 2, 3]),
        startTime: turn("09:00:00", "08:00:00"),
        endTime: turn("17:00:00", "16:00:00"),
      },
      scheduledActions: [
        {
          type: "urgency_change",
          toUrgency: turn("high", "low"),
          ats: [{ type: "named_time", name: turn("support_hours_start", "support_hours_end") }],
        },
      ],
      alertGroupingParameters: {
        type: "content_based",
        config: {
          aggregate: turn("all", "any"),
          fields: turn(["summary", "source"], ["summary"]),
          timeWindow: turn(900, 1800),
        },
      },
      autoPauseNotificationsParameters: { enabled: true, timeout: turn(300, 600) },
    },
    opts,
  );

  hang(
    "pagerdutyIntegration",
    pagerduty.ServiceIntegration,
    {
      service: service.id,
      name: turn("groundplan", "groundplan renamed"),
      type: "events_api_v2_inbound_integration",
    },
    opts,
  );
  hang(
    "pagerdutyIntegrationVendor",
    pagerduty.ServiceIntegration,
    { service: service.id, name: turn("Datadog", "Datadog EU"), vendor: "PAM4FGS" },
    opts,
  );
  hang(
    "pagerdutyServicePlain",
    pagerduty.Service,
    {
      name: "gallery-plain",
      escalationPolicy: turn(plainPolicy.id, policy.id),
      alertGroupingParameters: { type: "time", config: { timeout: turn(5, 10) } },
      autoPauseNotificationsParameters: { enabled: false },
    },
    opts,
  );
}
