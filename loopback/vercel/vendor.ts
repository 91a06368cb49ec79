import { alphanumeric } from "../core/random.ts";
import { defineVendor } from "../core/vendor.ts";
import { accessGroupRoutes, accessGroupView } from "./access-groups.ts";
import { accountRoutes, seedAccounts, teamView } from "./account.ts";
import { aliasRoutes, aliasView } from "./aliases.ts";
import { customEnvironmentRoutes } from "./custom-environments.ts";
import { addressPath, addressRoutes } from "./deployment-address.ts";
import { deploymentEntry } from "./deployment-view.ts";
import { deploymentRoutes } from "./deployments.ts";
import { dnsRoutes, recordView, zoneView } from "./dns.ts";
import { domainView } from "./domain-view.ts";
import { domainRoutes } from "./domains.ts";
import { drainRoutes, drainView } from "./drains.ts";
import { edgeConfigRoutes, edgeConfigView } from "./edge-configs.ts";
import { environmentView } from "./environment-view.ts";
import { firewallRoutes, firewallView } from "./firewall.ts";
import { gitRoutes, hookPath } from "./git.ts";
import { projectView } from "./project-view.ts";
import { projectRoutes } from "./projects.ts";
import { protectionBypassRoutes } from "./protection-bypass.ts";
import { errorBody } from "./refusal.ts";
import { releaseRoutes } from "./releases.ts";
import { rollingReleaseRoutes } from "./rolling-release.ts";
import { createRouter } from "./router.ts";
import { sharedVariableRoutes, sharedView } from "./shared-variables.ts";
import { emptyState } from "./state.ts";
import { variablePullRoutes } from "./variable-pull.ts";
import { presentVariables, variableRoutes } from "./variables.ts";
import { webhookRoutes, webhookView } from "./webhooks.ts";

const codes: Record<number, string> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  429: "rate_limited",
  500: "internal_server_error",
  501: "not_implemented",
};

/** Vercel's REST API, https://vercel.com/docs/rest-api. */
export const vercel = defineVendor({
  name: "vercel",
  environment: { token: "VERCEL_API_TOKEN", endpoint: "VERCEL_API_URL" },
  endpointPath: "",
  makeToken: (id) => id(24, alphanumeric),
  prefixes: [],
  secretKeys: ["value", "password", "secret"],
  headers: ({ limit, remaining, resetAt }) => ({
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(Math.ceil(resetAt.getTime() / 1000)),
  }),
  error: (status, message) => errorBody(codes[status] ?? "error", message),
  unauthorized: (reason) =>
    reason === "missing"
      ? {
          status: 403,
          body: errorBody("forbidden", "The request is missing an authentication token", { missingToken: true }),
        }
      : { status: 403, body: errorBody("forbidden", "Not authorized", { invalidToken: true }) },
  isDataPlane: (path) => path.startsWith(hookPath) || path.startsWith(addressPath),
  isSpoilable: (path) => path.startsWith(addressPath),
  emptyState,
  seed: seedAccounts,
  present: (context) => ({
    teams: context.state.teams.map((team) => teamView(team, context)),
    projects: context.state.projects.map((project) => projectView(project, context)),
    env: presentVariables(context),
    domains: context.state.domains.map(domainView),
    firewalls: context.state.firewalls.map((firewall) => firewallView(firewall, context)),
    deployments: context.state.deployments.map((deployment) => deploymentEntry(deployment, context)),
    aliases: context.state.aliases.map(aliasView),
    accessGroups: context.state.accessGroups.map(accessGroupView),
    edgeConfigs: context.state.edgeConfigs.map(edgeConfigView),
    webhooks: context.state.webhooks.map(webhookView),
    drains: context.state.drains.map(drainView),
    sharedEnv: context.state.sharedVariables.map((variable) => sharedView(variable, false)),
    zones: context.state.zones.map((zone) => zoneView(zone, context)),
    records: context.state.records.map((record) => recordView(record, context)),
    customEnvironments: context.state.environments.map((environment) => environmentView(environment, context)),
  }),
  routes(app, context) {
    const route = createRouter(app);
    accountRoutes(route, context);
    projectRoutes(route, context);
    gitRoutes(route, context);
    variableRoutes(route, context);
    variablePullRoutes(route, context);
    domainRoutes(route, context);
    customEnvironmentRoutes(route, context);
    protectionBypassRoutes(route, context);
    firewallRoutes(route, context);
    deploymentRoutes(route, context);
    addressRoutes(app, context);
    releaseRoutes(route, context);
    aliasRoutes(route, context);
    accessGroupRoutes(route, context);
    rollingReleaseRoutes(route, context);
    edgeConfigRoutes(route, context);
    webhookRoutes(route, context);
    drainRoutes(route, context);
    sharedVariableRoutes(route, context);
    dnsRoutes(route, context);
  },
});
