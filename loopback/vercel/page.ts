import type { Context as Call } from "hono";
import { z } from "zod";
import { readQuery } from "../core/body.ts";
import { invalidBody } from "./refusal.ts";

const pagingSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  until: z.coerce.number().optional(),
  /** The older name of `until` in the list of projects. */
  from: z.coerce.number().optional(),
});

export interface Paged<T> {
  readonly items: readonly T[];
  readonly pagination: { readonly count: number; readonly next: number | null; readonly prev: number | null };
}

/**
 * The newest things first, `limit` of them, below the time `until`. `next` is the time below which the rest is.
 * Without `limit` there are `usual` on a page.
 */
export function page<T extends { readonly createdAt: number }>(call: Call, all: readonly T[], usual: number): Paged<T> {
  const { limit = usual, until, from } = readQuery(call, pagingSchema, invalidBody);
  const before = until ?? from ?? Number.POSITIVE_INFINITY;
  const rest = all.filter(({ createdAt }) => createdAt < before).sort((a, b) => b.createdAt - a.createdAt);
  const items = rest.slice(0, limit);
  return {
    items,
    pagination: {
      count: items.length,
      next: rest.length > limit ? (items.at(-1)?.createdAt ?? null) : null,
      prev: items[0]?.createdAt ?? null,
    },
  };
}
