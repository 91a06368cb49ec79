import type { Hono } from "hono";
import { z } from "zod";
import type { Secret } from "../core/vendor.ts";
import { collectionRoutes } from "./collection.ts";
import { alerting, strangers } from "./fields.ts";
import type { Context, Stored } from "./state.ts";

const heartbeatSchema = z.object({
  name: z.string().min(1),
  period: z.int().min(30),
  grace: z.int().min(0),
  heartbeat_group_id: z.int().nullable().default(null),
  ...alerting,
});
export type HeartbeatBody = z.output<typeof heartbeatSchema>;
type StoredHeartbeat = Stored<HeartbeatBody & { url: Secret }>;

export function heartbeatRoutes(app: Hono, context: Context): void {
  const { state } = context;
  collectionRoutes<HeartbeatBody, { url: Secret }>(app, context, {
    path: "/api/v2/heartbeats",
    type: "heartbeat",
    host: `${context.origin}/uptime`,
    schema: heartbeatSchema,
    fixed: [],
    all: () => state.heartbeats,
    keep: (all) => {
      state.heartbeats = all;
    },
    problems: (body) =>
      strangers(
        { ...body, group: ["heartbeat_group_id", body.heartbeat_group_id, state.known.heartbeat_groups] },
        context,
      ),
    made: () => ({
      url: context.secret(`https://uptime.betterstack.com/api/v1/heartbeat/${context.id(24)}`),
    }),
    attributes: heartbeatAttributes,
  });
}

export function heartbeatAttributes(stored: StoredHeartbeat): Record<string, unknown> {
  const { id: _, paused: __, url, paused_at, ...told } = stored;
  return {
    ...told,
    url: url.$secret,
    team_name: "Loopback",
    status: paused_at === null ? "pending" : "paused",
    paused_at,
    sort_index: null,
  };
}
