import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { targetSchema } from "./project-schema.ts";
import { badRequest, errorBody, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { refuseUnknownProjects, scopeOf } from "./scope.ts";
import { type Context, type StoredSharedVariable, tick } from "./state.ts";

const key = z
  .string()
  .max(256)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
const type = z.enum(["encrypted", "sensitive"]);
const comment = z.string().max(500).optional();
const projectId = z.array(z.string());
const createSchema = z
  .object({
    evs: z
      .array(z.object({ key, value: z.string(), comment }))
      .min(1)
      .max(50),
    type: type.default("encrypted"),
    target: z.array(targetSchema).optional(),
    projectId: projectId.optional(),
    applyToAllCustomEnvironments: z.boolean().optional(),
  })
  .refine((body) => body.target ?? body.applyToAllCustomEnvironments, "needs `target`");
const updateSchema = z.strictObject({
  updates: z.record(
    z.string(),
    z.strictObject({
      key: key.optional(),
      value: z.string().optional(),
      target: z.array(targetSchema).optional(),
      projectId: projectId.optional(),
      projectIdUpdates: z.strictObject({ link: projectId.optional(), unlink: projectId.optional() }).optional(),
      type: type.optional(),
      comment,
    }),
  ),
});
const deleteSchema = z.object({ ids: z.array(z.string()) });

/** Variables of a team that several projects see. */
export function sharedVariableRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v1/env", async (c) => {
    const scope = scopeOf(c, context);
    const {
      evs,
      type: kind,
      target = [],
      projectId: projects = [],
      ...rest
    } = await readBody(c, createSchema, invalidBody);
    refuseUnknownProjects(projects, scope, context);
    refuseReadable(kind, target);
    for (const one of evs) refuseTaken(c, one.key, target);
    const created = evs.map(({ key: name, value, comment: why = "" }): StoredSharedVariable => {
      const at = tick(context);
      return {
        ...{
          id: `env_${context.id(24)}`,
          accountId: scope.accountId,
          key: name,
          value: context.secret(value),
          type: kind,
        },
        ...{ target, projectIds: projects, comment: why, createdAt: at, updatedAt: at },
        applyToAllCustomEnvironments: rest.applyToAllCustomEnvironments ?? false,
      };
    });
    state.sharedVariables.push(...created);
    context.changed();
    return c.json({ created: created.map((one) => sharedView(one, false)), failed: [] }, 201);
  });

  route("GET /v1/env", (c) => {
    const { search, projectId: project } = c.req.query();
    const found = of(c).filter(
      (one) =>
        (search === undefined || one.key.includes(search)) &&
        (project === undefined || one.projectIds.includes(project)),
    );
    const { items, pagination } = page(c, found, 20);
    return c.json({ data: items.map((one) => ({ ...sharedView(one, false), securityIssues: [] })), pagination });
  });

  route("GET /v1/env/:id", (c) => c.json(sharedView(find(c, c.req.param("id")), true)));

  route("PATCH /v1/env", async (c) => {
    const scope = scopeOf(c, context);
    const { updates } = await readBody(c, updateSchema, invalidBody);
    const updated: object[] = [];
    const failed: object[] = [];
    for (const [id, to] of Object.entries(updates)) {
      const variable = of(c).find((one) => one.id === id);
      if (!variable) {
        failed.push(errorBody("not_found", `The Environment Variable ${id} was not found.`, { envVarId: id }));
        continue;
      }
      const { link = [], unlink = [] } = to.projectIdUpdates ?? {};
      const projects = to.projectId ?? [...variable.projectIds.filter((one) => !unlink.includes(one)), ...link];
      refuseUnknownProjects(projects, scope, context);
      if (variable.type === "sensitive" && to.type === "encrypted")
        throw badRequest("The type of a Sensitive Environment Variable cannot be changed.");
      refuseReadable(to.type ?? variable.type, to.target ?? variable.target);
      refuseTaken(c, to.key ?? variable.key, to.target ?? variable.target, id);
      Object.assign(variable, {
        ...{ key: to.key ?? variable.key, target: to.target ?? variable.target, type: to.type ?? variable.type },
        ...{ comment: to.comment ?? variable.comment, projectIds: [...new Set(projects)], updatedAt: tick(context) },
        ...(to.value !== undefined && { value: context.secret(to.value) }),
      });
      updated.push(sharedView(variable, false));
    }
    context.changed();
    return c.json({ updated, failed });
  });

  route("DELETE /v1/env", async (c) => {
    const { ids } = await readBody(c, deleteSchema, invalidBody);
    const deleted = of(c).filter(({ id }) => ids.includes(id));
    state.sharedVariables = state.sharedVariables.filter((one) => !deleted.includes(one));
    context.changed();
    const failed = ids
      .filter((id) => !deleted.some((one) => one.id === id))
      .map((id) => errorBody("not_found", `The Environment Variable ${id} was not found.`, { envVarId: id }));
    return c.json({ deleted: deleted.map(({ id }) => id), failed });
  });

  route("PATCH /v1/env/:id/unlink/:project", (c) => {
    const variable = find(c, c.req.param("id"));
    variable.projectIds = variable.projectIds.filter((id) => id !== c.req.param("project"));
    context.changed();
    return c.json({ id: variable.id });
  });

  function of(c: Call): StoredSharedVariable[] {
    const { accountId } = scopeOf(c, context);
    return state.sharedVariables.filter((one) => one.accountId === accountId);
  }

  function find(c: Call, wanted: string | undefined): StoredSharedVariable {
    const found = of(c).find(({ id }) => id === wanted);
    if (!found) throw notFound("Environment Variable");
    return found;
  }

  function refuseTaken(c: Call, name: string, target: readonly string[], self?: string): void {
    const other = of(c).find(
      (one) => one.id !== self && one.key === name && one.target.some((each) => target.includes(each)),
    );
    if (other)
      throw refuse(409, "existing_key_and_target", `The key ${name} exists already for one of the targets.`, {
        ...{ key: name, envVarId: other.id, target: other.target },
      });
  }
}

function refuseReadable(kind: string, target: readonly string[]): void {
  if (kind === "sensitive" && target.includes("development"))
    throw badRequest("Sensitive Environment Variables cannot target the development environment.");
}

/** A list shows no value; a sensitive one is never shown. */
export function sharedView(
  { accountId, projectIds, value, ...variable }: StoredSharedVariable,
  single: boolean,
): object {
  const readable = single && variable.type !== "sensitive";
  return {
    ...variable,
    ownerId: accountId,
    created: new Date(variable.createdAt).toISOString(),
    projectId: projectIds,
    value: readable ? value.$secret : "",
    decrypted: readable,
  };
}
