import { createHash, createHmac } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import { body, projectOf, refuse, type Supabase } from "./refusals.ts";
import type { ApiKey, Project } from "./state.ts";

const name = z
  .string()
  .min(4)
  .max(64)
  .regex(/^[a-z_][a-z0-9_]+$/);
const description = z.string().nullish();
const template = z.record(z.string(), z.unknown()).nullish();
const creation = z.strictObject({
  type: z.enum(["publishable", "secret"]),
  ...{ name, description, secret_jwt_template: template },
});
const change = z.strictObject({ name: name.optional(), description, secret_jwt_template: template });

/** Keys: `legacy` ones are JSON Web Tokens, the new ones opaque. `?reveal=true` shows secret keys in full. */
export function keyRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/api-keys";
  const reveal = (query: string | undefined) => query === "true";
  const keyOf = (project: Project, id: string): ApiKey => {
    const key = project.keys.find((key) => key.id === id);
    if (!key) throw refuse(404, "API key not found");
    return key;
  };

  app.get(path, (c) => c.json(keysView(projectOf(context, c), reveal(c.req.query("reveal")))));
  app.get(`${path}/legacy`, (c) => c.json({ enabled: projectOf(context, c).legacyKeysEnabled }));
  app.put(`${path}/legacy`, (c) => {
    const enabled = c.req.query("enabled");
    if (enabled !== "true" && enabled !== "false") throw refuse(400, "enabled: must be a boolean string");
    const project = projectOf(context, c);
    project.legacyKeysEnabled = enabled === "true";
    context.changed();
    return c.json({ enabled: project.legacyKeysEnabled });
  });
  app.post(path, async (c) => {
    const project = projectOf(context, c);
    const wish = await body(c, creation);
    if (project.keys.some((key) => key.type === wish.type && key.name === wish.name)) {
      throw refuse(409, `An API key with name ${wish.name} already exists`);
    }
    const key = makeKey(context, wish);
    project.keys.push(key);
    context.changed();
    return c.json(keyView(key, reveal(c.req.query("reveal"))), 201);
  });
  app.get(`${path}/:id`, (c) =>
    c.json(keyView(keyOf(projectOf(context, c), c.req.param("id")), reveal(c.req.query("reveal")))),
  );
  app.patch(`${path}/:id`, async (c) => {
    const key = keyOf(projectOf(context, c), c.req.param("id"));
    const wish = await body(c, change);
    if (wish.name !== undefined) key.name = wish.name;
    if (wish.description !== undefined) key.description = wish.description;
    if (wish.secret_jwt_template !== undefined) key.secretJwtTemplate = wish.secret_jwt_template;
    key.updatedAt = context.now().toISOString();
    context.changed();
    return c.json(keyView(key, reveal(c.req.query("reveal"))));
  });
  app.delete(`${path}/:id`, (c) => {
    const project = projectOf(context, c);
    const key = keyOf(project, c.req.param("id"));
    project.keys = project.keys.filter(({ id }) => id !== key.id);
    context.changed();
    return c.json(keyView(key, reveal(c.req.query("reveal"))));
  });
}

export function makeKey(
  context: Supabase,
  wish: { type: ApiKey["type"]; name: string; description?: string | null | undefined } & {
    secret_jwt_template?: Record<string, unknown> | null | undefined;
  },
): ApiKey {
  const random = context.id(22);
  const now = context.now().toISOString();
  return {
    ...{ id: uuid(context), name: wish.name, type: wish.type, prefix: random.slice(0, 5) },
    value: context.secret(`sb_${wish.type}_${random}_${context.id(8)}`),
    description: wish.description ?? null,
    secretJwtTemplate: wish.secret_jwt_template ?? (wish.type === "secret" ? { role: "service_role" } : null),
    ...{ insertedAt: now, updatedAt: now },
  };
}

/** A key of the old kind: a token (HS256) for the role that lasts ten years, as the vendor makes them. */
export function legacyKey(ref: string, role: string, secret: string, createdAt: string): string {
  const issued = Math.floor(Date.parse(createdAt) / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "supabase", ref, role, iat: issued, exp: issued + 315_360_000 };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

export function keysView(project: Project, reveal: boolean): object[] {
  const legacy = (name: string, key: string) => {
    const nothing = { prefix: null, hash: null, secret_jwt_template: null, inserted_at: null, updated_at: null };
    return { id: name, name, type: "legacy", api_key: key, description: `Legacy ${name} API key`, ...nothing };
  };
  return [
    ...(project.legacyKeysEnabled
      ? [legacy("anon", project.anonKey), legacy("service_role", project.serviceRoleKey.$secret)]
      : []),
    ...project.keys.map((key) => keyView(key, reveal)),
  ];
}

function keyView(key: ApiKey, reveal: boolean): object {
  const value = key.value.$secret;
  const shown = reveal || key.type === "publishable";
  return {
    ...{ id: key.id, name: key.name, type: key.type, prefix: key.prefix },
    api_key: shown ? value : `sb_secret_${key.prefix}${"·".repeat(12)}`,
    hash: createHash("sha256").update(value).digest("hex"),
    ...{ description: key.description, secret_jwt_template: key.secretJwtTemplate },
    ...{ inserted_at: key.insertedAt, updated_at: key.updatedAt },
  };
}

/** A version 4 UUID (RFC 9562). */
export function uuid(context: Supabase): string {
  const hex = (length: number) => context.id(length, "0123456789abcdef");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${context.id(1, "89ab")}${hex(3)}-${hex(12)}`;
}
