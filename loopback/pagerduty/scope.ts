import type { Context as Call } from "hono";
import { notFound } from "./refusal.ts";
import type { Context, StoredService } from "./state.ts";

/** The service of the path's `:id`. */
export function serviceOf(call: Call, { state }: Context): StoredService {
  const service = state.services.find(({ id }) => id === call.req.param("id"));
  if (!service) throw notFound();
  return service;
}
