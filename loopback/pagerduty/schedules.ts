import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { ensureTimeZone, reference, referenceSchema, teamIds, teamReferences } from "./references.ts";
import { invalid, invalidBody, notFound } from "./refusal.ts";
import { type Context, newId, type StoredLayer, type StoredSchedule } from "./state.ts";

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const restrictionSchema = z
  .object({
    type: z.enum(["daily_restriction", "weekly_restriction"]),
    start_time_of_day: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/),
    duration_seconds: z.int().min(1),
    start_day_of_week: z.int().min(1).max(7).optional(),
  })
  .refine(({ type, start_day_of_week }) => (type === "weekly_restriction") === (start_day_of_week !== undefined), {
    message: "start_day_of_week belongs to a weekly restriction",
  });
const layerSchema = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  start: instant,
  end: instant.nullable().default(null),
  rotation_virtual_start: instant,
  rotation_turn_length_seconds: z.int().min(3600).max(31_536_000),
  users: z.array(z.object({ user: referenceSchema })).min(1),
  restrictions: z.array(restrictionSchema).default([]),
});
export type LayerBody = z.output<typeof layerSchema>;
const scheduleSchema = z.object({
  name: z.string().min(1),
  description: z.string().nullable().default(null),
  time_zone: z.string(),
  teams: z.array(referenceSchema).default([]),
  schedule_layers: z.array(layerSchema).min(1),
});
type ScheduleBody = z.output<typeof scheduleSchema>;
const bodySchema = z.object({ schedule: scheduleSchema });

/** On-call schedules. Layers are never removed, only ended. */
export function scheduleRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const found = (call: Call): StoredSchedule => {
    const schedule = state.schedules.find(({ id }) => id === call.req.param("id"));
    if (!schedule) throw notFound();
    return schedule;
  };
  const contentOf = (body: ScheduleBody, old: readonly StoredLayer[]) => ({
    name: body.name,
    description: body.description,
    time_zone: body.time_zone,
    teams: teamIds(body.teams, context),
    layers: layersOf(body, old, context),
  });

  app.get("/schedules", (c) => {
    // The list leaves the layers out.
    const brief = (schedule: StoredSchedule) => ({ ...scheduleView(schedule, context), schedule_layers: undefined });
    return c.json(page(c, "schedules", state.schedules, ({ name }) => [name], brief));
  });
  app.post("/schedules", async (c) => {
    const { schedule: body } = await readBody(c, bodySchema, invalidBody);
    ensureSound(body, context);
    const schedule: StoredSchedule = { id: newId(context), ...contentOf(body, []) };
    state.schedules.push(schedule);
    context.changed();
    return c.json({ schedule: scheduleView(schedule, context) }, 201);
  });
  app.get("/schedules/:id", (c) => c.json({ schedule: scheduleView(found(c), context) }));
  app.put("/schedules/:id", async (c) => {
    const schedule = found(c);
    const { schedule: body } = await readBody(c, bodySchema, invalidBody);
    ensureSound(body, context);
    Object.assign(schedule, contentOf(body, schedule.layers));
    context.changed();
    return c.json({ schedule: scheduleView(schedule, context) });
  });
  app.delete("/schedules/:id", (c) => {
    const { id } = found(c);
    const targets = state.policies.flatMap(({ escalation_rules }) => escalation_rules.flatMap((rule) => rule.targets));
    if (targets.some((target) => target.id === id))
      throw invalid("Schedule can't be deleted if it's being used by escalation policies");
    state.schedules = state.schedules.filter((schedule) => schedule.id !== id);
    context.changed();
    return c.body(null, 204);
  });
}

/** Every old layer stays; what begins in the past begins now, for a layer that is there already too. */
function layersOf(body: ScheduleBody, old: readonly StoredLayer[], context: Context): StoredLayer[] {
  const unknown = body.schedule_layers.filter(({ id }) => id && !old.some((layer) => layer.id === id));
  if (unknown.length > 0) throw invalid(...unknown.map(({ id }) => `Schedule layer ${id} could not be found`));
  const missing = old.filter(({ id }) => !body.schedule_layers.some((layer) => layer.id === id));
  if (missing.some(({ end }) => end === null || end > context.now().toISOString()))
    throw invalid("Schedule layers cannot be removed, only ended");
  const now = context
    .now()
    .toISOString()
    .replace(/\d{3}Z$/, "000Z");
  const given = body.schedule_layers.map((layer) => ({
    ...layer,
    id: layer.id || newId(context),
    start: [layer.start, now].toSorted()[1] ?? now,
  }));
  return [...missing, ...given];
}

function ensureSound(body: ScheduleBody, { state }: Context): void {
  ensureTimeZone(body.time_zone);
  const users = body.schedule_layers.flatMap((layer) => layer.users.map(({ user }) => user.id));
  const strangers = users.filter((id) => !state.users.some((user) => user.id === id));
  if (strangers.length > 0) throw invalid(...strangers.map((id) => `User ${id} could not be found`));
}

export function scheduleView(schedule: StoredSchedule, context: Context): object {
  const { id, name, description, time_zone } = schedule;
  const local = (instant: string) => inZone(instant, time_zone);
  const userName = (user: string) => context.state.users.find((one) => one.id === user)?.name ?? null;
  return {
    id,
    type: "schedule",
    summary: name,
    self: `${context.origin}/schedules/${id}`,
    html_url: `https://loopback.pagerduty.com/schedules/${id}`,
    name,
    description,
    time_zone,
    teams: teamReferences(schedule.teams, context),
    schedule_layers: schedule.layers.toReversed().map((layer, index) => ({
      ...layer,
      name: layer.name ?? `Layer ${schedule.layers.length - index}`,
      start: local(layer.start),
      end: layer.end && local(layer.end),
      rotation_virtual_start: local(layer.rotation_virtual_start),
      users: layer.users.map(({ user }) => ({ user: reference("user", user.id, userName(user.id), context) })),
    })),
  };
}

/** PagerDuty tells times with the offset of the schedule's zone: `2030-01-01T09:00:00-05:00`. */
function inZone(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(new Date(instant)).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign = "+", hours = "00", minutes = "00"] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const shifted = new Date(Date.parse(instant) + offset * 60_000).toISOString();
  return `${shifted.slice(0, 19)}${sign}${hours}:${minutes}`;
}
