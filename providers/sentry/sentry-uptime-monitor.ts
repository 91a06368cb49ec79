import { resource } from "@groundplan/kit/resource.ts";
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
import { asInputs } from "./order.ts";

const type = "uptime_domain_failure";
/** Sentry API: monitors that people make; the others are Sentry's own finds. */
const manual = 1;
const withBody = ["DELETE", "PATCH", "POST", "PUT"];

const inputs = z.strictObject({
  ...monitorInputs,
  url: z.url({ protocol: /^https?$/ }).describe("The address that is called."),
  method: z.enum(["GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "POST", "PUT"]).default("GET").describe("How."),
  headers: z.record(z.string(), z.string()).default({}).describe("Sent along; secret, as one may be a token."),
  body: z.string().optional().describe("Sent along where the method has a body; secret."),
  intervalSeconds: z.literal([60, 300, 600, 1200, 1800, 3600]).describe("How often."),
  timeoutMs: z.int().min(1000).max(30_000).describe("Milliseconds after which it counts as failed, 1000 to 30000."),
  environment: z.string().max(64).optional().describe("Environment that its issues belong to. Left out: none."),
  downtimeThreshold: z.int().min(1).default(3).describe("Failures in a row until it is down."),
  recoveryThreshold: z.int().min(1).default(1).describe("Successes in a row until it is up again."),
  assertionJson: z
    .string()
    .refine(isObject, "must be a JSON object")
    .transform((text) => canonical(JSON.parse(text)))
    .optional()
    .describe('What an answer must fulfil, as JSON: `{"root": {"op": "and", "children": […]}}`. Left out: status 2xx.'),
  traceSampling: z.boolean().default(false).describe("Whether a check begins a trace that the app may sample."),
});
type Inputs = z.output<typeof inputs>;

export const sentryUptimeMonitor = resource<Sentry>()({
  token: "sentry:index/sentryUptimeMonitor:SentryUptimeMonitor",
  description: "A Sentry monitor that calls an address and makes an issue when it does not answer.",
  calls: monitorCalls,
  inputs,
  outputs: monitorOutputs,
  replaceOn: ["organization", "project"],
  secrets: ["headers", "body"],
  importId: monitorImportId,

  parseId: parseMonitorId,
  check: async (_, { owner, method, body }) => {
    const misplaced = body !== undefined && method !== undefined && !withBody.includes(method);
    return {
      issues: [
        ...ownerIssues(owner),
        ...(misplaced ? [{ property: "body", reason: `has no place in a ${method}` }] : []),
      ],
    };
  },
  find: (call, wanted) => findMonitor(call, type, wanted),
  create: (call, wanted) => createMonitor(call, wanted, bodyOf(wanted)),

  async read(call, id, known) {
    const found = await readMonitor(call, type, id, known.project);
    return found && { inputs: asInputs(inputs, { ...found.common, ...told(found.answer) }), outputs: found.outputs };
  },

  update: (call, id, wanted) => updateMonitor(call, id, bodyOf(wanted)),
  delete: deleteMonitor,
});

function bodyOf(wanted: Inputs): object {
  const { url, method, headers, body, intervalSeconds, timeoutMs, assertionJson, traceSampling } = wanted;
  const { environment, downtimeThreshold, recoveryThreshold } = wanted;
  return {
    ...commonBody(type, wanted),
    data_sources: [
      {
        url,
        method,
        headers: Object.entries(headers),
        body: body ?? null,
        intervalSeconds,
        timeoutMs,
        assertion: assertionJson === undefined ? null : JSON.parse(assertionJson),
        traceSampling,
      },
    ],
    config: { mode: manual, environment: environment ?? null, downtimeThreshold, recoveryThreshold },
  };
}

/** Sentry API: the check stands in the data source; headers are pairs. */
const sourceAnswer = z.object({
  url: z.string(),
  method: z.string().nullish(),
  headers: z.array(z.tuple([z.string(), z.string()])).nullish(),
  body: z.string().nullish(),
  intervalSeconds: z.number(),
  timeoutMs: z.number(),
  assertion: z.record(z.string(), z.unknown()).nullish(),
  traceSampling: z.boolean().nullish(),
});

function told({ id, dataSources, config }: DetectorAnswer): object {
  const check = understood(sourceAnswer, dataSources?.[0]?.queryObj, `the check of detector ${id}`);
  return {
    url: check.url,
    method: check.method ?? "GET",
    headers: Object.fromEntries(check.headers ?? []),
    body: check.body ?? undefined,
    intervalSeconds: check.intervalSeconds,
    timeoutMs: check.timeoutMs,
    environment: config?.["environment"] ?? undefined,
    downtimeThreshold: config?.["downtimeThreshold"] ?? undefined,
    recoveryThreshold: config?.["recoveryThreshold"] ?? undefined,
    assertionJson: check.assertion ? canonical(check.assertion) : undefined,
    traceSampling: check.traceSampling ?? false,
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** JSON with the keys of every object in order, so that two texts of one content are the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
