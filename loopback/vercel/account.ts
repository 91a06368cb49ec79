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

/**
 * What a rehearsal's stack expects: `{ "teams": [{ "id": "team_…", "slug": "acme", "name": "Acme" }] }`, and the zones
 * that were delegated to Vercel: `"domains": [{ "name": "acme.com", "teamId": "team_…" }]`.
 */
const accountsSchema = z.strictObject({
  domains: z.array(z.strictObject({ name: z.string(), teamId: z.string().optional() })).default([]),
  teams: z
    .array(z.strictObject({ id: z.string().startsWith("team_"), slug: z.string(), name: z.string().optional() }))
    .default([]),
});

export function seedAccounts(context: Context, accounts: unknown): void {
  const { state } = context;
  const { teams, domains } = accountsSchema.parse(accounts);
  for (const { id, slug, name } of teams)
    if (!state.teams.some((team) => team.id === id)) state.teams.push(newTeam(id, slug, name ?? slug, tick(context)));
  for (const { name, teamId: accountId = state.user.id } of domains)
    if (!state.zones.some((zone) => zone.name === name))
      state.zones.push({ name, accountId, createdAt: tick(context) });
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
