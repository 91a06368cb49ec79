import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody, readQuery } from "../core/body.ts";
import { pageByNumber } from "../core/page.ts";
import { invalid, invalidBody, notFound } from "./refusal.ts";
import { type Context, nextId, type Stored } from "./state.ts";

/** One kind of object: they all have the same five routes. */
interface Collection<Body extends object, Extra extends object> {
  /** e.g. `/api/v2/monitors`. */
  readonly path: string;
  /** Its name in JSON:API and in errors, e.g. `monitor`. */
  readonly type: string;
  readonly host: string;
  /** A whole object with its defaults; a change is laid over the old one and read by it again. */
  readonly schema: z.ZodType<Body>;
  /** Fields that no change may carry. */
  readonly fixed: readonly (keyof Body & string)[];
  all(): Stored<Body & Extra>[];
  keep(all: Stored<Body & Extra>[]): void;
  /** What is wrong with it beyond its fields, by field. */
  problems(body: Body): Record<string, readonly string[]>;
  /** What only Better Stack gives it. */
  made(body: Body): Extra;
  /** What a change makes of that; by default nothing. */
  changed?(extra: Stored<Body & Extra>, given: Record<string, unknown>): void;
  attributes(stored: Stored<Body & Extra>): Record<string, unknown>;
}

const pagingSchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(250).default(50),
});
const anyBody = z.record(z.string(), z.unknown());

export function collectionRoutes<Body extends object, Extra extends object>(
  app: Hono,
  context: Context,
  kind: Collection<Body, Extra>,
): void {
  const view = (stored: Stored<Body & Extra>) => ({ data: viewOf(stored, kind) });
  const found = (call: Call) => {
    const one = kind.all().find(({ id }) => id === call.req.param("id"));
    if (!one) throw notFound(kind.type.charAt(0).toUpperCase() + kind.type.slice(1));
    return one;
  };
  const sound = (body: Body): Body => {
    const problems = kind.problems(body);
    if (Object.keys(problems).length > 0) throw invalid(problems);
    return body;
  };
  const pausedAt = (body: Body, old: string | null) =>
    "paused" in body && body.paused === true ? (old ?? context.now().toISOString()) : null;

  app.get(kind.path, (c) => {
    const { page, per_page } = readQuery(c, pagingSchema, invalidBody);
    const { items, total, next, previous } = pageByNumber(kind.all(), page, per_page);
    const address = (number: number | undefined) =>
      number === undefined ? null : `${kind.host}${kind.path}?page=${number}&per_page=${per_page}`;
    return c.json({
      data: items.map((one) => viewOf(one, kind)),
      pagination: {
        first: address(1),
        last: address(Math.max(1, Math.ceil(total / per_page))),
        prev: address(previous),
        next: address(next),
      },
    });
  });
  app.post(kind.path, async (c) => {
    const body = sound(await readBody(c, kind.schema, invalidBody));
    const now = context.now().toISOString();
    const stored = {
      ...body,
      ...kind.made(body),
      id: nextId(context),
      created_at: now,
      updated_at: now,
      paused_at: pausedAt(body, null),
    };
    kind.all().push(stored);
    context.changed();
    return c.json(view(stored), 201);
  });
  app.get(`${kind.path}/:id`, (c) => c.json(view(found(c))));
  app.patch(`${kind.path}/:id`, async (c) => {
    const stored = found(c);
    const given = await readBody(c, anyBody, invalidBody);
    const frozen = kind.fixed.filter((field) => field in given && given[field] !== stored[field]);
    if (frozen.length > 0) throw invalid(Object.fromEntries(frozen.map((field) => [field, ["cannot be changed"]])));
    const merged = kind.schema.safeParse({ ...stored, ...given });
    if (!merged.success) throw invalidBody(merged.error.issues);
    sound(merged.data);
    Object.assign(stored, merged.data, {
      updated_at: context.now().toISOString(),
      paused_at: pausedAt(merged.data, stored.paused_at),
    });
    kind.changed?.(stored, given);
    context.changed();
    return c.json(view(stored));
  });
  app.delete(`${kind.path}/:id`, (c) => {
    const stored = found(c);
    kind.keep(kind.all().filter((one) => one !== stored));
    context.changed();
    return c.body(null, 204);
  });
}

const viewOf = <Body extends object, Extra extends object>(
  stored: Stored<Body & Extra>,
  { type, attributes }: Collection<Body, Extra>,
): object => ({ id: stored.id, type, attributes: attributes(stored) });
