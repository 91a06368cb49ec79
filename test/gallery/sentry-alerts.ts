import { SentryAlert, SentryIntegrationPagerduty } from "../../providers/sentry/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import type { Monitors } from "./sentry-monitors.ts";
import type { Hall, Projects } from "./sentry-projects.ts";

/** Alerts with every trigger, every condition and every action. */
export function hangAlerts(
  { hang, turn, secret }: Exhibition,
  { organization, provider }: Hall,
  { team, web }: Projects,
  { errors, uptime, cron }: Monitors,
): void {
  const opts = { provider };
  const night = hang(
    "sentryPagerduty",
    SentryIntegrationPagerduty,
    {
      organization,
      integrationId: "Gallery Pagers",
      service: turn("Night watch", "Night guard"),
      integrationKey: secret(turn("sentry-pagerduty-key", "sentry-pagerduty-key-changed")),
    },
    opts,
  );
  hang(
    "sentryAlert",
    SentryAlert,
    {
      organization,
      name: turn("Tell the guards", "Tell everybody"),
      enabled: turn(true, false),
      environment: turn("production", "staging"),
      frequencyMinutes: turn(30 as const, 0 as const),
      monitorIds: turn([errors.id, uptime.internalId], [cron.id]),
      projects: turn([web.slug], []),
      triggerConditions: turn(
        [{ firstSeenEvent: {} }, { regressionEvent: {} }, { reappearedEvent: {} }, { issueResolvedTrigger: {} }],
        [{ regressionEvent: {} }],
      ),
      legacyTriggerConditions: turn(
        ["new_high_priority_issue"] as const,
        ["existing_high_priority_issue", "issue_resolution_change"] as const,
      ),
      owner: turn({ teamId: team.internalId }, { userId: "42" }),
      actionFilters: [
        {
          logicType: turn("all" as const, "any" as const),
          conditions: [
            {
              ageComparison: {
                comparisonType: turn("older" as const, "newer" as const),
                time: "hour" as const,
                value: 2,
              },
            },
            { assignedTo: { targetType: "Team" as const, targetId: team.internalId } },
            { issueCategory: { value: 1, include: true } },
            { issueType: { value: "error", include: turn(true, false) } },
            { issueOccurrences: { value: turn(10, 20) } },
            { issuePriorityDeescalating: {} },
            { issuePriorityGreaterOrEqual: { comparison: turn(75 as const, 50 as const) } },
            { latestRelease: {} },
            {
              latestAdoptedRelease: {
                ageComparison: "older" as const,
                environment: "production",
                releaseAgeType: turn("oldest" as const, "newest" as const),
              },
            },
            { level: { level: turn(40 as const, 50 as const), match: "gte" as const } },
          ],
          actions: [
            {
              email: {
                targetType: "issue_owners" as const,
                fallthroughType: turn("AllMembers" as const, "NoOne" as const),
              },
            },
            { email: { targetType: "team" as const, targetId: team.internalId } },
            { plugin: {} },
          ],
        },
        {
          logicType: "any-short" as const,
          conditions: [
            { eventAttribute: { attribute: "message", match: "co" as const, value: turn("timeout", "refused") } },
            { taggedEvent: { key: "tenant", match: "is" as const } },
            {
              eventFrequencyCount: {
                interval: turn("1h" as const, "1d" as const),
                value: 100,
                filters: [
                  { key: "tier", match: "eq" as const, value: "gold" },
                  { attribute: "http.url", match: "sw" as const, value: "https://" },
                ],
              },
            },
            {
              eventFrequencyPercent: {
                comparisonInterval: "1w" as const,
                interval: "1h" as const,
                value: turn(50, 75),
              },
            },
            { eventUniqueUserFrequencyCount: { interval: "5min" as const, value: 7 } },
            { percentSessionsCount: { interval: "1h" as const, value: turn(5, 6) } },
            { percentSessionsPercent: { comparisonInterval: "1d" as const, interval: "1h" as const, value: 10 } },
          ],
          actions: [
            {
              slack: {
                integrationId: "4101",
                channelName: turn("#gallery-alerts", "#gallery-quiet"),
                channelId: turn("C0GALLERY1", "C0GALLERY2"),
                tags: turn("environment,level", "release"),
                notes: turn("Look at the runbook", ""),
              },
            },
            {
              pagerduty: {
                integrationId: "4102",
                serviceId: night.id,
                serviceName: night.service,
                severity: turn("critical" as const, "warning" as const),
              },
            },
            {
              github: {
                integrationId: "4103",
                repo: "gallery/web",
                assignee: turn("octocat", "hubot"),
                labels: turn(["sentry", "bug"], ["bug"]),
              },
            },
            { webhook: { service: turn("gallery-hook", "webhooks") } },
            {
              other: {
                type: "opsgenie",
                integrationId: "77",
                targetType: "specific",
                targetIdentifier: "88-night",
                targetDisplay: "Night watch",
                data: { priority: turn("P1", "P2") },
              },
            },
          ],
        },
      ],
    },
    opts,
  );
  // What is looked up: integrations by name or as the only ones, a service by its name, a channel by Sentry.
  hang(
    "sentryAlertByName",
    SentryAlert,
    {
      organization,
      name: "Tell by name",
      frequencyMinutes: 5,
      projects: [web.slug],
      triggerConditions: [{ firstSeenEvent: {} }],
      actionFilters: [
        {
          actions: [
            { slack: { integrationId: "Gallery HQ", channelName: "gallery-alerts", channelId: "C0GALLERY1" } },
            { pagerduty: { serviceName: turn("Gallery", "Garden") } },
          ],
        },
      ],
    },
    opts,
  );
}
