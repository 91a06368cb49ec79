import { z } from "zod";
import { integer } from "./http.ts";

const priority = integer.pipe(z.literal([75, 50, 25, 0]));
const limit = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const anomaly = z.object({
  seasonality: z.enum(["auto"]),
  sensitivity: z.enum(["low", "medium", "high"]),
  thresholdType: z.literal([0, 1, 2]),
});
const metricCondition = z.union([
  z.object({ type: z.enum(["gt", "lt", "gte", "lte"]), comparison: limit, conditionResult: priority }),
  z.object({ type: z.literal("anomaly_detection"), comparison: anomaly, conditionResult: priority }),
]);

const metric = z.object({
  aggregate: z.string().min(1),
  dataset: z.enum(["events", "events_analytics_platform", "transactions", "metrics", "generic_metrics"]),
  eventTypes: z
    .array(z.enum(["error", "default", "transaction", "trace_item_span", "trace_item_log", "trace_item_metric"]))
    .min(1),
  query: z.string().default(""),
  queryType: z.literal([0, 1, 2]).optional(),
  timeWindow: integer.pipe(z.number().min(60).max(2_592_000)),
  environment: z.string().nullish(),
  extrapolationMode: z.enum(["unknown", "none", "client_and_server_weighted", "server_weighted"]).default("unknown"),
});

const uptime = z.object({
  url: z.url({ protocol: /^https?$/ }),
  method: z.enum(["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]).default("GET"),
  headers: z.array(z.tuple([z.string().min(1), z.string()])).default([]),
  body: z.string().nullish(),
  intervalSeconds: integer.pipe(z.literal([60, 300, 600, 1200, 1800, 3600])),
  timeoutMs: integer.pipe(z.number().min(1000).max(30_000)),
  assertion: z.record(z.string(), z.unknown()).nullish(),
  traceSampling: z.boolean().default(false),
});

const minutes = integer.pipe(z.number().min(1).max(40_320)).nullish();
const times = integer.pipe(z.number().min(1).max(720)).nullish();
const unit = z.enum(["year", "month", "week", "day", "hour", "minute"]);
const cron = z.object({
  name: z.string().min(1).max(128).optional(),
  slug: z
    .string()
    .max(50)
    .regex(/^(?![0-9]+$)[a-z0-9_-]+$/)
    .optional(),
  config: z
    .object({
      scheduleType: z.enum(["crontab", "interval"]),
      schedule: z.union([z.string().regex(/^(\S+\s+){4}\S+$|^@\w+$/), z.tuple([z.number().int().min(1), unit])]),
      checkinMargin: minutes,
      maxRuntime: minutes,
      timezone: z.string().default("UTC"),
      failureIssueThreshold: times,
      recoveryThreshold: times,
    })
    .refine((config) => (config.scheduleType === "interval") === Array.isArray(config.schedule), "Invalid schedule"),
});

/** What every kind of detector has. */
const common = {
  name: z
    .string()
    .min(1, "This field may not be blank.")
    .max(200, "Ensure this field has no more than 200 characters."),
  description: z.string().nullish(),
  enabled: z.boolean().default(true),
  owner: z
    .string()
    .regex(/^(team|user):\d+$/, "Could not parse actor. Format should be `type:id` where type is `team` or `user`.")
    .nullish(),
  workflowIds: z.array(integer.transform(String)).default([]),
};
const logicType = z.enum(["any", "any-short", "all", "none"]);
const counts = integer.pipe(z.number().min(1));

/** Bodies of POST and PUT: what a detector watches, by its type. */
export const monitorBody = z.discriminatedUnion("type", [
  z.object({
    ...common,
    type: z.literal("metric_issue"),
    dataSources: z.array(metric).length(1, "Exactly one data source is required."),
    config: z
      .object({ detectionType: z.enum(["static", "percent", "dynamic"]), comparisonDelta: integer.nullish() })
      .refine((config) => (config.detectionType === "percent") === ((config.comparisonDelta ?? null) !== null), {
        error: "comparisonDelta is required for percent detection, and for no other",
      }),
    conditionGroup: z.object({ logicType, conditions: z.array(metricCondition).min(1) }),
  }),
  z.object({
    ...common,
    type: z.literal("uptime_domain_failure"),
    dataSources: z.array(uptime).length(1, "Exactly one data source is required."),
    config: z.object({
      mode: z.literal([1, 2, 3]).default(1),
      environment: z.string().nullish(),
      recoveryThreshold: counts.default(1),
      downtimeThreshold: counts.default(3),
    }),
  }),
  z.object({
    ...common,
    type: z.literal("monitor_check_in_failure"),
    dataSources: z.array(cron).length(1, "Exactly one data source is required."),
  }),
]);
export type MonitorBody = z.output<typeof monitorBody>;
