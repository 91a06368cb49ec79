import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { badRequest, invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { refuseUnknownProjects, scopeOf } from "./scope.ts";
import { type Context, type StoredWebhook, tick } from "./state.ts";
import { webhookEvents } from "./webhook-events.ts";

/** Vercel's limit a team. */
const most = 20;

const createSchema = z.strictObject({
  url: z.string().regex(/^https?:\/\//),
  events: z.array(z.enum(webhookEvents)).min(1),
  projectIds: z
    .array(z.string().regex(/^[a-zA-z0-9_]+$/))
    .min(1)
    .max(50)
    .optional(),
});

/** Addresses that are told what happens. Nothing is ever sent to them from here. */
export function webhookRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v1/webhooks", async (c) => {
    const scope = scopeOf(c, context);
    const { url, events, projectIds } = await readBody(c, createSchema, invalidBody);
    refuseUnknownProjects(projectIds ?? [], scope, context);
    if (of(c).length >= most) throw badRequest(`You can have up to ${most} webhooks.`);
    const at = tick(context);
    const secret = context.secret(context.id(32));
    const webhook: StoredWebhook = {
      ...{
        id: `account_hook_${context.id(24)}`,
        accountId: scope.accountId,
        url,
        events,
        createdAt: at,
        updatedAt: at,
      },
      ...{ projectIds: projectIds ?? null, secret },
    };
    state.webhooks.push(webhook);
    context.changed();
    return c.json({ ...webhookView(webhook), secret: secret.$secret });
  });

  route("GET /v1/webhooks", (c) => {
    const project = c.req.query("projectId");
    const found = of(c).filter(({ projectIds }) => project === undefined || projectIds?.includes(project) !== false);
    return c.json(found.map(webhookView));
  });

  route("GET /v1/webhooks/:id", (c) => c.json(webhookView(find(c))));

  route("DELETE /v1/webhooks/:id", (c) => {
    const webhook = find(c);
    state.webhooks = state.webhooks.filter((other) => other !== webhook);
    context.changed();
    return c.body(null, 204);
  });

  function of(c: Call): StoredWebhook[] {
    const { accountId } = scopeOf(c, context);
    return state.webhooks.filter((webhook) => webhook.accountId === accountId);
  }

  function find(c: Call): StoredWebhook {
    const found = of(c).find(({ id }) => id === c.req.param("id"));
    if (!found) throw notFound("Webhook");
    return found;
  }
}

/** The secret is told at the creation and never again. */
export function webhookView({ accountId, projectIds, secret: _, ...webhook }: StoredWebhook): object {
  return { ...webhook, ownerId: accountId, ...(projectIds && { projectIds }) };
}
