import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { badRequest, invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { refuseUnknownProjects, type Scope, scopeOf } from "./scope.ts";
import { type Context, type StoredDrain, tick } from "./state.ts";

const headers = z.record(z.string(), z.string());
const address = z.string().regex(/^https?:\/\//);
const delivery = z.union([
  z.strictObject({
    type: z.literal("http"),
    endpoint: address,
    encoding: z.enum(["json", "ndjson"]),
    compression: z.enum(["none", "gzip"]).optional(),
    headers,
    secret: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("otlphttp"),
    endpoint: z.strictObject({ traces: address }),
    encoding: z.enum(["json", "proto"]),
    headers,
    secret: z.string().optional(),
  }),
]);
const filter = z.strictObject({
  version: z.literal("v2"),
  filter: z.union([
    z.strictObject({
      type: z.literal("basic"),
      project: z.strictObject({ ids: z.array(z.string()) }).optional(),
      log: z
        .strictObject({
          sources: z.array(z.enum(["static", "lambda", "build", "edge", "external", "firewall", "redirect"])),
        })
        .optional(),
      deployment: z.strictObject({ environments: z.array(z.string()) }).optional(),
    }),
    z.strictObject({ type: z.literal("odata"), text: z.string() }),
  ]),
});
const sampling = z.array(
  z.strictObject({
    type: z.literal("head_sampling"),
    rate: z.number().min(0).max(1),
    env: z.enum(["production", "preview"]).optional(),
    requestPath: z.string().optional(),
  }),
);
const schemas = z.partialRecord(
  z.enum(["log", "trace", "analytics", "speed_insights"]),
  z.object({ version: z.string() }),
);
const createSchema = z.strictObject({
  name: z.string().min(1),
  projects: z.enum(["some", "all"]),
  projectIds: z.array(z.string()).optional(),
  filter: filter.optional(),
  schemas,
  delivery,
  sampling: sampling.optional(),
  source: z.strictObject({ kind: z.literal("self-served") }).optional(),
});
const updateSchema = createSchema
  .partial()
  .extend({
    projectIds: z.array(z.string()).nullable().optional(),
    filter: filter.nullable().optional(),
    sampling: sampling.nullable().optional(),
    status: z.enum(["enabled", "disabled"]).optional(),
  })
  .strict();

/** Drains. That the endpoint proves itself is not played: nothing is ever sent to it from here. */
export function drainRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v1/drains", async (c) => {
    const scope = scopeOf(c, context);
    const given = await readBody(c, createSchema, invalidBody);
    const at = tick(context);
    const drain: StoredDrain = {
      ...{ id: `drn_${context.id(24)}`, accountId: scope.accountId, createdAt: at, updatedAt: at, status: "enabled" },
      ...{ name: given.name, projectIds: null, schemas: given.schemas, filter: given.filter ?? null, sampling: [] },
      ...{ delivery: {}, headers: {}, secret: context.secret(context.id(40)) },
    };
    change(drain, given, scope);
    state.drains.push(drain);
    context.changed();
    const shown = drainView(drain);
    return c.json({ ...shown, delivery: { ...shown.delivery, secret: drain.secret.$secret } });
  });

  route("GET /v1/drains", (c) => {
    const project = c.req.query("projectId");
    const found = of(c).filter(({ projectIds }) => project === undefined || projectIds?.includes(project) !== false);
    return c.json({ drains: found.map(drainView) });
  });

  route("GET /v1/drains/:id", (c) => c.json(drainView(find(c))));

  route("PATCH /v1/drains/:id", async (c) => {
    const drain = find(c);
    change(drain, await readBody(c, updateSchema, invalidBody), scopeOf(c, context));
    context.changed();
    return c.json(drainView(drain));
  });

  route("DELETE /v1/drains/:id", (c) => {
    const drain = find(c);
    state.drains = state.drains.filter((other) => other !== drain);
    context.changed();
    return c.body(null, 204);
  });

  /** Vercel REST: a missing key leaves, null clears. */
  function change(drain: StoredDrain, given: z.output<typeof updateSchema>, scope: Scope): void {
    const { projects, projectIds, delivery: to, ...rest } = given;
    if (projects === "some" && !projectIds?.length) throw badRequest("`projectIds` is required for `some` projects.");
    refuseUnknownProjects(projectIds ?? [], scope, context);
    if (projects !== undefined || projectIds !== undefined)
      drain.projectIds = projects === "all" ? null : (projectIds ?? null);
    if (to) {
      const { secret, headers: sent, ...shown } = to;
      drain.delivery = shown;
      // A receiver's token is a header.
      drain.headers = Object.fromEntries(Object.entries(sent).map(([key, value]) => [key, context.secret(value)]));
      if (secret !== undefined) drain.secret = context.secret(secret);
    }
    if (rest.name !== undefined) drain.name = rest.name;
    if (rest.schemas !== undefined) drain.schemas = rest.schemas;
    if (rest.filter !== undefined) drain.filter = rest.filter;
    if (rest.sampling !== undefined) drain.sampling = rest.sampling ?? [];
    drain.updatedAt = tick(context);
  }

  function of(c: Call): StoredDrain[] {
    const { accountId } = scopeOf(c, context);
    return state.drains.filter((drain) => drain.accountId === accountId);
  }

  function find(c: Call): StoredDrain {
    const found = of(c).find(({ id }) => id === c.req.param("id"));
    if (!found) throw notFound("Drain");
    return found;
  }
}

/** The secret is told at the creation and never again. */
export function drainView({
  accountId,
  projectIds,
  filter,
  delivery: to,
  headers: sent,
  secret: _,
  ...drain
}: StoredDrain) {
  const shown = Object.fromEntries(Object.entries(sent).map(([key, value]) => [key, value.$secret]));
  return {
    ...drain,
    delivery: { ...to, headers: shown },
    ownerId: accountId,
    teamId: accountId.startsWith("team_") ? accountId : null,
    createdFrom: "self-served",
    source: { kind: "self-served" },
    ...(projectIds && { projectIds }),
    ...(filter && { filterV2: filter }),
  };
}
