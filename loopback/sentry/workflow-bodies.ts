import { z } from "zod";
import { integer } from "./http.ts";

const logicType = z.enum(["any", "any-short", "all", "none"]);
const yes = z.literal(true);
const interval = z.enum(["1min", "5min", "15min", "1h", "1d", "1w", "30d"]);
const match = z.enum([
  "eq",
  "ne",
  "co",
  "nc",
  "sw",
  "ew",
  "nsw",
  "new",
  "is",
  "ns",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "nin",
]);
const amount = integer.pipe(z.number().min(0));
const subFilters = z
  .array(
    z.object({ key: z.string().optional(), attribute: z.string().optional(), match, value: z.string().optional() }),
  )
  .optional();
const count = z.strictObject({ value: amount, interval, filters: subFilters });
const percent = z.strictObject({ value: amount, interval, comparisonInterval: interval, filters: subFilters });
const kind = z.strictObject({ value: z.union([z.string(), z.number()]), include: z.boolean().optional() });

/** What a filter's conditions compare, by their type. */
const comparisons: Readonly<Record<string, z.ZodType>> = {
  age_comparison: z.strictObject({
    time: z.enum(["minute", "hour", "day", "week"]),
    value: amount,
    comparisonType: z.enum(["older", "newer"]),
  }),
  assigned_to: z.strictObject({
    targetType: z.enum(["Unassigned", "Member", "Team"]),
    targetIdentifier: z.union([z.string(), z.number()]).nullish(),
  }),
  issue_category: kind,
  issue_type: kind,
  issue_occurrences: z.strictObject({ value: amount }),
  issue_priority_deescalating: yes,
  issue_priority_greater_or_equal: integer.pipe(z.literal([25, 50, 75])),
  event_frequency_count: count,
  event_unique_user_frequency_count: count,
  event_frequency_percent: percent,
  percent_sessions_count: count,
  percent_sessions_percent: percent,
  event_attribute: z.strictObject({ attribute: z.string().min(1), match, value: z.string().optional() }),
  tagged_event: z.strictObject({ key: z.string().min(1), match, value: z.string().optional() }),
  latest_release: yes,
  latest_adopted_release: z.strictObject({
    environment: z.string(),
    ageComparison: z.enum(["older", "newer"]),
    releaseAgeType: z.enum(["oldest", "newest"]),
  }),
  level: z.strictObject({ match, level: integer.pipe(z.literal([0, 10, 20, 30, 40, 50])) }),
};

const condition = z
  .object({ type: z.string(), comparison: z.unknown(), conditionResult: z.boolean().default(true) })
  .check((c) => {
    const schema = comparisons[c.value.type];
    const issues = schema?.safeParse(c.value.comparison).error?.issues;
    if (schema === undefined)
      c.issues.push({ code: "custom", input: c.value, message: `Invalid condition type ${c.value.type}` });
    for (const issue of issues ?? [])
      c.issues.push({
        code: "custom",
        input: c.value,
        message: `${c.value.type}: ${issue.path.join(".")} ${issue.message}`,
      });
  });

const trigger = z.object({
  type: z.enum([
    "first_seen_event",
    "issue_resolved_trigger",
    "reappeared_event",
    "regression_event",
    "new_high_priority_issue",
    "existing_high_priority_issue",
    "issue_resolution_change",
  ]),
  comparison: yes,
  conditionResult: z.boolean().default(true),
});

const actionTypes = [
  "email",
  "slack",
  "pagerduty",
  "opsgenie",
  "msteams",
  "discord",
  "webhook",
  "plugin",
  "sentry_app",
  "github",
  "github_enterprise",
  "jira",
  "jira_server",
  "vsts",
] as const;

const action = z.object({
  type: z.enum(actionTypes),
  integrationId: z.union([z.string(), integer.transform(String)]).nullish(),
  data: z.record(z.string(), z.unknown()).default({}),
  config: z
    .object({
      targetType: z.enum(["issue_owners", "team", "user", "specific", "sentry_app"]).nullish(),
      targetIdentifier: z.union([z.string(), z.number().transform(String)]).nullish(),
      targetDisplay: z.string().nullish(),
    })
    .default({}),
});
export type ActionBody = z.output<typeof action>;

/** Bodies of POST and PUT: the whole alert. */
export const workflowBody = z.object({
  id: z.string().optional(),
  name: z
    .string()
    .min(1, "This field may not be blank.")
    .max(256, "Ensure this field has no more than 256 characters."),
  enabled: z.boolean().default(true),
  environment: z.string().nullish(),
  config: z
    .object({ frequency: integer.pipe(z.literal([0, 5, 10, 30, 60, 180, 720, 1440, 10_080, 43_200])) })
    .default({ frequency: 30 }),
  detectorIds: z.array(z.union([z.string(), integer.transform(String)])).default([]),
  triggers: z
    .object({
      id: z.union([z.string(), integer.transform(String)]).optional(),
      logicType,
      conditions: z.array(trigger),
    })
    .default({ logicType: "any-short", conditions: [] }),
  actionFilters: z
    .array(z.object({ logicType, conditions: z.array(condition).default([]), actions: z.array(action).default([]) }))
    .default([]),
  owner: z
    .string()
    .regex(/^(team|user):\d+$/, "Could not parse actor. Format should be `type:id` where type is `team` or `user`.")
    .nullish(),
});
export type WorkflowBody = z.output<typeof workflowBody>;
