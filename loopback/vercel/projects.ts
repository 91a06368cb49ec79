import { z } from "zod";
import { readBody, readQuery } from "../core/body.ts";
import { passReleaseTime } from "./deployment-life.ts";
import { newLink } from "./git.ts";
import { page } from "./page.ts";
import { type Changes, createSchema, updateSchema } from "./project-schema.ts";
import { defaultResourceConfig, defaultSettings, projectView } from "./project-view.ts";
import { badRequest, invalidBody, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf, scopeOf } from "./scope.ts";
import { type Context, type StoredProject, tick } from "./state.ts";
import { addVariable } from "./variable-rules.ts";

const listSchema = z.object({ search: z.string().optional(), repo: z.string().optional() });
const cronsSchema = z.strictObject({ enabled: z.boolean() });

/** Vercel REST: retention is written as a period and read back in days. */
const retentionDays: Record<string, number> = {
  "1d": 1,
  "1w": 7,
  "1m": 30,
  "2m": 60,
  "3m": 90,
  "6m": 180,
  "1y": 365,
  unlimited: 36_500,
};
const retention = z.enum(Object.keys(retentionDays)).optional();
const retentionSchema = z.strictObject({
  expiration: retention,
  expirationProduction: retention,
  expirationCanceled: retention,
  expirationErrored: retention,
});

export function projectRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v11/projects", async (c) => {
    const { accountId, team } = scopeOf(c, context);
    const { name, gitRepository, environmentVariables = [], ...changes } = await readBody(c, createSchema, invalidBody);
    refuseTakenName(name, accountId, context);
    const project = newProject(name, accountId, context);
    if (gitRepository) project.link = newLink(linkable(gitRepository.type), gitRepository.repo, context);
    applyChanges(project, changes, context);
    const variables = environmentVariables.map(({ target, ...rest }) =>
      addVariable(project.id, { ...rest, target: [target].flat() }, { context, team, upsert: false }),
    );
    state.projects.push(project);
    state.variables.push(...variables);
    context.changed();
    return c.json(projectView(project, context));
  });

  route("GET /v10/projects", (c) => {
    const { accountId } = scopeOf(c, context);
    const { search, repo } = readQuery(c, listSchema, invalidBody);
    const found = state.projects.filter(
      (project) =>
        project.accountId === accountId &&
        (search === undefined || project.name.includes(search)) &&
        (repo === undefined || [project.link?.repository, project.link?.repository.split("/").at(-1)].includes(repo)),
    );
    const { items, pagination } = page(c, found, 20);
    return c.json({ projects: items.map((project) => projectView(project, context)), pagination });
  });

  route(
    "GET /v9/projects/:project",
    (c) => {
      const project = projectOf(c, context);
      passReleaseTime(project, context);
      return c.json(projectView(project, context));
    },
    [10],
  );

  route(
    "PATCH /v9/projects/:project",
    async (c) => {
      const project = projectOf(c, context);
      const { name = project.name, ...changes } = await readBody(c, updateSchema, invalidBody);
      if (name !== project.name) refuseTakenName(name, project.accountId, context);
      project.name = name;
      applyChanges(project, changes, context);
      context.changed();
      return c.json(projectView(project, context));
    },
    [10],
  );

  route(
    "DELETE /v9/projects/:project",
    (c) => {
      const { id } = projectOf(c, context);
      const others = ({ projectId }: { readonly projectId: string }) => projectId !== id;
      state.projects = state.projects.filter((project) => project.id !== id);
      state.variables = state.variables.filter(others);
      state.domains = state.domains.filter(others);
      state.environments = state.environments.filter(others);
      state.bypasses = state.bypasses.filter(others);
      state.firewalls = state.firewalls.filter(others);
      state.deployments = state.deployments.filter(others);
      state.aliases = state.aliases.filter(others);
      for (const { projects } of state.accessGroups) delete projects[id];
      for (const variable of state.sharedVariables)
        variable.projectIds = variable.projectIds.filter((project) => project !== id);
      context.changed();
      return c.body(null, 204);
    },
    [10],
  );

  route("PATCH /v9/projects/:project/deployment-expiration", async (c) => {
    const project = projectOf(c, context);
    const periods = await readBody(c, retentionSchema, invalidBody);
    for (const [name, period] of Object.entries(periods))
      if (period !== undefined)
        project.deploymentExpiration[name.replace("expiration", "expirationDays")] = retentionDays[period] ?? 0;
    context.changed();
    return c.json({});
  });

  route("PATCH /v1/projects/:project/crons", async (c) => {
    const project = projectOf(c, context);
    const { enabled } = await readBody(c, cronsSchema, invalidBody);
    const at = tick(context);
    project.crons = {
      ...project.crons,
      ...(enabled ? { enabledAt: at, disabledAt: null } : { disabledAt: at }),
      updatedAt: at,
    };
    context.changed();
    return c.json({});
  });

  for (const paused of [true, false])
    route(`POST /v1/projects/:project/${paused ? "pause" : "unpause"}`, (c) => {
      projectOf(c, context).paused = paused;
      context.changed();
      return c.json({});
    });
}

function newProject(name: string, accountId: string, context: Context): StoredProject {
  const at = tick(context);
  return {
    id: `prj_${context.id(28)}`,
    name,
    accountId,
    createdAt: at,
    updatedAt: at,
    settings: structuredClone(defaultSettings),
    resourceConfig: structuredClone(defaultResourceConfig),
    password: null,
    link: null,
    deploymentExpiration: {},
    crons: { enabledAt: at, disabledAt: null, updatedAt: at },
    paused: false,
    attackMode: null,
    productionDeployment: null,
    lastAliasRequest: null,
    releaseLooks: 0,
    rolledBack: false,
    rolling: null,
  };
}

/** Vercel REST: a missing key leaves a setting, null (or an empty command) clears it; `resourceConfig` is merged. */
function applyChanges(project: StoredProject, changes: Partial<Changes>, context: Context): void {
  const { passwordProtection, resourceConfig, serverlessFunctionRegion, ...settings } = changes;
  for (const [key, value] of Object.entries(settings))
    if (value !== undefined) project.settings[key] = value === "" ? null : value;
  if (resourceConfig) mergeResourceConfig(project, resourceConfig);
  if (serverlessFunctionRegion) mergeResourceConfig(project, { functionDefaultRegions: [serverlessFunctionRegion] });
  if (passwordProtection === null) {
    project.password = null;
    project.settings["passwordProtection"] = null;
  } else if (passwordProtection) {
    const { deploymentType, password } = passwordProtection;
    if (password) project.password = context.secret(password);
    if (!project.password) throw badRequest("A password is required to enable password protection.");
    project.settings["passwordProtection"] = { deploymentType };
  }
  project.updatedAt = tick(context);
}

function mergeResourceConfig(project: StoredProject, changes: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete project.resourceConfig[key];
    else if (value !== undefined) project.resourceConfig[key] = value;
  }
  const regions = project.resourceConfig["functionDefaultRegions"];
  // Vercel REST: the older single region mirrors the first of the list.
  if (Array.isArray(regions)) project.settings["serverlessFunctionRegion"] = regions[0] ?? null;
}

function refuseTakenName(name: string, accountId: string, { state }: Context): void {
  if (state.projects.some((project) => project.accountId === accountId && project.name === name))
    throw refuse(409, "conflict", `A project with the name "${name}" already exists in this scope.`);
}

function linkable(type: string): "github" | "github-limited" | "gitlab" | "bitbucket" {
  if (type === "github" || type === "github-limited" || type === "gitlab" || type === "bitbucket") return type;
  throw badRequest(`The loopback does not play the Git provider "${type}".`);
}
