import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { invalid, invalidBody, notFound } from "./refusal.ts";
import { organizationOf } from "./scope.ts";
import { type Context, newUuid, type StoredProxy } from "./state.ts";

/** PostHog lets an organisation have a few; more is for its support to grant. */
const most = 10;

/** Managed reverse proxies of an organisation. Nobody here serves DNS, so that they wait for their CNAME for good. */
export function proxyRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const list = "/api/organizations/:organization/proxy_records/";

  app.get(list, (c) => {
    const organization = organizationOf(c, context);
    const results = state.proxies.filter((proxy) => proxy.organization === organization.id).map(proxyView);
    return c.json({ results, max_proxy_records: most });
  });

  app.post(list, async (c) => {
    const organization = organizationOf(c, context);
    const { domain } = await readBody(c, z.object({ domain: z.string().min(1).max(64) }), invalidBody);
    if (state.proxies.some((proxy) => proxy.domain === domain))
      throw invalid("unique", "This domain is already in use.", "domain");
    if (state.proxies.filter((proxy) => proxy.organization === organization.id).length >= most)
      throw invalid("invalid_input", `You have reached the limit of ${most} proxy records.`, "domain");
    const now = context.now().toISOString();
    const proxy: StoredProxy = {
      id: newUuid(context),
      organization: organization.id,
      domain,
      target_cname: `${context.id(20, "abcdef0123456789")}.proxy-us.posthog.com`,
      status: "waiting",
      created_at: now,
      updated_at: now,
    };
    state.proxies.push(proxy);
    context.changed();
    return c.json(proxyView(proxy), 201);
  });

  app.get(`${list}:id/`, (c) => {
    const proxy = state.proxies.find(
      ({ id, organization }) => id === c.req.param("id") && organization === organizationOf(c, context).id,
    );
    if (proxy === undefined) throw notFound();
    const shown = proxyView(proxy);
    // It is taken down between two looks.
    if (proxy.status === "deleting") {
      state.proxies = state.proxies.filter((other) => other !== proxy);
      context.changed();
    }
    return c.json(shown);
  });

  app.delete(`${list}:id/`, (c) => {
    const proxy = state.proxies.find(
      ({ id, organization }) => id === c.req.param("id") && organization === organizationOf(c, context).id,
    );
    if (proxy === undefined) throw notFound();
    proxy.status = "deleting";
    context.changed();
    return c.body(null, 204);
  });
}

export function proxyView({ organization: _, ...proxy }: StoredProxy): Record<string, unknown> {
  return { ...proxy, message: null, created_by: 1 };
}
