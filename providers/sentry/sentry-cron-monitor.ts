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
import { asInputs } from "./order.ts";
import { slug, withSlug } from "./slug.ts";

const type = "monitor_check_in_failure";
const mostSlug = 50;
const minutes = z.int().min(1).max(40_320);
const times = z.int().min(1).max(720);

const inputs = z.strictObject({
  ...monitorInputs,
  name: z.string().min(1).max(128).describe("Name, up to 128 characters; unique among the project's cron monitors."),
  slug: slug(mostSlug).describe("What a job checks in with; unique in the organization. Left out: made from the name."),
  schedule: z
    .strictObject({
      crontab: z
        .string()
        .regex(/^(\S+ ){4}\S+$/, "must be five fields with a space between them")
        .optional()
        .describe("`minute hour day month weekday`. Not with an interval."),
      intervalValue: z.int().min(1).optional().describe("How many units lie between two runs."),
      intervalUnit: z.enum(["year", "month", "week", "day", "hour", "minute"]).optional().describe("The unit."),
    })
    .describe("When the job runs."),
  timezone: z.string().default("UTC").describe("Time zone of the crontab, e.g. `Europe/Berlin`."),
  checkinMarginMinutes: minutes.default(1).describe("Minutes that a check-in may be late."),
  maxRuntimeMinutes: minutes.default(30).describe("Minutes that a run may take."),
  failureIssueThreshold: times.default(1).describe("Failures in a row until there is an issue."),
  recoveryThreshold: times.default(1).describe("Successes in a row until it is resolved."),
});
type Inputs = z.output<typeof inputs>;

export const sentryCronMonitor = resource<Sentry>()({
  token: "sentry:index/sentryCronMonitor:SentryCronMonitor",
  description: "A Sentry monitor that makes an issue when a scheduled job does not check in, fails or takes too long.",
  calls: monitorCalls,
  inputs,
  outputs: monitorOutputs,
  replaceOn: ["organization", "project"],
  importId: monitorImportId,

  parseId: parseMonitorId,
  check: async (_, wanted) => {
    const { inputs, issues = [] } = withSlug(wanted, mostSlug);
    return {
      ...(inputs ? { inputs } : {}),
      issues: [...issues, ...ownerIssues(wanted.owner), ...scheduleIssues(wanted)],
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

function scheduleIssues({ schedule, timezone }: Partial<Inputs>): Issue[] {
  const issues: Issue[] = [];
  if (schedule !== undefined) {
    const { crontab, intervalValue, intervalUnit } = schedule;
    const whole = intervalValue !== undefined && intervalUnit !== undefined;
    const none = intervalValue === undefined && intervalUnit === undefined;
    if (crontab === undefined ? !whole : !none)
      issues.push({ property: "schedule", reason: "takes a crontab, or intervalValue and intervalUnit" });
  }
  if (timezone !== undefined && !isTimeZone(timezone))
    issues.push({ property: "timezone", reason: `"${timezone}" is no time zone, such as Europe/Berlin or UTC` });
  return issues;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Sentry API: the keys of a cron's configuration are in snake_case, in questions and in answers. */
function bodyOf(wanted: Inputs): object {
  const { crontab, intervalValue, intervalUnit } = wanted.schedule;
  const config = {
    schedule_type: crontab === undefined ? "interval" : "crontab",
    schedule: crontab ?? [intervalValue, intervalUnit],
    timezone: wanted.timezone,
    checkin_margin: wanted.checkinMarginMinutes,
    max_runtime: wanted.maxRuntimeMinutes,
    failure_issue_threshold: wanted.failureIssueThreshold,
    recovery_threshold: wanted.recoveryThreshold,
  };
  return { ...commonBody(type, wanted), data_sources: [{ name: wanted.name, slug: wanted.slug, config }] };
}

const sourceAnswer = z.object({
  slug: z.string(),
  config: z.object({
    schedule: z.union([z.string(), z.tuple([z.number(), z.string()])]),
    timezone: z.string().nullish(),
    checkin_margin: z.number().nullish(),
    max_runtime: z.number().nullish(),
    failure_issue_threshold: z.number().nullish(),
    recovery_threshold: z.number().nullish(),
  }),
});

function told({ id, dataSources }: DetectorAnswer): object {
  const { slug, config } = understood(sourceAnswer, dataSources?.[0]?.queryObj, `the cron of detector ${id}`);
  const { schedule } = config;
  return {
    slug,
    schedule:
      typeof schedule === "string" ? { crontab: schedule } : { intervalValue: schedule[0], intervalUnit: schedule[1] },
    timezone: config.timezone ?? undefined,
    checkinMarginMinutes: config.checkin_margin ?? undefined,
    maxRuntimeMinutes: config.max_runtime ?? undefined,
    failureIssueThreshold: config.failure_issue_threshold ?? undefined,
    recoveryThreshold: config.recovery_threshold ?? undefined,
  };
}
