import { z } from "zod";

const flag = (standard: boolean, what: string) => z.boolean().default(standard).describe(what);

const testAccountFilter = z.strictObject({
  key: z.string().describe("Property, e.g. `email`, or `id` of a cohort."),
  type: z.string().describe("What has the property: `person`, `event`, `cohort`, `group`, …"),
  value: z.union([z.string(), z.number(), z.array(z.string())]).describe("What it is compared with."),
  operator: z.string().optional().describe("How: `exact`, `is_not`, `icontains`, `not_icontains`, `regex`, `in`, …"),
});

const networkPayloadCapture = z.strictObject({
  recordHeaders: z.boolean().describe("Headers, which may hold tokens."),
  recordBody: z.boolean().describe("Bodies, which may hold personal data."),
});

/**
 * Settings of `/api/environments/{id}/`. The name in the API is the same in snake case; a nullable one that is left
 * out is null there.
 */
export const settings = z.strictObject({
  appUrls: z.array(z.string()).default([]).describe("Authorized addresses, for web analytics and the toolbar."),
  recordingDomains: z.array(z.string()).default([]).describe("Addresses whose sessions are recorded; none: all."),
  anonymizeIps: flag(false, "Whether addresses of users are dropped on arrival."),
  testAccountFilters: z.array(testAccountFilter).default([]).describe("Who is left out as an internal or test user."),
  testAccountFiltersDefaultChecked: flag(false, "Whether new insights leave them out."),
  personDisplayNameProperties: z
    .array(z.string())
    .optional()
    .describe("Properties that name a person. Left out: PostHog's order."),
  autocaptureOptOut: flag(false, "Whether clicks and form input are not captured automatically."),
  autocaptureExceptionsOptIn: flag(false, "Whether exceptions are captured automatically."),
  autocaptureWebVitalsOptIn: flag(false, "Whether web vitals are captured automatically."),
  captureDeadClicks: flag(false, "Whether clicks without effect are captured."),
  captureConsoleLogOptIn: flag(true, "Whether recordings hold the console."),
  capturePerformanceOptIn: flag(true, "Whether recordings hold network timing."),
  heatmapsOptIn: flag(false, "Whether heatmaps are collected."),
  surveysOptIn: flag(false, "Whether surveys are shown."),
  sessionRecordingOptIn: flag(false, "Whether sessions are recorded."),
  sessionRecordingSampleRate: z
    .string()
    .regex(/^(0\.\d\d|1\.00)$/, "must be 0.00 to 1.00 with two digits")
    .optional()
    .describe("Share of sessions that is recorded, as text: `0.25`. Left out: all."),
  sessionRecordingMinimumDurationMilliseconds: z
    .int()
    .min(0)
    .max(30_000)
    .optional()
    .describe("Shorter sessions are not kept; ms up to 30000. Left out: all are."),
  sessionRecordingNetworkPayloadCaptureConfig: networkPayloadCapture
    .optional()
    .describe("What recordings hold of requests; needs `capturePerformanceOptIn`. Left out: nothing."),
  cookielessServerHashMode: z
    .int()
    .min(0)
    .max(2)
    .default(0)
    .describe("Counting users without cookies: 0 off, 1 stateless, 2 stateful."),
});

export type Settings = z.output<typeof settings>;

export const projectInputs = z.strictObject({
  name: z.string().min(1).max(200).describe("Name of the project, up to 200 characters; unique in its organization."),
  timezone: z.string().default("UTC").describe("IANA time zone, e.g. `Europe/Berlin`."),
  organizationId: z.string().optional().describe("UUID, slug or `@current`. Left out: the provider's."),
  ...settings.shape,
});

export type ProjectInputs = z.output<typeof projectInputs>;
