import type { Context as Call } from "hono";
import { z } from "zod";
import { readQuery } from "../core/body.ts";
import { pageByOffset } from "../core/page.ts";
import { invalidBody } from "./refusal.ts";

const pagingSchema = z.object({
  pageSize: z.coerce.number().int().min(1).max(1000).default(100),
  pageToken: z.coerce.number().int().min(0).default(0),
});

/** A list's answer: `{ <key>, nextPageToken }`; both are missing where they would be empty. */
export function page(call: Call, key: string, all: readonly unknown[]): object {
  const { pageSize, pageToken } = readQuery(call, pagingSchema, invalidBody);
  const { items, next } = pageByOffset(all, pageToken, pageSize);
  return {
    ...(items.length > 0 ? { [key]: items } : {}),
    ...(next === undefined ? {} : { nextPageToken: String(next) }),
  };
}
