import { alphanumeric } from "../core/random.ts";
import { defineVendor } from "../core/vendor.ts";
import { failure } from "./answer.ts";
import { recordRoutes, recordView } from "./records.ts";
import { rulesetRoutes, rulesetView } from "./rulesets.ts";
import { changedSettings, settingRoutes } from "./settings.ts";
import { emptyState, seedZones } from "./state.ts";
import { zoneRoutes, zoneView } from "./zones.ts";

/** Cloudflare's codes for what is refused before a route runs. */
const codes: Record<number, number> = { 401: 10_000, 404: 7003, 429: 971 };

/** Cloudflare's API, https://developers.cloudflare.com/api: zones and their settings, DNS records, rulesets. */
export const cloudflare = defineVendor({
  name: "cloudflare",
  environment: { token: "CLOUDFLARE_API_TOKEN", endpoint: "CLOUDFLARE_BASE_URL" },
  endpointPath: "/client/v4",
  makeToken: (id) => id(40, `${alphanumeric}_-`),
  prefixes: ["/client/v4"],
  secretKeys: [],
  // 1200 requests in five minutes.
  headers: ({ limit, remaining, resetAt }) => ({
    ratelimit: `"default";r=${remaining};t=${Math.max(0, Math.ceil((resetAt.getTime() - Date.now()) / 1000))}`,
    "ratelimit-policy": `"default";q=${limit};w=300`,
  }),
  error: (status, message) => failure(codes[status] ?? 10_000 + status, message),
  unauthorized: (reason) =>
    reason === "missing"
      ? { status: 400, body: failure(9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers") }
      : { status: 401, body: failure(10_000, "Authentication error") },
  emptyState,
  seed: seedZones,
  present: (context) => ({
    zones: context.state.zones.map((zone) => zoneView(zone, context)),
    dns_records: context.state.records.map(recordView),
    rulesets: context.state.rulesets.map(rulesetView),
    zone_settings: changedSettings(context),
  }),
  routes(app, context) {
    zoneRoutes(app, context);
    recordRoutes(app, context);
    rulesetRoutes(app, context);
    settingRoutes(app, context);
  },
});
