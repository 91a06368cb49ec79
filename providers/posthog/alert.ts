import { z } from "zod";
import { projectId, projectObject } from "./project-object.ts";

const thresholdTypes = ["absolute", "percentage"] as const;
const conditionTypes = ["absolute_value", "relative_increase", "relative_decrease"] as const;
const intervals = ["hourly", "daily", "weekly", "monthly"] as const;

const inputs = z.strictObject({
  projectId,
  name: z.string().min(1).max(255).describe("Name, unique among the alerts of its insight."),
  insight: z.int().describe("Number of the insight that is watched; one of trends."),
  subscribedUsers: z
    .array(z.int())
    .transform((all) => [...new Set(all)].toSorted((a, b) => a - b))
    .describe("Numbers of the users who are mailed, in any order."),
  thresholdType: z.enum(thresholdTypes).describe("What the bounds are: values, or shares such as 0.2."),
  thresholdLower: z.number().optional().describe("Fires below it. Left out: no lower bound."),
  thresholdUpper: z.number().optional().describe("Fires above it. Left out: no upper bound."),
  conditionType: z.enum(conditionTypes).default("absolute_value").describe("What is held against the bounds."),
  calculationInterval: z.enum(intervals).default("daily").describe("How often it is looked at."),
  enabled: z.boolean().default(true).describe("Whether it is looked at."),
  seriesIndex: z.int().min(0).default(0).describe("Which series of the insight, from 0."),
  checkOngoingInterval: z.boolean().default(false).describe("Whether the period that is not over yet counts."),
  skipWeekend: z.boolean().default(false).describe("Whether it rests on Saturday and Sunday."),
});

const numbered = z.union([z.number(), z.object({ id: z.number() }).transform(({ id }) => id)]);

/** PostHog API: `GET /api/environments/{id}/alerts/{id}/`: insight and users come back as objects. */
const answer = z.object({
  id: z.string(),
  name: z.string().nullish(),
  insight: numbered,
  subscribed_users: z.array(numbered).nullish(),
  threshold: z.object({
    configuration: z.object({
      type: z.enum(thresholdTypes),
      bounds: z.object({ lower: z.number().nullish(), upper: z.number().nullish() }).nullish(),
    }),
  }),
  condition: z.object({ type: z.enum(conditionTypes) }).nullish(),
  config: z.object({ series_index: z.number(), check_ongoing_interval: z.boolean().nullish() }).nullish(),
  calculation_interval: z.enum(intervals).nullish(),
  enabled: z.boolean().nullish(),
  skip_weekend: z.boolean().nullish(),
});

export const alert = projectObject({
  token: "posthog:index/alert:Alert",
  description: "Mail when an insight of trends leaves its bounds. Found again by its insight and its name.",
  path: "environments/alerts",
  deletion: "hard",
  replaceOn: ["projectId", "insight"],
  inputs,
  answer,
  outputs: z.object({ alertId: z.string().describe("UUID of the alert.") }),
  check({ thresholdType, conditionType, ...given }) {
    const { thresholdLower: lower, thresholdUpper: upper } = given;
    const crossed = lower !== undefined && upper !== undefined && lower > upper;
    const relative = thresholdType === "percentage" && conditionType === "absolute_value";
    return {
      issues: [
        ...(crossed ? [{ property: "thresholdLower", reason: `is ${lower}, above thresholdUpper ${upper}` }] : []),
        ...(relative
          ? [{ property: "thresholdType", reason: "percentage needs a conditionType of relative change" }]
          : []),
      ],
    };
  },
  isSame: (found, { name, insight }) => found.name === name && found.insight === insight,
  body: (wanted) => ({
    name: wanted.name,
    insight: wanted.insight,
    subscribed_users: wanted.subscribedUsers,
    threshold: {
      configuration: {
        type: wanted.thresholdType,
        bounds: {
          ...(wanted.thresholdLower === undefined ? {} : { lower: wanted.thresholdLower }),
          ...(wanted.thresholdUpper === undefined ? {} : { upper: wanted.thresholdUpper }),
        },
      },
    },
    condition: { type: wanted.conditionType },
    config: {
      type: "TrendsAlertConfig",
      series_index: wanted.seriesIndex,
      check_ongoing_interval: wanted.checkOngoingInterval,
    },
    calculation_interval: wanted.calculationInterval,
    enabled: wanted.enabled,
    skip_weekend: wanted.skipWeekend,
  }),
  told: (found, project) => ({
    projectId: project,
    ...(found.name ? { name: found.name } : {}),
    insight: found.insight,
    subscribedUsers: (found.subscribed_users ?? []).toSorted((a, b) => a - b),
    thresholdType: found.threshold.configuration.type,
    ...given("thresholdLower", found.threshold.configuration.bounds?.lower),
    ...given("thresholdUpper", found.threshold.configuration.bounds?.upper),
    conditionType: found.condition?.type ?? "absolute_value",
    calculationInterval: found.calculation_interval ?? "daily",
    enabled: found.enabled ?? true,
    seriesIndex: found.config?.series_index ?? 0,
    checkOngoingInterval: found.config?.check_ongoing_interval ?? false,
    skipWeekend: found.skip_weekend ?? false,
  }),
  outputsOf: ({ id }) => ({ alertId: id }),
});

const given = <Name extends string>(name: Name, value: number | null | undefined) =>
  (value === null || value === undefined ? {} : { [name]: value }) as Partial<Record<Name, number>>;
