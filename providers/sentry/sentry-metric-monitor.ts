import { type Issue, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, understood } from "./client.ts";
import {
  commonBody,
  createMonitor,
  type DetectorAnswer,
  deleteMonitor,
  findMonitor,
  monitorCalls,
  monitorImportId,
  monitorInputs,
  monitorOutputs,
  ownerIssues,
  parseMonitorId,
  readMonitor,
  updateMonitor,
} from "./detector.ts";
import { asInputs, asSet, inOrder } from "./order.ts";

const type = "metric_issue";
/** Sentry API: in which direction an anomaly counts. */
const directions = ["above", "below", "above_and_below"] as const;

const condition = z.strictObject({
  type: z.enum(["gt", "gte", "lt", "lte", "anomaly_detection"]).describe("How the value is compared."),
  comparison: z.number().optional().describe("The threshold; for `percent` in percent. Not with `anomaly_detection`."),
  comparisonSensitivity: z.enum(["low", "medium", "high"]).optional().describe("For `anomaly_detection` alone."),
  comparisonThresholdType: z.enum(directions).optional().describe("For `anomaly_detection` alone."),
  conditionResult: z.literal([75, 50, 0]).describe("75: an issue of high priority, 50: of medium; 0: it is resolved."),
});
type Condition = z.output<typeof condition>;

const inputs = z.strictObject({
  ...monitorInputs,
  aggregate: z.string().min(1).describe("What is measured, e.g. `count()`, `p95(span.duration)`."),
  dataset: z
    .enum(["events", "events_analytics_platform", "transactions", "metrics", "generic_metrics"])
    .describe("Errors, spans and logs, transactions, sessions, or transaction metrics."),
  eventTypes: z
    .array(z.enum(["default", "error", "trace_item_log", "trace_item_metric", "trace_item_span", "transaction"]))
    .min(1)
    .transform((all) => [...new Set(all)].toSorted())
    .describe("What counts; a set."),
  query: z.string().default("").describe("Search that what counts must fit, e.g. `http.status_code:500`."),
  timeWindowSeconds: z.int().min(60).max(2_592_000).describe("Over how many seconds it is measured."),
  environment: z.string().max(64).optional().describe("Counts events of this environment. Left out: of all."),
  extrapolationMode: z
    .enum(["unknown", "none", "client_and_server_weighted", "server_weighted"])
    .default("unknown")
    .describe("How sampled spans are counted up."),
  conditionGroup: z
    .strictObject({
      logicType: z.enum(["any", "any-short", "all", "none"]).default("any").describe("How the conditions are joined."),
      conditions: z.array(condition).min(1).transform(inOrder).describe("When an issue begins and ends; a set."),
    })
    .describe("When it is a problem."),
  issueDetection: z
    .strictObject({
      type: z.enum(["static", "percent", "dynamic"]).describe("Against a threshold, the time before, or the expected."),
      comparisonDelta: z.int().optional().describe("Seconds before, that `percent` compares with."),
    })
    .describe("What the value is compared with."),
});
type Inputs = z.output<typeof inputs>;

export const sentryMetricMonitor = resource<Sentry>()({
  token: "sentry:index/sentryMetricMonitor:SentryMetricMonitor",
  description: "A Sentry monitor that makes an issue when a measured value crosses a threshold.",
  calls: monitorCalls,
  inputs,
  outputs: monitorOutputs,
  replaceOn: ["organization", "project"],
  importId: monitorImportId,

  parseId: parseMonitorId,
  check: async (_, wanted) => ({ issues: [...ownerIssues(wanted.owner), ...detectionIssues(wanted)] }),
  find: (call, wanted) => findMonitor(call, type, wanted),
  create: (call, wanted) => createMonitor(call, wanted, bodyOf(wanted)),

  async read(call, id, known) {
    const found = await readMonitor(call, type, id, known.project);
    return found && { inputs: asInputs(inputs, { ...found.common, ...told(found.answer) }), outputs: found.outputs };
  },

  update: (call, id, wanted) => updateMonitor(call, id, bodyOf(wanted)),
  delete: deleteMonitor,
});

/** What the three kinds of detection take; Sentry would refuse the rest one by one. */
function detectionIssues({ conditionGroup, issueDetection }: Partial<Inputs>): Issue[] {
  if (conditionGroup === undefined || issueDetection === undefined) return [];
  const { type: kind, comparisonDelta } = issueDetection;
  const issues: Issue[] = [];
  if ((kind === "percent") !== (comparisonDelta !== undefined))
    issues.push({ property: "issueDetection.comparisonDelta", reason: "belongs to percent, which needs it" });
  for (const [index, one] of conditionGroup.conditions.entries()) {
    const property = `conditionGroup.conditions[${index}]`;
    const anomaly = one.type === "anomaly_detection";
    if (anomaly !== (kind === "dynamic"))
      issues.push({
        property: `${property}.type`,
        reason: "anomaly_detection belongs to dynamic detection, and alone",
      });
    if (anomaly !== (one.comparison === undefined))
      issues.push({ property: `${property}.comparison`, reason: "is what a threshold needs, and an anomaly has none" });
    if (anomaly !== (one.comparisonSensitivity !== undefined && one.comparisonThresholdType !== undefined))
      issues.push({
        property,
        reason: "an anomaly takes comparisonSensitivity and comparisonThresholdType, a threshold neither",
      });
  }
  if (kind === "static" && !conditionGroup.conditions.some(({ conditionResult }) => conditionResult === 0))
    issues.push({
      property: "conditionGroup.conditions",
      reason: "need one with conditionResult 0, by which the issue ends",
    });
  return issues;
}

/** Sentry API: 0 errors, 1 performance, 2 crash rate; it follows from the dataset. */
const queryTypes = {
  events: 0,
  transactions: 1,
  generic_metrics: 1,
  events_analytics_platform: 1,
  metrics: 2,
} as const;

function bodyOf(wanted: Inputs): object {
  const { aggregate, dataset, eventTypes, query, timeWindowSeconds, environment, extrapolationMode } = wanted;
  const { conditionGroup, issueDetection } = wanted;
  return {
    ...commonBody(type, wanted),
    data_sources: [
      {
        aggregate,
        dataset,
        eventTypes,
        query,
        queryType: queryTypes[dataset],
        timeWindow: timeWindowSeconds,
        environment: environment ?? null,
        extrapolationMode,
      },
    ],
    config: {
      detectionType: issueDetection.type,
      ...(issueDetection.comparisonDelta === undefined ? {} : { comparisonDelta: issueDetection.comparisonDelta }),
    },
    condition_group: {
      logic_type: conditionGroup.logicType,
      conditions: conditionGroup.conditions.map((one) => ({
        type: one.type,
        comparison: comparisonOf(one),
        conditionResult: one.conditionResult,
      })),
    },
  };
}

const comparisonOf = ({ comparison, comparisonSensitivity, comparisonThresholdType }: Condition) =>
  comparisonThresholdType === undefined
    ? comparison
    : {
        seasonality: "auto",
        sensitivity: comparisonSensitivity,
        thresholdType: directions.indexOf(comparisonThresholdType),
      };

/** Sentry API: the query stands in the data source, as `snubaQuery`. */
const sourceAnswer = z.object({
  snubaQuery: z.object({
    aggregate: z.string(),
    dataset: z.string(),
    eventTypes: z.array(z.string()),
    query: z.string().nullish(),
    timeWindow: z.number(),
    environment: z.string().nullish(),
    extrapolationMode: z.string().nullish(),
  }),
});
const anomalyAnswer = z.object({ sensitivity: z.string(), thresholdType: z.number() });

function told({ id, dataSources, conditionGroup, config }: DetectorAnswer): object {
  const { snubaQuery } = understood(sourceAnswer, dataSources?.[0]?.queryObj, `the query of detector ${id}`);
  const { timeWindow, eventTypes, environment, extrapolationMode, ...rest } = snubaQuery;
  const conditions = (conditionGroup?.conditions ?? []).map(({ type, comparison, conditionResult }) => {
    const anomaly = anomalyAnswer.safeParse(comparison).data;
    const { sensitivity, thresholdType = -1 } = anomaly ?? {};
    const compared = anomaly
      ? { comparisonSensitivity: sensitivity, comparisonThresholdType: directions[thresholdType] }
      : { comparison: Number(comparison) };
    return { type, ...compared, conditionResult: Number(conditionResult) };
  });
  const delta = config?.["comparisonDelta"];
  return {
    ...rest,
    query: rest.query ?? "",
    eventTypes: asSet(eventTypes),
    timeWindowSeconds: timeWindow,
    environment: environment ?? undefined,
    extrapolationMode: extrapolationMode ?? undefined,
    conditionGroup: { logicType: conditionGroup?.logicType, conditions },
    issueDetection: {
      type: config?.["detectionType"],
      ...(typeof delta === "number" ? { comparisonDelta: delta } : {}),
    },
  };
}
