import { defineVendor } from "../core/vendor.ts";
import { hookRoutes, hookView, seedHooks } from "./hooks.ts";

/** Slack's incoming webhooks, https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. */
export const slack = defineVendor({
  name: "slack",
  // Of the Web API, which is not played: a webhook needs neither.
  environment: { token: "SLACK_BOT_TOKEN", endpoint: "SLACK_API_URL" },
  endpointPath: "",
  makeToken: (id) => `xoxb-${id(12, "0123456789")}-${id(13, "0123456789")}-${id(24)}`,
  prefixes: [],
  secretKeys: [],
  headers: () => ({}), // Slack tells nobody how much of a limit is left
  error: (status, message) => ({ ok: false, error: status === 401 ? "not_authed" : "loopback", message }),
  // Slack's Web API answers 200 to everything it understands.
  unauthorized: (reason) => ({
    status: 200,
    body: { ok: false, error: reason === "missing" ? "not_authed" : "invalid_auth" },
  }),
  isDataPlane: (path) => path.startsWith("/services/"),
  emptyState: () => ({ hooks: [], messages: [] }),
  seed: seedHooks,
  present: ({ state }) => ({ incoming_webhooks: state.hooks.map(hookView), messages: state.messages }),
  routes: hookRoutes,
});
