import type { Context as Call } from "hono";
import { z } from "zod";
import { type Issue, issuePath, readQuery } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";
import type { Context, StoredZone } from "./state.ts";

/** Cloudflare's envelope around every answer. */
export const success = (result: unknown, more: object = {}): object => ({
  result,
  success: true,
  errors: [],
  messages: [],
  ...more,
});

export const failure = (code: number, message: string): object => ({
  result: null,
  success: false,
  errors: [{ code, message }],
  messages: [],
});

export const refuse = (status: number, code: number, message: string): Refusal =>
  new Refusal(status, failure(code, message));

/** What `readBody` throws for a body that the schema refuses. */
export function invalidBody([first]: readonly Issue[]): Refusal {
  return refuse(400, 9207, first ? `Request body is invalid: ${issuePath(first)}: ${first.message}` : "Invalid body");
}

/** A list's answer: a page of it, counted in `result_info`. */
export function page(call: Call, all: readonly unknown[], most: number): object {
  const paging = z.object({
    page: z.coerce.number().int().min(1).default(1),
    per_page: z.coerce.number().int().min(1).max(most).default(Math.min(most, 100)),
  });
  const { page, per_page } = readQuery(call, paging, invalidBody);
  const items = all.slice((page - 1) * per_page, page * per_page);
  return success(items, {
    result_info: {
      ...{ page, per_page, count: items.length, total_count: all.length },
      total_pages: Math.max(1, Math.ceil(all.length / per_page)),
    },
  });
}

/** The zone of the path's `:zone`. */
export function zoneOf(call: Call, { state }: Context): StoredZone {
  const found = state.zones.find(({ id }) => id === call.req.param("zone"));
  if (found === undefined) throw refuse(404, 1001, "Invalid zone identifier");
  return found;
}
