import { defineVendor } from "../core/vendor.ts";
import { errorBody } from "./errors.ts";
import { createRouter } from "./http.ts";
import { presentSentry } from "./present.ts";
import { dashboardRoutes } from "./routes/dashboards.ts";
import { detectorRoutes } from "./routes/detectors.ts";
import { integrationRoutes } from "./routes/integrations.ts";
import { keyRoutes } from "./routes/keys.ts";
import { memberRoutes } from "./routes/members.ts";
import { organizationRoutes } from "./routes/organizations.ts";
import { projectPartRoutes } from "./routes/project-parts.ts";
import { projectRoutes } from "./routes/projects.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { teamRoutes } from "./routes/teams.ts";
import { workflowRoutes } from "./routes/workflows.ts";
import { seedOrganizations } from "./seed.ts";
import { emptyState, type SentryState } from "./state.ts";

/** Sentry's Web API, `/api/0/…`. */
export const sentry = defineVendor<SentryState>({
  name: "sentry",
  environment: { token: "SENTRY_AUTH_TOKEN", endpoint: "SENTRY_BASE_URL" },
  endpointPath: "/api/0/",
  makeToken: (id) => `sntryu_${id(64, "0123456789abcdef")}`,
  // Sentry's own paths have /api/0 too.
  prefixes: [],
  secretKeys: ["secret", "securityToken", "security_token", "integration_key", "integrationKey", "headers"],
  headers: ({ limit, remaining, resetAt }) => ({
    "X-Sentry-Rate-Limit-Limit": String(limit),
    "X-Sentry-Rate-Limit-Remaining": String(remaining),
    "X-Sentry-Rate-Limit-Reset": String(Math.ceil(resetAt.getTime() / 1000)),
    "X-Sentry-Rate-Limit-ConcurrentLimit": "25",
    "X-Sentry-Rate-Limit-ConcurrentRemaining": "24",
  }),
  error: (_status, message) => errorBody(message),
  unauthorized: (reason) => ({
    status: 401,
    body: errorBody(reason === "missing" ? "Authentication credentials were not provided." : "Invalid token"),
  }),
  emptyState,
  seed: seedOrganizations,
  present: presentSentry,
  routes(app, context) {
    const { state } = context;
    // A deleted project's slug comes free after some more requests.
    app.use(async (_c, next) => {
      const waiting = [...state.blocked];
      await next();
      for (const entry of waiting) entry.requests -= 1;
      if (waiting.length === 0) return;
      state.blocked = state.blocked.filter(({ requests }) => requests > 0);
      context.changed();
    });
    const route = createRouter(app);
    organizationRoutes(route, context);
    teamRoutes(route, context);
    memberRoutes(route, context);
    projectRoutes(route, context);
    keyRoutes(route, context);
    projectPartRoutes(route, context);
    detectorRoutes(route, context);
    workflowRoutes(route, context);
    integrationRoutes(route, context);
    releaseRoutes(route, context);
    repositoryRoutes(route, context);
    dashboardRoutes(route, context);
  },
});
