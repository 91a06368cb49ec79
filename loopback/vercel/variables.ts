import { z } from "zod";
import { readBody } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";
import { page } from "./page.ts";
import { invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf, scopeOf } from "./scope.ts";
import type { Context, StoredVariable } from "./state.ts";
import { addVariable, changeVariable, newVariable, variableUpdate } from "./variable-rules.ts";
import { variableView } from "./variable-view.ts";

const newVariables = z.array(newVariable);
const deleteSchema = z.strictObject({ ids: z.array(z.string()) });

/** A project's environment variables. */
export function variableRoutes(route: Route, context: Context): void {
  const { state } = context;
  const ofProject = (projectId: string) => state.variables.filter((variable) => variable.projectId === projectId);

  route("POST /v10/projects/:project/env", async (c) => {
    const project = projectOf(c, context);
    const adding = { context, team: scopeOf(c, context).team, upsert: c.req.query("upsert") === "true" };
    const many = (await c.req.text()).trimStart().startsWith("[");
    if (!many) {
      const created = put(addVariable(project.id, await readBody(c, newVariable, invalidBody), adding));
      return c.json({ created: variableView(created, false), failed: [] }, 201);
    }
    const created: object[] = [];
    const failed: unknown[] = [];
    for (const item of await readBody(c, newVariables, invalidBody)) {
      try {
        created.push(variableView(put(addVariable(project.id, item, adding)), false));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        failed.push(error.body);
      }
    }
    return c.json({ created, failed }, 201);
  });

  route("GET /v10/projects/:project/env", (c) => {
    const project = projectOf(c, context);
    const branch = c.req.query("gitBranch");
    const slug = c.req.query("customEnvironmentSlug");
    const bySlug = state.environments.find(
      (environment) => environment.projectId === project.id && environment.slug === slug,
    );
    const environmentId = slug === undefined ? c.req.query("customEnvironmentId") : (bySlug?.id ?? "");
    const found = ofProject(project.id).filter(
      ({ gitBranch, customEnvironmentIds }) =>
        (branch === undefined || gitBranch === null || gitBranch === branch) &&
        (environmentId === undefined || customEnvironmentIds.includes(environmentId)),
    );
    const decrypt = c.req.query("decrypt") === "true";
    const { items, pagination } = page(c, found, Number.POSITIVE_INFINITY);
    return c.json({
      envs: items.map((variable) => ({ ...variableView(variable, decrypt), securityIssues: [] })),
      pagination,
    });
  });

  route(
    "GET /v1/projects/:project/env/:id",
    (c) => c.json(variableView(find(projectOf(c, context).id, c.req.param("id")), true)),
    [8, 9, 10],
  );

  route(
    "PATCH /v9/projects/:project/env/:id",
    async (c) => {
      const project = projectOf(c, context);
      const variable = find(project.id, c.req.param("id"));
      const { team } = scopeOf(c, context);
      changeVariable(variable, await readBody(c, variableUpdate, invalidBody), { context, team });
      context.changed();
      return c.json(variableView(variable, false));
    },
    [10],
  );

  route(
    "DELETE /v9/projects/:project/env/:id",
    (c) => {
      const variable = find(projectOf(c, context).id, c.req.param("id"));
      state.variables = state.variables.filter((other) => other !== variable);
      context.changed();
      return c.json(variableView(variable, false));
    },
    [10],
  );

  route("DELETE /v1/projects/:project/env", async (c) => {
    const project = projectOf(c, context);
    const { ids } = await readBody(c, deleteSchema, invalidBody);
    const gone = ofProject(project.id).filter(({ id }) => ids.includes(id));
    state.variables = state.variables.filter((variable) => !gone.includes(variable));
    context.changed();
    return c.json({ deleted: gone.length, ids: gone.map(({ id }) => id) });
  });

  function find(projectId: string, id: string | undefined): StoredVariable {
    const variable = ofProject(projectId).find((variable) => variable.id === id);
    if (!variable) throw notFound("Environment Variable");
    return variable;
  }

  function put(variable: StoredVariable): StoredVariable {
    if (!state.variables.includes(variable)) state.variables.push(variable);
    context.changed();
    return variable;
  }
}

/** Every variable as `GET …/env` shows it, and whose it is. */
export function presentVariables({ state }: Context): object[] {
  return state.variables.map((variable) => ({ ...variableView(variable, false), projectId: variable.projectId }));
}
