import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { integrationReference, integrationView } from "./integrations.ts";
import { page } from "./page.ts";
import { ensureTimeZone, reference, referenceSchema } from "./references.ts";
import { invalid, invalidBody } from "./refusal.ts";
import { serviceOf } from "./scope.ts";
import { type Context, newId, type StoredService } from "./state.ts";

const urgency = z.object({ type: z.literal("constant"), urgency: z.enum(["high", "low", "severity_based"]) });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
const timeout = z.int().min(1).nullable();

const serviceSchema = z.object({
  name: z.string().min(1),
  description: z.string().nullable().default(null),
  escalation_policy: referenceSchema,
  auto_resolve_timeout: timeout.default(14_400),
  acknowledgement_timeout: timeout.default(1800),
  alert_creation: z.enum(["create_alerts_and_incidents", "create_incidents"]).default("create_alerts_and_incidents"),
  incident_urgency_rule: z
    .union([
      urgency,
      z.object({
        type: z.literal("use_support_hours"),
        during_support_hours: urgency,
        outside_support_hours: urgency,
      }),
    ])
    .default({ type: "constant", urgency: "high" }),
  support_hours: z
    .object({
      type: z.literal("fixed_time_per_day"),
      time_zone: z.string(),
      start_time: time,
      end_time: time,
      days_of_week: z.array(z.int().min(1).max(7)),
    })
    .nullable()
    .default(null),
  scheduled_actions: z
    .array(
      z.object({
        type: z.literal("urgency_change"),
        to_urgency: z.enum(["high", "low"]),
        at: z.object({ type: z.literal("named_time"), name: z.enum(["support_hours_start", "support_hours_end"]) }),
      }),
    )
    .default([]),
  alert_grouping_parameters: z
    .object({
      type: z.enum(["time", "intelligent", "content_based"]).nullable(),
      config: z
        .object({
          timeout: z.int().min(0).max(1440).optional(),
          aggregate: z.enum(["all", "any"]).optional(),
          fields: z.array(z.string()).optional(),
          time_window: z.int().min(300).max(86_400).optional(),
        })
        .nullish(),
    })
    .nullable()
    .default(null),
  auto_pause_notifications_parameters: z
    .object({ enabled: z.boolean(), timeout: z.literal([120, 180, 300, 600, 900]).nullable().default(null) })
    .nullable()
    .default(null),
});
export type ServiceBody = z.output<typeof serviceSchema>;
const bodySchema = z.object({ service: serviceSchema });

/** Requests for which a policy still counts as used after its last service is gone. */
const lingers = 1;

/** Services: what alerts are about. */
export function serviceRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const view = (service: StoredService, call: Call) =>
    serviceView(service, context, new URL(call.req.url).searchParams.getAll("include[]"));

  app.get("/services", (c) =>
    c.json(
      page(
        c,
        "services",
        state.services,
        ({ name }) => [name],
        (service) => view(service, c),
      ),
    ),
  );
  app.post("/services", async (c) => {
    const { service: body } = await readBody(c, bodySchema, invalidBody);
    ensureSound(body, undefined, context);
    const service: StoredService = {
      id: newId(context),
      created_at: context.now().toISOString(),
      integrations: [],
      ...body,
    };
    state.services.push(service);
    context.changed();
    return c.json({ service: view(service, c) }, 201);
  });
  app.get("/services/:id", (c) => c.json({ service: view(serviceOf(c, context), c) }));
  app.put("/services/:id", async (c) => {
    const service = serviceOf(c, context);
    const { service: body } = await readBody(c, bodySchema, invalidBody);
    ensureSound(body, service.id, context);
    Object.assign(service, body);
    context.changed();
    return c.json({ service: view(service, c) });
  });
  app.delete("/services/:id", (c) => {
    const service = serviceOf(c, context);
    state.services = state.services.filter((other) => other !== service);
    state.lingering.push({ policy: service.escalation_policy.id, requests: lingers });
    context.changed();
    return c.body(null, 204);
  });
}

function ensureSound(body: ServiceBody, own: string | undefined, { state }: Context): void {
  const problems = [
    state.services.some(({ id, name }) => name === body.name && id !== own) && "Name has already been taken",
    !state.policies.some(({ id }) => id === body.escalation_policy.id) && "Escalation policy could not be found",
    (body.incident_urgency_rule.type === "use_support_hours") !== (body.support_hours !== null) &&
      "Support hours must be set exactly when the urgency depends on them",
    body.support_hours === null && body.scheduled_actions.length > 0 && "Scheduled actions need support hours",
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw invalid(...problems);
  if (body.support_hours) ensureTimeZone(body.support_hours.time_zone);
}

export function serviceView(stored: StoredService, context: Context, include: readonly string[]): object {
  const { auto_pause_notifications_parameters: pause, integrations, escalation_policy, ...service } = stored;
  const policy = context.state.policies.find(({ id }) => id === escalation_policy.id);
  return {
    ...service,
    type: "service",
    summary: service.name,
    self: `${context.origin}/services/${service.id}`,
    html_url: `https://loopback.pagerduty.com/service-directory/${service.id}`,
    status: "active",
    last_incident_timestamp: null,
    teams: [],
    escalation_policy: reference("escalation_policy", escalation_policy.id, policy?.name ?? null, context),
    integrations: integrations.map((integration) =>
      (include.includes("integrations") ? integrationView : integrationReference)(integration, service.id, context),
    ),
    alert_grouping_parameters: withWindow(service.alert_grouping_parameters),
    alert_grouping: service.alert_grouping_parameters?.type ?? null,
    alert_grouping_timeout: service.alert_grouping_parameters?.config?.timeout ?? null,
    ...(include.includes("auto_pause_notifications_parameters")
      ? { auto_pause_notifications_parameters: pause ?? { enabled: false, timeout: null } }
      : {}),
  };
}

/** Grouping by likeness has a window of five minutes where none is given. */
function withWindow(grouping: ServiceBody["alert_grouping_parameters"]): object | null {
  if (grouping === null || grouping.type === "time" || grouping.type === null) return grouping;
  return { ...grouping, config: { ...grouping.config, time_window: grouping.config?.time_window ?? 300 } };
}
