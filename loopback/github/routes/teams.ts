import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, validationFailed } from "../errors.ts";
import { done, idParam, listAnswer, param } from "../http.ts";
import {
  accountById,
  accountByLogin,
  apiRoot,
  type GitHubContext,
  organisation,
  repositoryByName,
  sameName,
  takeId,
  teamBySlug,
  timestamp,
} from "../lookup.ts";
import type { Account, Team } from "../state.ts";
import { fullTeam, simpleUser, teamView } from "../views/account.ts";

const teamBody = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  privacy: z.enum(["closed", "secret"]).default("secret"),
  maintainers: z.array(z.string()).default([]),
  parent_team_id: z.number().int().nullish(),
});
const teamChange = teamBody.omit({ maintainers: true }).partial();
const membershipBody = z.object({ role: z.enum(["member", "maintainer"]).default("member") });
const grantBody = z.object({ permission: z.enum(["pull", "triage", "push", "maintain", "admin"]).default("push") });

/** GitHub's slug: lower case, what is no letter, digit or underscore becomes a hyphen. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-|-$/g, "");
}

export function teamRoutes(api: Hono, context: GitHubContext): void {
  const { state } = context;
  api.get("/orgs/:org/teams", (c) => {
    const org = organisation(state, param(c, "org"));
    const teams = state.teams.filter((team) => team.orgId === org.id);
    return listAnswer(
      c,
      context,
      teams.map((team) => teamView(context, team)),
    );
  });
  api.post("/orgs/:org/teams", async (c) => {
    const org = organisation(state, param(c, "org"));
    const body = await readBody(c, teamBody, invalidBody);
    const now = timestamp(context.now());
    const slug = freeSlug(context, org, body.name);
    const team: Team = {
      id: takeId(state),
      orgId: org.id,
      name: body.name,
      slug,
      description: body.description ?? null,
      privacy: body.privacy,
      parentId: body.parent_team_id ?? null,
      created_at: now,
      updated_at: now,
      members: body.maintainers.map((login) => ({ userId: accountByLogin(state, login).id, role: "maintainer" })),
    };
    state.teams.push(team);
    context.changed();
    return c.json(fullTeam(context, team), 201);
  });
  oneTeam(api, context);
  memberships(api, context);
  teamRepositories(api, context);
}

function freeSlug(context: GitHubContext, org: Account, name: string, besides?: Team): string {
  const slug = slugOf(name);
  const taken = context.state.teams.some(
    (team) => team !== besides && team.orgId === org.id && sameName(team.slug, slug),
  );
  if (taken)
    throw validationFailed({
      resource: "Team",
      field: "name",
      code: "already_exists",
      message: "Name must be unique for this org",
    });
  return slug;
}

function oneTeam(api: Hono, context: GitHubContext): void {
  const { state } = context;
  api.get("/orgs/:org/teams/:slug", (c) => {
    const team = teamBySlug(state, organisation(state, param(c, "org")), param(c, "slug"));
    return c.json(fullTeam(context, team));
  });
  // Undescribed, but Terraform's provider reads teams by id.
  api.get("/organizations/:orgId/team/:teamId", (c) => {
    const team = state.teams.find(
      (candidate) => candidate.id === idParam(c, "teamId") && candidate.orgId === idParam(c, "orgId"),
    );
    if (!team) throw notFound();
    return c.json(fullTeam(context, team));
  });
  api.patch("/orgs/:org/teams/:slug", async (c) => {
    const org = organisation(state, param(c, "org"));
    const team = teamBySlug(state, org, param(c, "slug"));
    const body = await readBody(c, teamChange, invalidBody);
    if (body.name !== undefined) {
      team.slug = freeSlug(context, org, body.name, team);
      team.name = body.name;
    }
    if (body.description !== undefined) team.description = body.description;
    if (body.privacy !== undefined) team.privacy = body.privacy;
    if (body.parent_team_id !== undefined) team.parentId = body.parent_team_id;
    team.updated_at = timestamp(context.now());
    context.changed();
    return c.json(fullTeam(context, team));
  });
  api.delete("/orgs/:org/teams/:slug", (c) => {
    const team = teamBySlug(state, organisation(state, param(c, "org")), param(c, "slug"));
    state.teams = state.teams.filter((candidate) => candidate !== team);
    for (const repository of state.repositories)
      repository.teams = repository.teams.filter((entry) => entry.teamId !== team.id);
    context.changed();
    return done(c);
  });
}

function memberships(api: Hono, context: GitHubContext): void {
  const { state } = context;
  const find = (org: string, slug: string, login: string) => ({
    team: teamBySlug(state, organisation(state, org), slug),
    user: accountByLogin(state, login),
  });
  const view = (team: Team, user: Account, role: string) => ({
    url: `${apiRoot(context)}/organizations/${team.orgId}/team/${team.id}/memberships/${user.login}`,
    role,
    state: "active",
  });
  api.get("/orgs/:org/teams/:slug/members", (c) => {
    const team = teamBySlug(state, organisation(state, param(c, "org")), param(c, "slug"));
    return listAnswer(
      c,
      context,
      team.members.map((member) => simpleUser(context, accountById(state, member.userId))),
    );
  });
  const path = "/orgs/:org/teams/:slug/memberships/:login";
  api.get(path, (c) => {
    const { team, user } = find(param(c, "org"), param(c, "slug"), param(c, "login"));
    const member = team.members.find((candidate) => candidate.userId === user.id);
    if (!member) throw notFound();
    return c.json(view(team, user, member.role));
  });
  api.put(path, async (c) => {
    const { team, user } = find(param(c, "org"), param(c, "slug"), param(c, "login"));
    const { role } = await readBody(c, membershipBody, invalidBody);
    team.members = [...team.members.filter((member) => member.userId !== user.id), { userId: user.id, role }];
    context.changed();
    return c.json(view(team, user, role));
  });
  api.delete(path, (c) => {
    const { team, user } = find(param(c, "org"), param(c, "slug"), param(c, "login"));
    team.members = team.members.filter((member) => member.userId !== user.id);
    context.changed();
    return done(c);
  });
}

function teamRepositories(api: Hono, context: GitHubContext): void {
  const { state } = context;
  const path = "/orgs/:org/teams/:slug/repos/:owner/:repo";
  const find = (org: string, slug: string, owner: string, name: string) => {
    const team = teamBySlug(state, organisation(state, org), slug);
    const repository = repositoryByName(state, owner, name);
    if (!repository) throw notFound();
    return { team, repository };
  };
  api.put(path, async (c) => {
    const { team, repository } = find(param(c, "org"), param(c, "slug"), param(c, "owner"), param(c, "repo"));
    const { permission } = await readBody(c, grantBody, invalidBody);
    repository.teams = [
      ...repository.teams.filter((entry) => entry.teamId !== team.id),
      { teamId: team.id, permission },
    ];
    context.changed();
    return done(c);
  });
  api.delete(path, (c) => {
    const { team, repository } = find(param(c, "org"), param(c, "slug"), param(c, "owner"), param(c, "repo"));
    repository.teams = repository.teams.filter((entry) => entry.teamId !== team.id);
    context.changed();
    return done(c);
  });
}
