import { alphanumeric } from "../core/random.ts";
import { defineVendor } from "../core/vendor.ts";
import { alerts } from "./alerts.ts";
import { actions, cohorts } from "./audience.ts";
import { dashboards, insights } from "./dashboards.ts";
import { flags } from "./flags.ts";
import { functions } from "./functions.ts";
import { organizationRoutes, organizationView, seedOrganizations } from "./organizations.ts";
import { projectRoutes, projectView } from "./projects.ts";
import { proxyRoutes, proxyView } from "./proxies.ts";
import { plainError } from "./refusal.ts";
import { emptyState } from "./state.ts";
import { surveys } from "./surveys.ts";
import { type Kind, thingRoutes, thingsOf } from "./things.ts";

const kinds: readonly Kind[] = [flags, dashboards, insights, alerts, actions, cohorts, surveys, functions];

/** PostHog's private API, https://posthog.com/docs/api. Every path ends in a slash. */
export const posthog = defineVendor({
  name: "posthog",
  environment: { token: "POSTHOG_API_KEY", endpoint: "POSTHOG_HOST" },
  endpointPath: "",
  makeToken: (id) => `phx_${id(43, alphanumeric)}`,
  prefixes: [],
  secretKeys: ["slack_incoming_webhook"],
  headers: () => ({}), // PostHog tells nobody how much of a limit is left
  error: plainError,
  unauthorized: (reason) => ({
    status: 401,
    body:
      reason === "missing"
        ? { ...plainError(401, "Authentication credentials were not provided."), code: "not_authenticated" }
        : plainError(401, "Personal API key found in request Authorization header is invalid."),
  }),
  emptyState,
  seed: seedOrganizations,
  present: (context) => ({
    organizations: context.state.organizations.map((organization) => organizationView(organization, context)),
    projects: context.state.projects.map(projectView),
    ...Object.fromEntries(
      kinds.map((kind) => [
        kind.name,
        thingsOf(kind.name, context)
          .filter(({ deleted }) => !deleted)
          .map((thing) => kind.view(thing, context)),
      ]),
    ),
    proxy_records: context.state.proxies.filter(({ status }) => status !== "deleting").map(proxyView),
  }),
  routes(app, context) {
    organizationRoutes(app, context);
    projectRoutes(app, context);
    for (const kind of kinds) thingRoutes(app, context, kind);
    proxyRoutes(app, context);
  },
});
