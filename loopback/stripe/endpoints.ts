import { createHash } from "node:crypto";
import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { alphanumeric } from "../core/random.ts";
import { Refusal } from "../core/refusal.ts";
import { readForm } from "./form.ts";
import { errorBody, invalid, invalidForm, missing } from "./refusal.ts";
import type { Context, StoredEndpoint } from "./state.ts";

const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const list = z.record(z.string(), z.string()).transform((items) => Object.values(items));
const metadata = z.record(z.string().max(40), z.string().max(500));
const changeable = {
  url: z.string().max(2048).optional(),
  enabled_events: list.optional(),
  description: z.string().max(5000).optional(),
  metadata: metadata.optional(),
};
const createSchema = z.strictObject({
  ...changeable,
  url: z.string().max(2048),
  enabled_events: list,
  api_version: z.string().optional(),
  connect: flag.optional(),
});
const updateSchema = z.strictObject({ ...changeable, disabled: flag.optional() });

/** Stripe: as many for one account. */
const most = 16;
const day = 86_400_000;

/** Webhook endpoints in test mode: bodies are forms, and a key repeats an answer instead of an act. */
export function endpointRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const path = "/v1/webhook_endpoints";

  app.get(path, (c) => {
    const { limit = "10", starting_after } = c.req.query();
    // The newest comes first.
    const all = state.endpoints.toReversed();
    const start = starting_after === undefined ? 0 : all.findIndex(({ id }) => id === starting_after) + 1;
    const data = all.slice(start, start + Math.min(Number(limit), 100));
    return c.json({
      object: "list",
      url: path,
      has_more: start + data.length < all.length,
      data: data.map(endpointView),
    });
  });

  app.post(path, (c) =>
    once(c, createSchema, ({ metadata = {}, description, api_version, connect, ...given }) => {
      checkGiven(given);
      if (state.endpoints.length >= most)
        throw invalid(`You have reached the maximum of ${most} test webhook endpoints.`);
      const endpoint: StoredEndpoint = {
        ...given,
        id: `we_${context.id(24)}`,
        api_version: api_version ?? null,
        description: description || null,
        metadata,
        connect: connect ?? false,
        status: "enabled",
        created: Math.floor(context.now().getTime() / 1000),
        secret: context.secret(`whsec_${context.id(32, alphanumeric)}`),
      };
      state.endpoints.push(endpoint);
      return { answer: endpointView(endpoint), secret: endpoint.secret };
    }),
  );

  app.get(`${path}/:id`, (c) => c.json(endpointView(endpointOf(c))));

  app.post(`${path}/:id`, (c) => {
    const endpoint = endpointOf(c);
    return once(c, updateSchema, ({ metadata = {}, disabled, description, url, enabled_events }) => {
      checkGiven({ url: url ?? endpoint.url, enabled_events: enabled_events ?? endpoint.enabled_events });
      if (url !== undefined) endpoint.url = url;
      if (enabled_events !== undefined) endpoint.enabled_events = enabled_events;
      if (description !== undefined) endpoint.description = description || null;
      if (disabled !== undefined) endpoint.status = disabled ? "disabled" : "enabled";
      const merged = Object.entries({ ...endpoint.metadata, ...metadata }).filter(([, value]) => value !== "");
      endpoint.metadata = Object.fromEntries(merged);
      return { answer: endpointView(endpoint) };
    });
  });

  app.delete(`${path}/:id`, (c) => {
    const endpoint = endpointOf(c);
    state.endpoints = state.endpoints.filter((other) => other !== endpoint);
    context.changed();
    return c.json({ id: endpoint.id, object: "webhook_endpoint", deleted: true });
  });

  /** Acts once for an idempotency key, and answers the same again for a day. */
  async function once<Schema extends z.ZodType>(
    c: Call,
    schema: Schema,
    act: (given: z.output<Schema>) => { answer: Record<string, unknown>; secret?: StoredEndpoint["secret"] },
  ): Promise<Response> {
    // Fields may stand in the address as well as in the body.
    const text = [new URL(c.req.url).search.slice(1), await c.req.text()].filter((part) => part !== "").join("&");
    const key = c.req.header("idempotency-key");
    const request = createHash("sha256").update(`${c.req.path}\n${text}`).digest("hex");
    const known = key === undefined ? undefined : state.replays[key];
    if (known !== undefined && context.now().getTime() - known.at < day) {
      if (known.request !== request)
        throw new Refusal(
          400,
          errorBody(
            "idempotency_error",
            "Keys for idempotent requests can only be used with the same parameters they were first used with.",
          ),
        );
      return c.json({ ...known.answer, ...(known.secret && { secret: known.secret.$secret }) });
    }
    const given = schema.safeParse(readForm(text));
    if (!given.success) throw invalidForm(given.error.issues);
    const { answer, secret } = act(given.data);
    if (key !== undefined)
      state.replays[key] = { request, answer, ...(secret && { secret }), at: context.now().getTime() };
    context.changed();
    return c.json({ ...answer, ...(secret && { secret: secret.$secret }) });
  }

  function endpointOf(c: Call): StoredEndpoint {
    const id = c.req.param("id") ?? "";
    const found = state.endpoints.find((endpoint) => endpoint.id === id);
    if (found === undefined) throw missing(id);
    return found;
  }
}

function checkGiven({ url, enabled_events }: { url: string; enabled_events: string[] }): void {
  if (!/^https?:\/\//.test(url))
    throw invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
  if (enabled_events.length === 0) throw invalid("Missing required param: enabled_events.", "enabled_events");
  if (enabled_events.includes("*") && enabled_events.length > 1)
    throw invalid("You may not pass other events alongside *.", "enabled_events");
}

/** The endpoint as it is read: its secret is told at creation alone. */
export function endpointView({ secret: _, connect, ...endpoint }: StoredEndpoint): Record<string, unknown> {
  return {
    object: "webhook_endpoint",
    ...endpoint,
    application: connect ? "ca_loopback" : null,
    livemode: false,
  };
}
