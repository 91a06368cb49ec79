import { z } from "zod";

const seconds = (standard: string) =>
  z
    .string()
    .regex(/^(null|[1-9]\d*)$/, 'must be a number of seconds as text, or "null" for never')
    .default(standard);

const urgency = z.enum(["high", "low", "severity_based"]);

const constantUrgency = z.strictObject({
  type: z.literal("constant").default("constant").describe("How the urgency is found."),
  urgency: urgency.describe("How loud it is."),
});

const incidentUrgencyRule = z
  .strictObject({
    type: z.enum(["constant", "use_support_hours"]).describe("Whether it depends on `supportHours`."),
    urgency: urgency.optional().describe("How loud incidents are; with type `constant` only."),
    duringSupportHours: constantUrgency.optional().describe("With type `use_support_hours` only."),
    outsideSupportHours: constantUrgency.optional().describe("With type `use_support_hours` only."),
  })
  .refine(
    ({ type, urgency, duringSupportHours, outsideSupportHours }) =>
      type === "constant"
        ? urgency !== undefined && duringSupportHours === undefined && outsideSupportHours === undefined
        : urgency === undefined && duringSupportHours !== undefined && outsideSupportHours !== undefined,
    "takes `urgency` with type constant, `duringSupportHours` and `outsideSupportHours` with use_support_hours",
  );

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, "must be a time such as 09:00:00");

const supportHours = z.strictObject({
  type: z.literal("fixed_time_per_day").default("fixed_time_per_day").describe("How they are given."),
  timeZone: z.string().describe("IANA time zone, e.g. `Europe/Berlin`."),
  daysOfWeeks: z.array(z.int().min(1).max(7)).min(1).describe("Days: 1 is Monday, 7 is Sunday."),
  startTime: timeOfDay.describe("Their start, `09:00:00`."),
  endTime: timeOfDay.describe("Their end, `17:00:00`."),
});

const scheduledAction = z.strictObject({
  type: z.literal("urgency_change").default("urgency_change").describe("What is done."),
  toUrgency: z.enum(["high", "low"]).describe("The urgency that open incidents get then."),
  ats: z
    .array(
      z.strictObject({
        type: z.literal("named_time").default("named_time").describe("How the time is given."),
        name: z.enum(["support_hours_start", "support_hours_end"]).describe("When it is done."),
      }),
    )
    .length(1)
    .describe("When it is done: exactly one."),
});

const alertGroupingParameters = z.strictObject({
  type: z.enum(["time", "intelligent", "content_based"]).describe("By what alerts become one incident."),
  config: z
    .strictObject({
      timeout: z.int().min(0).max(1440).optional().describe("Minutes, for type `time`; 0: until it is resolved."),
      aggregate: z.enum(["all", "any"]).optional().describe("For `content_based`: how many of the fields must match."),
      fields: z.array(z.string()).optional().describe("For `content_based`: the fields compared."),
      timeWindow: z.int().min(300).max(86_400).optional().describe("Seconds between grouped alerts, 300 to 86400."),
    })
    .optional()
    .describe("Details of the type."),
});

const autoPauseNotificationsParameters = z.strictObject({
  enabled: z.boolean().describe("Whether notifications of transient alerts wait."),
  timeout: z.literal([120, 180, 300, 600, 900]).optional().describe("Seconds that they wait: 120, 180, 300, 600, 900."),
});

export const serviceInputs = z.strictObject({
  name: z.string().min(1).describe("Name, unique in the account."),
  description: z.string().default("").describe("What it stands for."),
  escalationPolicy: z.string().describe("Id of the escalation policy."),
  autoResolveTimeout: seconds("14400").describe(
    'Seconds until an open incident is resolved, as text; `"null"`: never.',
  ),
  acknowledgementTimeout: seconds("1800").describe(
    'Seconds until an acknowledged incident rings again, as text; `"null"`: never.',
  ),
  alertCreation: z
    .enum(["create_alerts_and_incidents", "create_incidents"])
    .default("create_alerts_and_incidents")
    .describe("What an event makes."),
  incidentUrgencyRule: incidentUrgencyRule
    .default({ type: "constant", urgency: "high" })
    .describe("How loud incidents are."),
  supportHours: supportHours.optional().describe("Needed by an urgency rule of type `use_support_hours`, only there."),
  scheduledActions: z.array(scheduledAction).default([]).describe("Changes of urgency at support hours' ends."),
  alertGroupingParameters: alertGroupingParameters
    .optional()
    .describe("How alerts become one incident. Left out: each is one."),
  autoPauseNotificationsParameters: autoPauseNotificationsParameters
    .default({ enabled: false })
    .describe("Whether transient alerts wait before anybody is called."),
});
export type ServiceInputs = z.output<typeof serviceInputs>;
