import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { environmentView } from "./environment-view.ts";
import { badRequest, invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf } from "./scope.ts";
import { type Context, type StoredEnvironment, tick } from "./state.ts";

const reserved = ["production", "preview", "development"];
/** The limit of Vercel's Enterprise plan, the largest there is. */
const accountLimit = 12;

const slug = z
  .string()
  .max(32)
  .regex(/^[a-z0-9-]+$/, "may only hold lower case letters, digits and hyphens");
const description = z.string().max(256).optional();
const branchMatcher = z.object({ type: z.enum(["equals", "startsWith", "endsWith"]), pattern: z.string().max(100) });
const createSchema = z.strictObject({
  slug,
  description,
  branchMatcher: branchMatcher.optional(),
  copyEnvVarsFrom: z.string().optional(),
});
const updateSchema = z.strictObject({
  slug: slug.optional(),
  description,
  branchMatcher: branchMatcher.nullable().optional(),
});
const deleteSchema = z.strictObject({ deleteUnassignedEnvironmentVariables: z.boolean().default(false) });

/** A project's own environments beside production, preview and development. */
export function customEnvironmentRoutes(route: Route, context: Context): void {
  const { state } = context;
  const root = "/v9/projects/:project/custom-environments";

  route(`POST ${root}`, async (c) => {
    const project = projectOf(c, context);
    const { slug, description, branchMatcher = null, copyEnvVarsFrom } = await readBody(c, createSchema, invalidBody);
    refuseTaken(slug, project.id);
    if (state.environments.filter(({ projectId }) => projectId === project.id).length >= accountLimit)
      throw badRequest(`A project can have up to ${accountLimit} custom environments.`);
    const at = tick(context);
    const id = `env_${context.id(28)}`;
    const environment = {
      id,
      projectId: project.id,
      slug,
      description: description ?? "",
      branchMatcher,
      createdAt: at,
      updatedAt: at,
    };
    state.environments.push(environment);
    if (copyEnvVarsFrom !== undefined) copyVariables(project.id, copyEnvVarsFrom, id);
    context.changed();
    return c.json(environmentView(environment, context), 201);
  });

  route(`GET ${root}`, (c) => {
    const { id } = projectOf(c, context);
    const environments = state.environments.filter(({ projectId }) => projectId === id);
    return c.json({
      accountLimit: { total: accountLimit },
      environments: environments.map((one) => environmentView(one, context)),
    });
  });

  route(`GET ${root}/:environment`, (c) => c.json(environmentView(find(c), context)));

  route(`PATCH ${root}/:environment`, async (c) => {
    const environment = find(c);
    const { slug, description, branchMatcher } = await readBody(c, updateSchema, invalidBody);
    if (slug !== undefined && slug !== environment.slug) refuseTaken(slug, environment.projectId);
    environment.slug = slug ?? environment.slug;
    environment.description = description ?? environment.description;
    if (branchMatcher !== undefined) environment.branchMatcher = branchMatcher;
    environment.updatedAt = tick(context);
    context.changed();
    return c.json(environmentView(environment, context));
  });

  route(`DELETE ${root}/:environment`, async (c) => {
    const environment = find(c);
    const { deleteUnassignedEnvironmentVariables } = await readBody(c, deleteSchema, invalidBody);
    const shown = environmentView(environment, context);
    state.environments = state.environments.filter((other) => other !== environment);
    state.domains = state.domains.filter(({ customEnvironmentId }) => customEnvironmentId !== environment.id);
    for (const variable of state.variables)
      variable.customEnvironmentIds = variable.customEnvironmentIds.filter((id) => id !== environment.id);
    if (deleteUnassignedEnvironmentVariables)
      state.variables = state.variables.filter(
        ({ target, customEnvironmentIds }) => target.length + customEnvironmentIds.length > 0,
      );
    context.changed();
    return c.json(shown);
  });

  function find(c: Call): StoredEnvironment {
    const project = projectOf(c, context);
    const slugOrId = c.req.param("environment");
    const found = state.environments.find(
      ({ projectId, id, slug }) => projectId === project.id && (id === slugOrId || slug === slugOrId),
    );
    if (!found) throw notFound("Custom environment");
    return found;
  }

  function refuseTaken(slug: string, project: string): void {
    const taken = state.environments.some((other) => other.projectId === project && other.slug === slug);
    if (taken || reserved.includes(slug))
      throw badRequest(`The environment slug "${slug}" is already in use or reserved.`);
  }

  /** Vercel: the new environment sees what `from` (a target, or another environment's slug) sees. */
  function copyVariables(project: string, from: string, to: string): void {
    const source = state.environments.find(({ projectId, slug }) => projectId === project && slug === from)?.id;
    if (source === undefined && !reserved.includes(from))
      throw badRequest(`There is no environment "${from}" to copy from.`);
    for (const variable of state.variables) {
      const seen =
        source === undefined
          ? variable.target.some((target) => target === from)
          : variable.customEnvironmentIds.includes(source);
      if (variable.projectId === project && seen) variable.customEnvironmentIds.push(to);
    }
  }
}
