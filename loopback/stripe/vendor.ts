import { defineVendor } from "../core/vendor.ts";
import { endpointRoutes, endpointView } from "./endpoints.ts";
import { errorBody, plainError } from "./refusal.ts";
import { emptyState } from "./state.ts";

/** Stripe's API in test mode, https://docs.stripe.com/api: webhook endpoints. */
export const stripe = defineVendor({
  name: "stripe",
  environment: { token: "STRIPE_API_KEY", endpoint: "STRIPE_API_BASE" },
  endpointPath: "",
  makeToken: (id) => `sk_test_${id(99)}`,
  prefixes: [],
  secretKeys: ["secret"],
  headers: () => ({}), // Stripe tells nobody how much of a limit is left
  error: plainError,
  unauthorized: (reason) => ({
    status: 401,
    body: errorBody(
      "invalid_request_error",
      reason === "missing" ? "You did not provide an API key." : "Invalid API Key provided.",
    ),
  }),
  emptyState,
  present: ({ state }) => ({ webhook_endpoints: state.endpoints.map(endpointView) }),
  routes: endpointRoutes,
});
