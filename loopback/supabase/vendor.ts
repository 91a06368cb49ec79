import { defineVendor } from "../core/vendor.ts";
import { addonRoutes } from "./addons.ts";
import { branchDatabases, branchRoutes, branchView } from "./branches.ts";
import { databaseRoutes, scheduleView } from "./database.ts";
import { functionRoutes, functionView } from "./functions.ts";
import { healthRoutes } from "./health.ts";
import { keyRoutes, keysView } from "./keys.ts";
import { organizationRoutes, seedOrganizations } from "./organizations.ts";
import { fullProjectView } from "./project.ts";
import { projectRoutes } from "./projects.ts";
import { replicaRoutes } from "./replicas.ts";
import { secretRoutes, secretsView } from "./secrets.ts";
import { authRoutes, authView, secretAuthKeys } from "./settings/auth.ts";
import { databaseSettingRoutes } from "./settings/database.ts";
import { diskRoutes, diskView } from "./settings/disk.ts";
import { hostnameRoutes, hostnameView } from "./settings/hostname.ts";
import { networkRoutes, networkView } from "./settings/network.ts";
import { postgrestRoutes } from "./settings/postgrest.ts";
import { realtimeRoutes } from "./settings/realtime.ts";
import { storageRoutes, storageView } from "./settings/storage.ts";
import { thirdPartyAuthRoutes, thirdPartyAuthView } from "./settings/third-party-auth.ts";
import { vanitySubdomainRoutes } from "./settings/vanity-subdomain.ts";
import { emptyState, type SupabaseState } from "./state.ts";

/**
 * Supabase's Management API (api.supabase.com) over real databases. The data plane of a project keeps the vendor's own
 * address, `https://<ref>.supabase.co`, which nothing answers on this machine; Postgres does, by the pooler's answer.
 */
export const supabase = defineVendor<SupabaseState>({
  name: "supabase",
  environment: { token: "SUPABASE_ACCESS_TOKEN", endpoint: "SUPABASE_API_URL" },
  endpointPath: "",
  makeToken: (id) => `sbp_${id(40, "0123456789abcdef")}`,
  prefixes: [],
  secretKeys: ["db_pass", "password", "jwt_secret", "value", ...secretAuthKeys],
  headers: ({ limit, remaining, resetAt }) => ({
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    // Supabase: the seconds that are left, not a time.
    "x-ratelimit-reset": String(Math.max(0, Math.ceil((resetAt.getTime() - Date.now()) / 1000))),
  }),
  error: (_status, message) => ({ message }),
  emptyState,
  async beforeReset(context) {
    for (const project of context.state.projects) {
      for (const name of [project.ref, ...branchDatabases(project)]) await context.cluster.dropDatabase(name);
    }
  },
  seed: seedOrganizations,
  present({ state: { organizations, projects } }) {
    const each = (view: (project: (typeof projects)[number]) => readonly object[]) =>
      projects.flatMap((project) => view(project).map((entry) => ({ project_ref: project.ref, ...entry })));
    return {
      organizations,
      projects: projects.map(fullProjectView),
      api_keys: each((project) => keysView(project, false).map(blankLegacy)),
      secrets: each(secretsView),
      functions: each(({ functions }) => functions.map(functionView)),
      postgrest: each(({ postgrest }) => [postgrest]),
      auth: each((project) => [authView(project)]),
      database: each(({ postgres, pooler, addons }) => [{ postgres, pooler, addons }]),
      storage: each((project) => [storageView(project)]),
      realtime: each(({ realtime }) => [realtime]),
      third_party_auth: each(thirdPartyAuthView),
      custom_hostnames: each((project) => (project.hostname ? [hostnameView(project, project.hostname)] : [])),
      read_replicas: each(({ replicas = [] }) => replicas.map(({ identifier, region }) => ({ identifier, region }))),
      disks: each((project) => [diskView(project)]),
      vanity_subdomains: each(({ vanitySubdomain: name }) => (name === undefined ? [] : [{ vanity_subdomain: name }])),
      branches: each((project) => (project.branches ?? []).map((branch) => branchView(project, branch))),
      backup_schedules: each((project) => (project.backupSchedule ? [scheduleView(project)] : [])),
      network: each((project) => [{ ssl_enforcement: project.ssl.database, ...networkView(project) }]),
    };
  },
  routes(app, context) {
    const rooms = [organizationRoutes, projectRoutes, keyRoutes, secretRoutes, functionRoutes, databaseRoutes];
    const settings = [authRoutes, postgrestRoutes, databaseSettingRoutes, storageRoutes, realtimeRoutes, networkRoutes];
    const more = [
      addonRoutes,
      healthRoutes,
      thirdPartyAuthRoutes,
      hostnameRoutes,
      replicaRoutes,
      branchRoutes,
      vanitySubdomainRoutes,
      diskRoutes,
    ];
    for (const add of [...rooms, ...settings, ...more]) add(app, context);
  },
});

/** The legacy service key is shown by the vendor's API to whoever holds the account's token, but not in our picture of it. */
function blankLegacy(key: object): object {
  return "name" in key && key.name === "service_role" ? { ...key, api_key: "" } : key;
}
