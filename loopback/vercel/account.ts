import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { invalidBody, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { type Context, newTeam, type StoredTeam, tick } from "./state.ts";

/** Of a team's many settings, those by which other answers change. */
const teamUpdateSchema = z.strictObject({
  name: z.string().max(256).optional(),
  slug: z.string().max(48).optional(),
  sensitiveEnvironmentVariablePolicy: z.enum(["default", "on", "off"]).optional(),
});

/** The token's user and the teams it is in. */
export function accountRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("GET /v2/user", (c) => c.json({ user: userView(context) }));

  route("GET /v2/teams", (c) => {
    const { items, pagination } = page(c, state.teams, 20);
    return c.json({ teams: items.map((team) => teamView(team, context)), pagination });
  });

  route("GET /v2/teams/:team", (c) => c.json(teamView(teamOf(c.req.param("team"), context), context)));

  route("PATCH /v2/teams/:team", async (c) => {
    const team = teamOf(c.req.param("team"), context);
    Object.assign(team, await readBody(c, teamUpdateSchema, invalidBody), { updatedAt: tick(context) });
    context.changed();
    return c.json(teamView(team, context));
  });
}

/** Teams that a rehearsal's stack expects: `{ "teams": [{ "id": "team_…", "slug": "acme", "name": "Acme" }] }`. */
const accountsSchema = z.strictObject({
  teams: z.array(z.strictObject({ id: z.string().startsWith("team_"), slug: z.string(), name: z.string().optional() })),
});

export function seedTeams(context: Context, accounts: unknown): void {
  for (const { id, slug, name } of accountsSchema.parse(accounts).teams)
    if (!context.state.teams.some((team) => team.id === id))
      context.state.teams.push(newTeam(id, slug, name ?? slug, tick(context)));
}

function teamOf(idOrSlug: string | undefined, { state }: Context): StoredTeam {
  const team = state.teams.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
  if (!team)
    throw refuse(403, "forbidden", "Not authorized: Trying to access resource under scope of a team you are not in.");
  return team;
}

export function teamView(team: StoredTeam, { state }: Context): object {
  return {
    id: team.id,
    slug: team.slug,
    name: team.name,
    description: null,
    avatar: null,
    creatorId: state.user.id,
    createdAt: team.createdAt,
    updatedAt: team.updatedAt,
    stagingPrefix: team.slug,
    sensitiveEnvironmentVariablePolicy: team.sensitiveEnvironmentVariablePolicy,
    membership: {
      uid: state.user.id,
      teamId: team.id,
      confirmed: true,
      role: "OWNER",
      createdAt: team.createdAt,
      created: team.createdAt,
    },
  };
}

function userView({ state: { user, teams } }: Context): object {
  return {
    id: user.id,
    email: user.email,
    name: null,
    username: user.username,
    avatar: null,
    createdAt: user.createdAt,
    softBlock: null,
    billing: null,
    resourceConfig: {},
    stagingPrefix: user.username,
    hasTrialAvailable: false,
    defaultTeamId: teams[0]?.id ?? null,
  };
}
