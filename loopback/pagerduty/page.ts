import type { Context as Call } from "hono";
import { z } from "zod";
import { readQuery } from "../core/body.ts";
import { pageByOffset } from "../core/page.ts";
import { invalidBody } from "./refusal.ts";

const pagingSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  offset: z.coerce.number().int().min(0).default(0),
  query: z.string().default(""),
});

/**
 * A list's answer: `{ limit, offset, more, total, <key> }`.
 * @param search what of an entry the parameter `query` looks through
 */
export function page<T>(
  call: Call,
  key: string,
  all: readonly T[],
  search: (entry: T) => readonly string[],
  view: (entry: T) => unknown,
): object {
  const { limit, offset, query } = readQuery(call, pagingSchema, invalidBody);
  const wanted = all.filter((entry) => search(entry).some((text) => text.toLowerCase().includes(query.toLowerCase())));
  const { items, next } = pageByOffset(wanted, offset, limit);
  return { [key]: items.map(view), limit, offset, more: next !== undefined, total: null };
}
