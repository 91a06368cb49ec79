import { defineVendor } from "../core/vendor.ts";
import { budgetRoutes, budgetView } from "./budgets.ts";
import { dashboardRoutes, dashboardView } from "./dashboards.ts";
import { errorBody } from "./refusal.ts";
import { emptyState, type GoogleState, seedAccounts } from "./state.ts";

/**
 * Google Cloud: Billing Budgets v1 (https://cloud.google.com/billing/docs/reference/budget/rest) and Monitoring
 * Dashboards v1 (https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards), two hosts on one port.
 */
export const google = defineVendor<GoogleState>({
  name: "google",
  environment: { token: "GOOGLE_OAUTH_ACCESS_TOKEN", endpoint: "GOOGLE_BILLING_CUSTOM_ENDPOINT" },
  variables: (origin) => ({ GOOGLE_MONITORING_CUSTOM_ENDPOINT: `${origin}/monitoring/` }),
  endpointPath: "/billing/v1/",
  makeToken: (id) => `ya29.${id(120)}`,
  prefixes: ["/billing", "/monitoring"],
  secretKeys: [],
  headers: () => ({}), // Google tells nobody how much of a quota is left
  error: errorBody,
  unauthorized: () => ({
    status: 401,
    body: errorBody(401, "Request had invalid authentication credentials. Expected OAuth 2 access token."),
  }),
  emptyState,
  seed: seedAccounts,
  present: ({ state }) => ({
    budgets: state.budgets.map(budgetView),
    dashboards: state.dashboards.map(dashboardView),
  }),
  routes(app, context) {
    budgetRoutes(app, context);
    dashboardRoutes(app, context);
  },
});
