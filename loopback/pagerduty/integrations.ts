import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { reference, referenceSchema } from "./references.ts";
import { invalid, invalidBody, notFound } from "./refusal.ts";
import { serviceOf } from "./scope.ts";
import { type Context, newId, type StoredIntegration } from "./state.ts";

const types = [
  "events_api_v2_inbound_integration",
  "generic_events_api_inbound_integration",
  "generic_email_inbound_integration",
  "aws_cloudwatch_inbound_integration",
  "cloudkick_inbound_integration",
  "event_transformer_api_inbound_integration",
  "keynote_inbound_integration",
  "nagios_inbound_integration",
  "pingdom_inbound_integration",
  "sql_monitor_inbound_integration",
] as const;

const integrationSchema = z.object({
  // A vendor's integrations have the type of that vendor.
  type: z.enum(types).default("event_transformer_api_inbound_integration" as const),
  name: z.string().min(1).nullish(),
  vendor: referenceSchema.nullish(),
});
const bodySchema = z.object({ integration: integrationSchema });

/** A few of PagerDuty's vendors; the list is the same for all accounts. */
const vendors: Readonly<Record<string, string>> = {
  PAM4FGS: "Datadog",
  PZQ6AUS: "Amazon CloudWatch",
  PYHJHQY: "Sentry",
};

/** Integrations of a service: the keys that alerts come in with. There is no DELETE: they go with their service. */
export function integrationRoutes(app: Hono, context: Context): void {
  app.post("/services/:id/integrations", async (c) => {
    const service = serviceOf(c, context);
    const { integration: body } = await readBody(c, bodySchema, invalidBody);
    const vendor = body.vendor?.id ?? null;
    if (vendor !== null && vendors[vendor] === undefined) throw invalid("Vendor could not be found");
    const integration: StoredIntegration = {
      id: newId(context),
      name: body.name ?? vendors[vendor ?? ""] ?? "Events API",
      type: body.type,
      vendor,
      key: context.secret(context.id(32, "0123456789abcdef")),
      created_at: context.now().toISOString(),
    };
    service.integrations.push(integration);
    context.changed();
    return c.json({ integration: integrationView(integration, service.id, context) }, 201);
  });
  app.get("/services/:id/integrations/:integration", (c) =>
    c.json({ integration: integrationView(integrationOf(c, context), serviceOf(c, context).id, context) }),
  );
  app.put("/services/:id/integrations/:integration", async (c) => {
    const integration = integrationOf(c, context);
    const { integration: body } = await readBody(c, bodySchema.partial(), invalidBody);
    integration.name = body?.name ?? integration.name;
    context.changed();
    return c.json({ integration: integrationView(integration, serviceOf(c, context).id, context) });
  });
}

function integrationOf(call: Call, context: Context): StoredIntegration {
  const found = serviceOf(call, context).integrations.find(({ id }) => id === call.req.param("integration"));
  if (!found) throw notFound();
  return found;
}

const addressOf = (id: string, service: string, { origin }: Context): string =>
  `${origin}/services/${service}/integrations/${id}`;

/** What a service shows of its integrations. */
export const integrationReference = (
  { id, name, type }: StoredIntegration,
  service: string,
  context: Context,
): object => ({
  id,
  type: `${type}_reference`,
  summary: name,
  self: addressOf(id, service, context),
  html_url: null,
});

export function integrationView(stored: StoredIntegration, service: string, context: Context): object {
  const { id, name, type, vendor, created_at } = stored;
  const owner = context.state.services.find((one) => one.id === service);
  return {
    id,
    type,
    summary: name,
    self: addressOf(id, service, context),
    html_url: null,
    name,
    created_at,
    service: reference("service", service, owner?.name ?? null, context),
    vendor: vendor === null ? null : reference("vendor", vendor, vendors[vendor] ?? null, context),
    integration_key: stored.key.$secret,
  };
}
