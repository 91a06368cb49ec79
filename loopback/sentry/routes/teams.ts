import { z } from "zod";
import { invalidFields, refuse } from "../errors.ts";
import {
  listAnswer,
  organizationOf,
  projectOf,
  type Route,
  readFields,
  type SentryContext,
  slug,
  teamOf,
} from "../http.ts";
import { slugOf } from "../slug.ts";
import { takeId, timestamp } from "../state.ts";
import { teamsOf, teamView } from "../views/account.ts";
import { projectSummary } from "../views/project.ts";

const teamBody = z.object({ name: z.string().max(64).nullish(), slug: slug(50).nullish() });
const teamChange = z.object({ name: z.string().min(1).max(64).optional(), slug: slug(50).optional() });

export function teamRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const refuseTaken = (orgId: string, wanted: string, besides?: string) => {
    const taken = state.teams.some((team) => team.orgId === orgId && team.slug === wanted && team.id !== besides);
    if (taken) throw refuse(409, "A team with this slug already exists.");
  };
  route("GET organizations/:org/teams/", (c) => {
    const org = organizationOf(c, context);
    const teams = state.teams.filter((team) => team.orgId === org.id);
    return listAnswer(c, context, teams.map(teamView));
  });
  route("POST organizations/:org/teams/", async (c) => {
    const org = organizationOf(c, context);
    const body = await readFields(c, teamBody);
    const name = body.name || body.slug;
    if (!name) throw invalidFields({ nonFieldErrors: ["Name or slug is required"] });
    const team = {
      id: takeId(state),
      orgId: org.id,
      slug: body.slug || slugOf(name),
      name,
      dateCreated: timestamp(context.now()),
    };
    refuseTaken(org.id, team.slug);
    state.teams.push(team);
    context.changed();
    return c.json(teamView(team), 201);
  });
  route("GET teams/:org/:team/", (c) => c.json(teamView(teamOf(c, context))));
  route("PUT teams/:org/:team/", async (c) => {
    const team = teamOf(c, context);
    const body = await readFields(c, teamChange);
    if (body.slug !== undefined) {
      refuseTaken(team.orgId, body.slug, team.id);
      team.slug = body.slug;
    }
    team.name = body.name ?? team.name;
    context.changed();
    return c.json(teamView(team));
  });
  // Sentry deletes in the background; here it is done when the answer comes.
  route("DELETE teams/:org/:team/", (c) => {
    const team = teamOf(c, context);
    state.teams = state.teams.filter((candidate) => candidate !== team);
    for (const project of state.projects) project.teamIds = project.teamIds.filter((id) => id !== team.id);
    context.changed();
    return c.body(null, 204);
  });
  route("GET teams/:org/:team/projects/", (c) => {
    const team = teamOf(c, context);
    const projects = state.projects.filter((project) => project.teamIds.includes(team.id));
    return listAnswer(
      c,
      context,
      projects.map((project) => projectSummary(state, project)),
    );
  });
  route("GET projects/:org/:project/teams/", (c) => {
    const teams = teamsOf(state, projectOf(c, context).teamIds);
    return listAnswer(c, context, teams.map(teamView));
  });
}
