import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, refuse } from "../errors.ts";
import { done, listAnswer, param, type RepositoryEnv } from "../http.ts";
import { accountById, accountByLogin, type GitHubContext, isMember } from "../lookup.ts";
import type { Permission, Repository } from "../state.ts";
import { simpleUser, teamView } from "../views/account.ts";
import { permissionsView, roleNames } from "../views/permission.ts";

const grantBody = z.object({ permission: z.enum(["pull", "triage", "push", "maintain", "admin"]).default("push") });

/** Who may do what in a repository: collaborators (the token's owner is an admin of everything) and teams. */
export function accessRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const { state } = context;
  const permissionOf = (repository: Repository, userId: number): Permission | undefined =>
    userId === state.tokenOwnerId
      ? "admin"
      : (repository.collaborators.find((collaborator) => collaborator.userId === userId)?.permission ??
        (isMember(state, accountById(state, repository.ownerId), userId) ? "pull" : undefined));
  const view = (userId: number, permission: Permission) => ({
    ...simpleUser(context, accountById(state, userId)),
    permissions: permissionsView(permission),
    role_name: roleNames[permission],
  });

  repo.get("/collaborators", (c) => {
    const others = c.var.repository.collaborators.filter(({ userId }) => userId !== state.tokenOwnerId);
    const all = [{ userId: state.tokenOwnerId, permission: "admin" as const }, ...others];
    return listAnswer(
      c,
      context,
      all.map(({ userId, permission }) => view(userId, permission)),
    );
  });
  repo.get("/invitations", (c) => listAnswer(c, context, []));
  repo.get("/collaborators/:login", (c) => {
    if (!permissionOf(c.var.repository, accountByLogin(state, param(c, "login")).id)) throw notFound();
    return done(c);
  });
  repo.get("/collaborators/:login/permission", (c) => {
    const account = accountByLogin(state, param(c, "login"));
    const permission = permissionOf(c.var.repository, account.id);
    const user = view(account.id, permission ?? "pull");
    return c.json({ permission: permission ? roleNames[permission] : "none", role_name: user.role_name, user });
  });
  // Nobody is asked on loopback: an invitation counts as accepted at once, which GitHub answers with 204.
  repo.put("/collaborators/:login", async (c) => {
    const { repository } = c.var;
    const account = accountByLogin(state, param(c, "login"));
    const { permission } = await readBody(c, grantBody, invalidBody);
    if (account.type !== "User") throw refuse(422, "Organizations cannot be collaborators");
    const others = repository.collaborators.filter(({ userId }) => userId !== account.id);
    repository.collaborators = [...others, { userId: account.id, permission }];
    context.changed();
    return done(c);
  });
  repo.delete("/collaborators/:login", (c) => {
    const { repository } = c.var;
    const account = accountByLogin(state, param(c, "login"));
    repository.collaborators = repository.collaborators.filter(({ userId }) => userId !== account.id);
    context.changed();
    return done(c);
  });
  repo.get("/teams", (c) => {
    const teams = c.var.repository.teams.flatMap(({ teamId, permission }) => {
      const team = state.teams.find((candidate) => candidate.id === teamId);
      return team ? [{ ...teamView(context, team), permission }] : [];
    });
    return listAnswer(c, context, teams);
  });
}
