import { createHash } from "node:crypto";
import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { scopeOf } from "./scope.ts";
import { type Context, type StoredEdgeConfig, tick } from "./state.ts";

const slug = z
  .string()
  .max(64)
  .regex(/^[\w-]+$/);
const key = z
  .string()
  .max(256)
  .regex(/^[\w-]+$/);
const createSchema = z.object({ slug, items: z.record(key, z.unknown()).optional() });
const renameSchema = z.object({ slug });
const itemsSchema = z.strictObject({
  items: z.array(
    z.object({
      operation: z.enum(["create", "update", "upsert", "delete"]),
      key,
      value: z.unknown().optional(),
      description: z.string().max(512).nullable().optional(),
    }),
  ),
});
const tokenSchema = z.strictObject({ label: z.string().max(52) });
const tokensSchema = z.strictObject({ tokens: z.array(z.string()) });

/** Edge configs, which newer clients call global configs. */
export function edgeConfigRoutes(route: Route, context: Context): void {
  for (const root of ["/v1/edge-config", "/v1/global-config"]) {
    configRoutes(route, root, context);
    itemRoutes(route, `${root}/:config`, context);
    tokenRoutes(route, `${root}/:config`, context);
  }
}

function configRoutes(route: Route, root: string, context: Context): void {
  const { state } = context;

  route(`POST ${root}`, async (c) => {
    const { accountId } = scopeOf(c, context);
    const given = await readBody(c, createSchema, invalidBody);
    refuseTaken(c, given.slug);
    const at = tick(context);
    const config: StoredEdgeConfig = {
      ...{ id: `ecfg_${context.id(28, "abcdefghijklmnopqrstuvwxyz0123456789")}`, accountId, slug: given.slug },
      ...{ items: [], tokens: [], createdAt: at, updatedAt: at },
    };
    for (const [name, value] of Object.entries(given.items ?? {}))
      config.items.push({ key: name, value, description: null, createdAt: at, updatedAt: at });
    state.edgeConfigs.push(config);
    context.changed();
    return c.json(edgeConfigView(config), 201);
  });

  route(`GET ${root}`, (c) => {
    const { accountId } = scopeOf(c, context);
    return c.json(state.edgeConfigs.filter((config) => config.accountId === accountId).map(edgeConfigView));
  });

  route(`GET ${root}/:config`, (c) => c.json(edgeConfigView(configOf(c, context))));

  route(`PUT ${root}/:config`, async (c) => {
    const config = configOf(c, context);
    const given = await readBody(c, renameSchema, invalidBody);
    if (given.slug !== config.slug) refuseTaken(c, given.slug);
    Object.assign(config, { slug: given.slug, updatedAt: tick(context) });
    context.changed();
    return c.json(edgeConfigView(config));
  });

  route(`DELETE ${root}/:config`, (c) => {
    const config = configOf(c, context);
    state.edgeConfigs = state.edgeConfigs.filter((other) => other !== config);
    context.changed();
    return c.body(null, 204);
  });

  function refuseTaken(c: Call, wanted: string): void {
    const { accountId } = scopeOf(c, context);
    if (state.edgeConfigs.some((config) => config.accountId === accountId && config.slug === wanted))
      throw refuse(409, "conflict", `An Edge Config with the slug "${wanted}" already exists.`);
  }
}

function itemRoutes(route: Route, root: string, context: Context): void {
  route(`GET ${root}/items`, (c) => {
    const config = configOf(c, context);
    return c.json(config.items.map((item) => itemView(config, item)));
  });

  route(`GET ${root}/item/:key`, (c) => {
    const config = configOf(c, context);
    const found = config.items.find((item) => item.key === c.req.param("key"));
    // Vercel REST: 204 where there is no such key.
    return found ? c.json(itemView(config, found)) : c.body(null, 204);
  });

  route(`PATCH ${root}/items`, async (c) => {
    const config = configOf(c, context);
    const { items } = await readBody(c, itemsSchema, invalidBody);
    const has = (name: string) => config.items.some((item) => item.key === name);
    // All or nothing.
    for (const { operation, key: name } of items) {
      if (operation === "create" && has(name)) throw refuse(409, "conflict", `The item ${name} exists already.`);
      if ((operation === "update" || operation === "delete") && !has(name)) throw notFound(`Item ${name}`);
    }
    for (const { operation, key: name, value, description } of items) {
      const before = config.items.find((item) => item.key === name);
      const at = tick(context);
      if (operation === "delete") config.items = config.items.filter((item) => item !== before);
      else if (before)
        Object.assign(before, {
          ...{ value: value === undefined ? before.value : value, updatedAt: at },
          description: description === undefined ? before.description : description,
        });
      else config.items.push({ key: name, value, description: description ?? null, createdAt: at, updatedAt: at });
    }
    config.updatedAt = tick(context);
    context.changed();
    return c.json({ status: "ok" });
  });
}

function tokenRoutes(route: Route, root: string, context: Context): void {
  route(`POST ${root}/token`, async (c) => {
    const config = configOf(c, context);
    const { label } = await readBody(c, tokenSchema, invalidBody);
    const token = { id: context.id(32), label, token: context.secret(context.id(36)), createdAt: tick(context) };
    config.tokens.push(token);
    context.changed();
    return c.json({ id: token.id, token: token.token.$secret }, 201);
  });

  route(`GET ${root}/token/:token`, (c) => {
    const config = configOf(c, context);
    const found = config.tokens.find(({ token }) => token.$secret === c.req.param("token"));
    if (!found) throw notFound("Edge Config token");
    return c.json({ ...found, token: found.token.$secret, edgeConfigId: config.id });
  });

  route(`DELETE ${root}/tokens`, async (c) => {
    const config = configOf(c, context);
    const { tokens } = await readBody(c, tokensSchema, invalidBody);
    config.tokens = config.tokens.filter(({ token }) => !tokens.includes(token.$secret));
    context.changed();
    return c.body(null, 204);
  });
}

function configOf(c: Call, context: Context): StoredEdgeConfig {
  const { accountId } = scopeOf(c, context);
  const id = c.req.param("config");
  const found = context.state.edgeConfigs.find((config) => config.accountId === accountId && config.id === id);
  if (!found) throw notFound("Edge Config");
  return found;
}

const itemView = ({ id }: StoredEdgeConfig, { description, ...item }: StoredEdgeConfig["items"][number]): object => ({
  ...item,
  ...(description !== null && { description }),
  edgeConfigId: id,
});

export function edgeConfigView({ id, accountId, slug: name, items, createdAt, updatedAt }: StoredEdgeConfig): object {
  const text = JSON.stringify(items.map(({ key: one, value }) => [one, value]));
  return {
    ...{ id, slug: name, ownerId: accountId, createdAt, updatedAt, itemCount: items.length },
    ...{ digest: createHash("sha256").update(text).digest("hex"), sizeInBytes: text.length },
  };
}
