import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, type Supabase } from "../refusals.ts";

const upTo = (limit: number) => z.int().min(1).max(limit).optional();
const change = z.strictObject({
  private_only: z.boolean().optional(),
  connection_pool: upTo(100),
  max_concurrent_users: upTo(50_000),
  max_events_per_second: upTo(50_000),
  max_bytes_per_second: upTo(10_000_000),
  max_channels_per_client: upTo(10_000),
  max_joins_per_second: upTo(5000),
  max_presence_events_per_second: upTo(5000),
  max_payload_size_in_kb: upTo(10_000),
  suspend: z.boolean().optional(),
  presence_enabled: z.boolean().optional(),
});

/** Limits of the paid plan (supabase.com/docs: Realtime quotas). */
export function realtimeDefaults(): Record<string, number | boolean | null> {
  return {
    ...{ private_only: false, connection_pool: 2, max_concurrent_users: 500, max_events_per_second: 500 },
    ...{ max_bytes_per_second: 500_000, max_channels_per_client: 100, max_joins_per_second: 500 },
    ...{ max_presence_events_per_second: 50, max_payload_size_in_kb: 3000, suspend: false, presence_enabled: true },
  };
}

export function realtimeRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/config/realtime";
  app.get(path, (c) => c.json(readyProject(context, c).realtime));
  app.patch(path, async (c) => {
    const { realtime } = readyProject(context, c);
    for (const [key, value] of Object.entries(await body(c, change))) if (value !== undefined) realtime[key] = value;
    context.changed();
    return c.body(null, 204);
  });
}
