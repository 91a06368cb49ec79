import type { Context as Call } from "hono";
import { z } from "zod";
import { readQuery } from "../core/body.ts";
import { pageByOffset } from "../core/page.ts";
import { invalidBody } from "./refusal.ts";
import type { Context } from "./state.ts";

const pagingSchema = z.object({
  limit: z.coerce.number().int().min(1).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});

/** A list's answer: `{ count, next, previous, results }` with absolute addresses of the pages beside it. */
export function page(call: Call, all: readonly unknown[], { origin }: Context): object {
  const { limit, offset } = readQuery(call, pagingSchema, invalidBody);
  const { items, total, next, previous } = pageByOffset(all, offset, limit);
  const address = (from: number | undefined) => {
    if (from === undefined) return null;
    const query = new URL(call.req.url).searchParams;
    query.set("limit", String(limit));
    query.set("offset", String(from));
    return `${origin}${call.req.path}?${query}`;
  };
  return { count: total, next: address(next), previous: address(previous), results: items };
}
