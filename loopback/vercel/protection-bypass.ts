import { z } from "zod";
import { readBody } from "../core/body.ts";
import { badRequest, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf } from "./scope.ts";
import { type Context, type StoredBypass, type StoredProject, tick } from "./state.ts";

const changeSchema = z.object({
  generate: z
    .object({
      secret: z
        .string()
        .regex(/^[a-zA-Z0-9]{32}$/)
        .optional(),
      note: z.string().max(100).optional(),
    })
    .optional(),
  update: z
    .strictObject({ secret: z.string(), isEnvVar: z.boolean().optional(), note: z.string().max(100).optional() })
    .optional(),
  revoke: z.object({ secret: z.string(), regenerate: z.boolean() }).optional(),
});

/** The secrets by which automation gets past a project's protection. While there are any, one is the environment variable. */
export function protectionBypassRoutes(route: Route, context: Context): void {
  route(
    "PATCH /v1/projects/:project/protection-bypass",
    async (c) => {
      const project = projectOf(c, context);
      const { generate, update, revoke } = await readBody(c, changeSchema, invalidBody);
      if (revoke) drop(project, revoke.secret, revoke.regenerate);
      if (update) change(project, find(project, update.secret), update);
      if (generate ?? (!revoke && !update)) add(project, generate?.secret ?? context.id(32), generate?.note);
      context.changed();
      return c.json({ protectionBypass: bypassView(project, context) });
    },
    [10],
  );

  const of = (project: StoredProject) => context.state.bypasses.filter(({ projectId }) => projectId === project.id);

  function find(project: StoredProject, secret: string): StoredBypass {
    const found = of(project).find((bypass) => bypass.secret.$secret === secret);
    if (!found) throw notFound("Protection bypass");
    return found;
  }

  function add(project: StoredProject, secret: string, note: string | undefined): void {
    if (of(project).some((bypass) => bypass.secret.$secret === secret))
      throw refuse(409, "conflict", "A protection bypass with this secret already exists.");
    context.state.bypasses.push({
      projectId: project.id,
      secret: context.secret(secret),
      note: note ?? "",
      isEnvVar: of(project).length === 0,
      createdAt: tick(context),
    });
  }

  function change(
    project: StoredProject,
    bypass: StoredBypass,
    to: { isEnvVar?: boolean | undefined; note?: string | undefined },
  ) {
    if (to.isEnvVar === false && bypass.isEnvVar)
      throw badRequest("Make another protection bypass the environment variable first.");
    if (to.isEnvVar) for (const other of of(project)) other.isEnvVar = other === bypass;
    bypass.note = to.note ?? bypass.note;
  }

  function drop(project: StoredProject, secret: string, regenerate: boolean): void {
    const bypass = find(project, secret);
    if (bypass.isEnvVar && !regenerate && of(project).length > 1)
      throw badRequest("Make another protection bypass the environment variable first.");
    context.state.bypasses = context.state.bypasses.filter((other) => other !== bypass);
    if (regenerate) add(project, context.id(32), bypass.note);
  }
}

/** The secret is the key of its entry. */
export function bypassView(project: StoredProject, { state }: Context): object {
  return Object.fromEntries(
    state.bypasses
      .filter(({ projectId }) => projectId === project.id)
      .map(({ secret, note, isEnvVar, createdAt }) => [
        secret.$secret,
        { scope: "automation-bypass", createdAt, createdBy: state.user.id, isEnvVar, ...(note !== "" && { note }) },
      ]),
  );
}
