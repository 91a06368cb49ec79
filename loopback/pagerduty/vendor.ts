import { bearer, type Login } from "../core/gate.ts";
import { alphanumeric } from "../core/random.ts";
import { defineVendor } from "../core/vendor.ts";
import { integrationRoutes, integrationView } from "./integrations.ts";
import { peopleRoutes, seedPeople, userView } from "./people.ts";
import { policyRoutes, policyView } from "./policies.ts";
import { plainError } from "./refusal.ts";
import { scheduleRoutes, scheduleView } from "./schedules.ts";
import { serviceRoutes, serviceView } from "./services.ts";
import { emptyState, type PagerDutyState } from "./state.ts";

/** PagerDuty REST: `Token token=<key>`; OAuth tokens come as bearer. */
const login: Login = {
  authorization: (token) => `Token token=${token}`,
  credential: (authorization) =>
    /^token token=(\S+)\s*$/i.exec(authorization)?.[1] ??
    (/^bearer /i.test(authorization) ? bearer.credential(authorization) : undefined),
};

/** PagerDuty's REST API v2, https://developer.pagerduty.com/api-reference. */
export const pagerduty = defineVendor<PagerDutyState>({
  name: "pagerduty",
  environment: { token: "PAGERDUTY_TOKEN", endpoint: "PAGERDUTY_API_URL" },
  login,
  endpointPath: "",
  makeToken: (id) => `u+${id(18, alphanumeric)}`,
  prefixes: [],
  secretKeys: ["integration_key"],
  headers: ({ limit, remaining, resetAt }) => ({
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    // PagerDuty: seconds to wait, not a point in time.
    "ratelimit-reset": String(Math.max(0, Math.ceil((resetAt.getTime() - Date.now()) / 1000))),
  }),
  error: plainError,
  unauthorized: () => ({ status: 401, body: plainError(401, "Authentication failed") }),
  emptyState,
  seed: seedPeople,
  present: (context) => ({
    users: context.state.users.map((user) => userView(user, context)),
    escalation_policies: context.state.policies.map((policy) => policyView(policy, context)),
    schedules: context.state.schedules.map((schedule) => scheduleView(schedule, context)),
    services: context.state.services.map((service) =>
      serviceView(service, context, ["auto_pause_notifications_parameters"]),
    ),
    integrations: context.state.services.flatMap((service) =>
      service.integrations.map((integration) => ({
        ...integrationView(integration, service.id, context),
        integration_key: null,
      })),
    ),
  }),
  routes(app, context) {
    const { state } = context;
    // A service that is deleted counts for its policy during some more requests.
    app.use(async (_c, next) => {
      const waiting = [...state.lingering];
      await next();
      for (const entry of waiting) entry.requests -= 1;
      state.lingering = state.lingering.filter(({ requests }) => requests > 0);
    });
    peopleRoutes(app, context);
    policyRoutes(app, context);
    scheduleRoutes(app, context);
    serviceRoutes(app, context);
    integrationRoutes(app, context);
  },
});
