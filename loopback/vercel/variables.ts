import { z } from "zod";
import { readBody } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";
import { page } from "./page.ts";
import { targetSchema, variableTypeSchema } from "./project-schema.ts";
import { badRequest, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf, scopeOf } from "./scope.ts";
import { type Context, type StoredTeam, type StoredVariable, tick } from "./state.ts";
import { plainValue, variableView } from "./variable-view.ts";

const key = z
  .string()
  .max(256)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "may only hold letters, digits and underscores, and not start with a digit");
const value = z.string().max(65_536);
const fields = {
  target: z.array(targetSchema).optional(),
  gitBranch: z.string().max(250).nullable().optional(),
  customEnvironmentIds: z.array(z.string()).optional(),
  comment: z.string().max(500).optional(),
};
const newVariable = z
  .object({ key, value, type: variableTypeSchema, ...fields })
  .refine(
    ({ target, customEnvironmentIds }) => target || customEnvironmentIds,
    "needs `target` or `customEnvironmentIds`",
  );
const newVariables = z.array(newVariable);
const updateSchema = z.strictObject({
  key: key.optional(),
  value: value.optional(),
  type: variableTypeSchema.optional(),
  ...fields,
});
const deleteSchema = z.strictObject({ ids: z.array(z.string()) });

export type NewVariable = z.output<typeof newVariable>;

interface Adding {
  readonly context: Context;
  readonly team: StoredTeam | undefined;
  /** Overwrite the one variable that is in the way instead of refusing. */
  readonly upsert: boolean;
}

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
    const [branch, environmentId] = [c.req.query("gitBranch"), c.req.query("customEnvironmentId")];
    const found = ofProject(projectOf(c, context).id).filter(
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
      const changes = await readBody(c, updateSchema, invalidBody);
      const wanted = {
        key: changes.key ?? variable.key,
        value: changes.value ?? plainValue(variable),
        type: changes.type ?? variable.type,
        target: changes.target ?? variable.target,
        gitBranch: changes.gitBranch === undefined ? variable.gitBranch : changes.gitBranch,
        customEnvironmentIds: changes.customEnvironmentIds ?? variable.customEnvironmentIds,
        comment: changes.comment ?? variable.comment,
      };
      const { team } = scopeOf(c, context);
      refuseImpossible(wanted, variable, team);
      refuseTaken(
        wanted,
        overlapping(project.id, wanted, context).filter(({ id }) => id !== variable.id),
        project.id,
      );
      write(variable, wanted, context);
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

/**
 * A new variable that is not in the state yet, or with `upsert` the stored one, overwritten.
 * @throws Refusal 400: what Vercel does not allow, or `ENV_CONFLICT` with the one that is in the way.
 */
export function addVariable(projectId: string, wanted: NewVariable, { context, team, upsert }: Adding): StoredVariable {
  const others = overlapping(projectId, wanted, context);
  const [stored] = others;
  refuseImpossible(wanted, upsert ? stored : undefined, team);
  if (!upsert || others.length > 1) refuseTaken(wanted, others, projectId);
  if (stored) return write(stored, wanted, context);
  return write(blankVariable(projectId, context), wanted, context);
}

function blankVariable(projectId: string, context: Context): StoredVariable {
  const at = tick(context);
  return {
    id: context.id(16),
    projectId,
    key: "",
    value: "",
    type: "plain",
    target: [],
    gitBranch: null,
    customEnvironmentIds: [],
    comment: "",
    createdAt: at,
    updatedAt: at,
  };
}

function write(variable: StoredVariable, wanted: NewVariable, context: Context): StoredVariable {
  variable.key = wanted.key;
  variable.value = wanted.type === "plain" ? wanted.value : context.secret(wanted.value);
  variable.type = wanted.type;
  variable.target = [...(wanted.target ?? [])];
  variable.gitBranch = wanted.gitBranch || null;
  variable.customEnvironmentIds = [...(wanted.customEnvironmentIds ?? [])];
  variable.comment = wanted.comment ?? "";
  variable.updatedAt = tick(context);
  return variable;
}

/** The variables of the same key that some deployment would see together with `wanted`. */
function overlapping(projectId: string, wanted: NewVariable, { state }: Context): StoredVariable[] {
  return state.variables.filter(
    (other) =>
      other.projectId === projectId &&
      other.key === wanted.key &&
      (other.customEnvironmentIds.some((id) => wanted.customEnvironmentIds?.includes(id)) ||
        (other.gitBranch === (wanted.gitBranch || null) &&
          other.target.some((target) => wanted.target?.includes(target)))),
  );
}

function refuseTaken(wanted: NewVariable, [other]: readonly StoredVariable[], projectId: string): void {
  if (!other) return;
  throw refuse(
    400,
    "ENV_CONFLICT",
    `Another Environment Variable with the Name ${wanted.key} and an overlapping target exists already.`,
    {
      key: wanted.key,
      envVarId: other.id,
      envVarKey: other.key,
      target: other.target,
      ...(other.gitBranch !== null && { gitBranch: other.gitBranch }),
      project: projectId,
    },
  );
}

/** Vercel REST: sensitive values are for deployments alone and stay so; a branch belongs to previews. */
function refuseImpossible(wanted: NewVariable, stored: StoredVariable | undefined, team: StoredTeam | undefined): void {
  const targets = wanted.target ?? [];
  if (wanted.type === "sensitive" && targets.includes("development"))
    throw badRequest("Sensitive Environment Variables cannot target the development environment.");
  if (stored?.type === "sensitive" && wanted.type !== "sensitive")
    throw badRequest("The type of a Sensitive Environment Variable cannot be changed.");
  if (wanted.gitBranch && targets.join() !== "preview")
    throw badRequest("A Git branch can only be set for the preview environment.");
  if (targets.length === 0 && !wanted.customEnvironmentIds?.length)
    throw badRequest("An Environment Variable needs at least one target.");
  if (
    team?.sensitiveEnvironmentVariablePolicy === "on" &&
    wanted.type !== "sensitive" &&
    targets.some((target) => target !== "development")
  )
    throw badRequest("The team's policy requires Environment Variables of production and preview to be sensitive.");
}

/** Every variable as `GET …/env` shows it, and whose it is. */
export function presentVariables({ state }: Context): object[] {
  return state.variables.map((variable) => ({ ...variableView(variable, false), projectId: variable.projectId }));
}
