import { Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, validationFailed } from "../errors.ts";
import { done, listAnswer, param } from "../http.ts";
import {
  accountByLogin,
  type GitHubContext,
  organisation,
  sameName,
  takeId,
  teamBySlug,
  timestamp,
} from "../lookup.ts";
import type { Account, Team } from "../state.ts";
import { fullTeam, teamView } from "../views/account.ts";
import { membershipRoutes, type TeamEnv, teamRepositoryRoutes } from "./team-parts.ts";

const teamBody = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  privacy: z.enum(["closed", "secret"]).default("secret"),
  maintainers: z.array(z.string()).default([]),
  parent_team_id: z.number().int().nullish(),
});
const teamChange = z.object({
  name: z.string().min(1).optional(),
  description: z.string().nullish(),
  privacy: z.enum(["closed", "secret"]).optional(),
  parent_team_id: z.number().int().nullish(),
});

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
    const teams = state.teams.filter((team) => team.orgId === org.id).map((team) => teamView(context, team));
    return listAnswer(c, context, teams);
  });
  api.post("/orgs/:org/teams", async (c) => {
    const org = organisation(state, param(c, "org"));
    const body = await readBody(c, teamBody, invalidBody);
    const now = timestamp(context.now());
    const team: Team = {
      id: takeId(state),
      orgId: org.id,
      name: body.name,
      slug: freeSlug(context, org.id, body.name),
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
  const team = oneTeam(context);
  api.route("/orgs/:org/teams/:slug", team);
  // Undescribed, but Terraform's provider names teams by id.
  api.route("/organizations/:orgId/team/:teamId", team);
}

function oneTeam(context: GitHubContext): Hono<TeamEnv> {
  const { state } = context;
  const one = new Hono<TeamEnv>();
  one.use(findTeam(context));
  one.get("/", (c) => c.json(fullTeam(context, c.var.team)));
  one.patch("/", async (c) => {
    const { team } = c.var;
    const body = await readBody(c, teamChange, invalidBody);
    if (body.name !== undefined) {
      team.slug = freeSlug(context, team.orgId, body.name, team);
      team.name = body.name;
    }
    if (body.description !== undefined) team.description = body.description;
    if (body.privacy !== undefined) team.privacy = body.privacy;
    if (body.parent_team_id !== undefined) team.parentId = body.parent_team_id;
    team.updated_at = timestamp(context.now());
    context.changed();
    return c.json(fullTeam(context, team));
  });
  one.delete("/", (c) => {
    const { team } = c.var;
    state.teams = state.teams.filter((candidate) => candidate !== team);
    for (const repository of state.repositories) {
      repository.teams = repository.teams.filter((entry) => entry.teamId !== team.id);
    }
    context.changed();
    return done(c);
  });
  membershipRoutes(one, context);
  teamRepositoryRoutes(one, context);
  return one;
}

function findTeam(context: GitHubContext): MiddlewareHandler<TeamEnv> {
  const { state } = context;
  return (c, next) => {
    const [org, slug, teamId] = [c.req.param("org"), c.req.param("slug"), Number(c.req.param("teamId"))];
    const owner: Account | undefined = org === undefined ? undefined : organisation(state, org);
    const team = owner
      ? teamBySlug(state, owner, slug ?? "")
      : state.teams.find((candidate) => candidate.id === teamId && candidate.orgId === Number(c.req.param("orgId")));
    if (!team) throw notFound();
    c.set("team", team);
    return next();
  };
}

/** @throws 422 when another team of the organisation has it */
function freeSlug(context: GitHubContext, orgId: number, name: string, besides?: Team): string {
  const slug = slugOf(name);
  const others = context.state.teams.filter((team) => team !== besides && team.orgId === orgId);
  if (others.some((team) => sameName(team.slug, slug))) {
    const message = "Name must be unique for this org";
    throw validationFailed({ resource: "Team", field: "name", code: "already_exists", message });
  }
  return slug;
}
