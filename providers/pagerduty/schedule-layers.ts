import { z } from "zod";
import { reference } from "./client.ts";

const instant = z.iso
  .datetime({ offset: true, error: "must be a time such as 2030-01-01T09:00:00Z" })
  .transform((text) => inUtc(text));

const restriction = z
  .strictObject({
    type: z.enum(["daily_restriction", "weekly_restriction"]).describe("Whether it repeats each day or each week."),
    startTimeOfDay: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, "must be a time such as 09:00:00")
      .describe("When it begins, in the schedule's time zone."),
    durationSeconds: z
      .int()
      .min(1)
      .max(7 * 86_400 - 1)
      .describe("How long it lasts; of a daily one less than 86400."),
    startDayOfWeek: z.int().min(1).max(7).optional().describe("1 Monday to 7 Sunday; of a weekly one."),
  })
  .refine(
    ({ type, startDayOfWeek }) => (type === "weekly_restriction") === (startDayOfWeek !== undefined),
    "takes `startDayOfWeek` exactly when it is weekly",
  )
  .refine(
    ({ type, durationSeconds }) => type === "weekly_restriction" || durationSeconds < 86_400,
    "is daily, so it lasts less than 86400 seconds",
  );

export const layer = z.strictObject({
  name: z.string().min(1).describe("Name, unique in the schedule: how a layer is known again."),
  start: instant.describe("When it begins, RFC 3339; one in the past begins when it is made."),
  end: instant.optional().describe("When it ends, RFC 3339. Left out: never."),
  rotationVirtualStart: instant.describe("Where its turns are counted from, RFC 3339."),
  rotationTurnLengthSeconds: z.int().min(3600).max(31_536_000).describe("Length of a turn, 3600 to 31536000."),
  users: z.array(z.string()).min(1).describe("Who takes turns, in this order: ids, or e-mails, which become ids."),
  restrictions: z.array(restriction).default([]).describe("Only at these times. None: always."),
});
export type Layer = z.output<typeof layer>;

/** PagerDuty REST: `schedule_layers` of `GET /schedules/{id}`, the newest first. */
export const layerAnswer = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string(),
  end: z.string().nullish(),
  rotation_virtual_start: z.string(),
  rotation_turn_length_seconds: z.number(),
  users: z.array(z.object({ user: reference })),
  restrictions: z
    .array(
      z.object({
        type: z.enum(["daily_restriction", "weekly_restriction"]),
        start_time_of_day: z.string(),
        duration_seconds: z.number(),
        start_day_of_week: z.number().nullish(),
      }),
    )
    .default([]),
});
export type LayerAnswer = z.output<typeof layerAnswer>;

/** The layers that count, in the order of their declaration: ended ones stay at PagerDuty for good. */
export const livingLayers = (found: readonly LayerAnswer[], now: Date): LayerAnswer[] =>
  found.filter(({ end }) => !end || Date.parse(end) > now.getTime()).toReversed();

/**
 * What is sent: declared layers under the id that their name has at PagerDuty, and those that are declared no more,
 * ended now, since a layer cannot be taken away.
 */
export function layerBodies(wanted: readonly Layer[], found: readonly LayerAnswer[], now: Date): object[] {
  const living = livingLayers(found, now);
  const dropped = living.filter((old) => !wanted.some(({ name }) => name === old.name));
  return [
    ...dropped.map((old) => bodyOf({ ...toldLayer(old, undefined), end: inUtc(now.toISOString()) }, old.id)),
    ...wanted.map((one) => bodyOf(one, living.find(({ name }) => name === one.name)?.id)),
  ];
}

const bodyOf = (wanted: Layer, id: string | undefined) => ({
  ...(id === undefined ? {} : { id }),
  name: wanted.name,
  start: wanted.start,
  end: wanted.end ?? null,
  rotation_virtual_start: wanted.rotationVirtualStart,
  rotation_turn_length_seconds: wanted.rotationTurnLengthSeconds,
  users: wanted.users.map((user) => ({ user: { id: user, type: "user_reference" } })),
  restrictions: wanted.restrictions.map(({ type, startTimeOfDay, durationSeconds, startDayOfWeek }) => ({
    type,
    start_time_of_day: startTimeOfDay,
    duration_seconds: durationSeconds,
    ...(startDayOfWeek === undefined ? {} : { start_day_of_week: startDayOfWeek }),
  })),
});

/** @param declared the same layer as it was declared: PagerDuty rewrites a start in the past, which is no change */
export const toldLayer = (found: LayerAnswer, declared: Layer | undefined): Layer => ({
  name: found.name,
  start:
    declared !== undefined && Date.parse(declared.start) < Date.parse(found.start)
      ? declared.start
      : inUtc(found.start),
  ...(found.end ? { end: inUtc(found.end) } : {}),
  rotationVirtualStart: inUtc(found.rotation_virtual_start),
  rotationTurnLengthSeconds: found.rotation_turn_length_seconds,
  users: found.users.map(({ user }) => user.id),
  restrictions: found.restrictions.map(({ type, start_time_of_day, duration_seconds, start_day_of_week }) => ({
    type,
    startTimeOfDay: start_time_of_day,
    durationSeconds: duration_seconds,
    ...(start_day_of_week ? { startDayOfWeek: start_day_of_week } : {}),
  })),
});

/** One spelling for one point in time: PagerDuty tells it in the schedule's time zone. */
const inUtc = (text: string): string => new Date(text).toISOString().replace(/\.\d{3}Z$/, "Z");
