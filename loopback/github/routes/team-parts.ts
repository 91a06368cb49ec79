import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound } from "../errors.ts";
import { done, listAnswer, param } from "../http.ts";
import { accountById, accountByLogin, apiRoot, type GitHubContext, repositoryByName } from "../lookup.ts";
import type { Account, Permission, Repository, Team } from "../state.ts";
import { simpleUser } from "../views/account.ts";
import { permissionsView, roleNames } from "../views/permission.ts";
import { repositoryView } from "../views/repository.ts";

/** What a route below a team finds in its Hono context. */
export interface TeamEnv {
  Variables: { team: Team };
}

const membershipBody = z.object({ role: z.enum(["member", "maintainer"]).default("member") });
const grantBody = z.object({ permission: z.enum(["pull", "triage", "push", "maintain", "admin"]).default("push") });

/** Who is in a team. An invitation counts as accepted at once. */
export function membershipRoutes(one: Hono<TeamEnv>, context: GitHubContext): void {
  const { state } = context;
  const view = (team: Team, user: Account, role: string) => ({
    url: `${apiRoot(context)}/organizations/${team.orgId}/team/${team.id}/memberships/${user.login}`,
    role,
    state: "active",
  });
  one.get("/members", (c) => {
    const wanted = c.req.query("role") ?? "all";
    const members = c.var.team.members.filter(({ role }) => wanted === "all" || role === wanted);
    return listAnswer(
      c,
      context,
      members.map(({ userId }) => simpleUser(context, accountById(state, userId))),
    );
  });
  one.get("/memberships/:login", (c) => {
    const user = accountByLogin(state, param(c, "login"));
    const member = c.var.team.members.find(({ userId }) => userId === user.id);
    if (!member) throw notFound();
    return c.json(view(c.var.team, user, member.role));
  });
  one.put("/memberships/:login", async (c) => {
    const { team } = c.var;
    const user = accountByLogin(state, param(c, "login"));
    const { role } = await readBody(c, membershipBody, invalidBody);
    team.members = [...team.members.filter(({ userId }) => userId !== user.id), { userId: user.id, role }];
    context.changed();
    return c.json(view(team, user, role));
  });
  one.delete("/memberships/:login", (c) => {
    const { team } = c.var;
    const user = accountByLogin(state, param(c, "login"));
    team.members = team.members.filter(({ userId }) => userId !== user.id);
    context.changed();
    return done(c);
  });
}

/** What a team may do in which repositories. */
export function teamRepositoryRoutes(one: Hono<TeamEnv>, context: GitHubContext): void {
  const { state } = context;
  const find = (owner: string, name: string): Repository => {
    const repository = repositoryByName(state, owner, name);
    if (!repository) throw notFound();
    return repository;
  };
  const grantOf = (repository: Repository, team: Team) => repository.teams.find(({ teamId }) => teamId === team.id);
  const view = (repository: Repository, permission: Permission) => ({
    ...repositoryView(context, repository),
    permissions: permissionsView(permission),
    role_name: roleNames[permission],
  });
  one.get("/repos", (c) => {
    const granted = state.repositories.flatMap((repository) => {
      const grant = grantOf(repository, c.var.team);
      return grant ? [view(repository, grant.permission)] : [];
    });
    return listAnswer(c, context, granted);
  });
  const path = "/repos/:owner/:repo";
  one.get(path, (c) => {
    const repository = find(param(c, "owner"), param(c, "repo"));
    const grant = grantOf(repository, c.var.team);
    if (!grant) throw notFound();
    // GitHub REST: only this media type gets a body.
    const isAsked = c.req.header("accept")?.includes("application/vnd.github.v3.repository+json");
    return isAsked ? c.json(view(repository, grant.permission)) : done(c);
  });
  one.put(path, async (c) => {
    const { team } = c.var;
    const repository = find(param(c, "owner"), param(c, "repo"));
    const { permission } = await readBody(c, grantBody, invalidBody);
    repository.teams = [
      ...repository.teams.filter(({ teamId }) => teamId !== team.id),
      { teamId: team.id, permission },
    ];
    context.changed();
    return done(c);
  });
  one.delete(path, (c) => {
    const { team } = c.var;
    const repository = find(param(c, "owner"), param(c, "repo"));
    repository.teams = repository.teams.filter(({ teamId }) => teamId !== team.id);
    context.changed();
    return done(c);
  });
}
