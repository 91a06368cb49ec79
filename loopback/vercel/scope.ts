import type { Context as Call } from "hono";
import { badRequest, notFound, refuse } from "./refusal.ts";
import type { Context, StoredProject, StoredTeam } from "./state.ts";

/** The account a call acts on: the team named by `teamId` or `slug`, else the token's own user. */
export interface Scope {
  readonly accountId: string;
  readonly team: StoredTeam | undefined;
}

/** @throws Refusal 403 for a team that the token's owner is not in. */
export function scopeOf(call: Call, { state }: Context): Scope {
  const [id, slug] = [call.req.query("teamId"), call.req.query("slug")];
  if (id === undefined && slug === undefined) return { accountId: state.user.id, team: undefined };
  const team = state.teams.find((team) => (id === undefined ? team.slug === slug : team.id === id));
  if (!team)
    throw refuse(403, "forbidden", "Not authorized: Trying to access resource under scope of a team you are not in.");
  return { accountId: team.id, team };
}

/** The project of the path's `:project`, by id or name, within the call's scope. */
export function projectOf(call: Call, context: Context): StoredProject {
  return projectNamed(call, call.req.param("project"), context);
}

/** A project by id or name, within the call's scope. @throws Refusal 404 when there is none */
export function projectNamed(call: Call, idOrName: string | undefined, context: Context): StoredProject {
  const scope = scopeOf(call, context);
  const project = context.state.projects.find(
    ({ accountId, id, name }) => accountId === scope.accountId && (id === idOrName || name === idOrName),
  );
  if (!project) throw notFound("Project");
  return project;
}

/** @throws Refusal 400 when a variable or domain names an environment that the project does not have. */
export function refuseUnknownEnvironments(ids: readonly string[], project: string, { state }: Context): void {
  const unknown = ids.find(
    (id) => !state.environments.some((environment) => environment.id === id && environment.projectId === project),
  );
  if (unknown !== undefined) throw badRequest(`The custom environment ${unknown} does not exist in the project.`);
}

/** @throws Refusal 400 when something is for a project that the account does not have. */
export function refuseUnknownProjects(ids: readonly string[], { accountId }: Scope, { state }: Context): void {
  const unknown = ids.find(
    (id) => !state.projects.some((project) => project.id === id && project.accountId === accountId),
  );
  if (unknown !== undefined) throw badRequest(`The project ${unknown} does not exist.`);
}
