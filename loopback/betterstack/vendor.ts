import { alphanumeric } from "../core/random.ts";
import { defineVendor } from "../core/vendor.ts";
import { heartbeatAttributes, heartbeatRoutes } from "./heartbeats.ts";
import { monitorAttributes, monitorRoutes } from "./monitors.ts";
import { errorBody } from "./refusal.ts";
import { sourceAttributes, sourceRoutes } from "./sources.ts";
import { type BetterStackState, emptyState, seedKnown } from "./state.ts";

/** Better Stack: Uptime on one host, Telemetry (logs) on another, https://betterstack.com/docs. One port has both. */
export const betterstack = defineVendor<BetterStackState>({
  name: "betterstack",
  environment: { token: "BETTERSTACK_API_TOKEN", endpoint: "BETTERSTACK_UPTIME_URL" },
  variables: (origin) => ({ BETTERSTACK_TELEMETRY_URL: `${origin}/telemetry` }),
  endpointPath: "/uptime",
  makeToken: (id) => id(24, alphanumeric),
  prefixes: ["/uptime", "/telemetry"],
  secretKeys: ["auth_username", "auth_password", "token"],
  headers: () => ({}), // Better Stack tells nobody how much of a limit is left
  error: (_status, message) => errorBody(message),
  unauthorized: () => ({ status: 401, body: errorBody("Invalid Team API token") }),
  emptyState,
  seed: seedKnown,
  present: (context) => {
    const { monitors, heartbeats, sources } = context.state;
    return {
      monitors: monitors.map((one) => ({ id: one.id, ...monitorAttributes(one, context) })),
      heartbeats: heartbeats.map((one) => ({ id: one.id, ...heartbeatAttributes(one), url: null })),
      sources: sources.map((one) => ({ id: one.id, ...sourceAttributes(one), token: null })),
    };
  },
  routes(app, context) {
    monitorRoutes(app, context);
    heartbeatRoutes(app, context);
    sourceRoutes(app, context);
  },
});
