import type { Context } from "hono";
import { z } from "zod";
import { refuse } from "../errors.ts";
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
import { changeSettings, defaultSettings, projectChange } from "../settings.ts";
import { slugOf } from "../slug.ts";
import { type Organization, type Project, takeId, timestamp } from "../state.ts";
import { projectSummary, projectView, projectWithTeams } from "../views/project.ts";
import { newKey } from "./keys.ts";

const projectBody = z.object({
  name: z.string().min(1, "This field may not be blank.").max(50, "Ensure this field has no more than 50 characters."),
  slug: slug(100).nullish(),
  platform: z.string().nullish(),
  defaultRules: z.boolean().default(true),
});

/** So many requests after a deletion the slug is still taken: Sentry deletes projects in the background. */
const blockedRequests = 2;

export function projectRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  route("GET organizations/:org/projects/", (c) => {
    const org = organizationOf(c, context);
    const projects = state.projects.filter((project) => project.orgId === org.id);
    return listAnswer(
      c,
      context,
      projects.map((project) => projectSummary(state, project)),
    );
  });
  route("POST teams/:org/:team/projects/", async (c) => {
    const team = teamOf(c, context);
    const org = organizationOf(c, context);
    const body = await readFields(c, projectBody);
    const wanted = body.slug ? refuseTaken(context, org, body.slug) : freeSlug(context, org, body.name);
    const project = newProject(context, org, {
      slug: wanted,
      name: body.name,
      platform: body.platform ?? null,
      teamId: team.id,
    });
    state.projects.push(project);
    context.changed();
    return c.json(projectSummary(state, project), 201);
  });
  route("GET projects/:org/:project/", (c) => {
    const { org, project } = find(c, context);
    return c.json(projectView(state, org, project));
  });
  route("PUT projects/:org/:project/", async (c) => {
    const { org, project } = find(c, context);
    const { name, slug: newSlug, platform, securityToken, ...change } = await readFields(c, projectChange);
    const settings = changeSettings(project.settings, change);
    if (newSlug !== undefined && newSlug !== project.slug) project.slug = refuseTaken(context, org, newSlug);
    project.settings = settings;
    project.name = name ?? project.name;
    if (platform !== undefined) project.platform = platform;
    if (securityToken !== undefined) project.securityToken = context.secret(securityToken);
    context.changed();
    return c.json(projectView(state, org, project));
  });
  route("DELETE projects/:org/:project/", (c) => {
    const { org, project } = find(c, context);
    state.projects = state.projects.filter((candidate) => candidate !== project);
    const gone = [...project.detectors, ...state.monitors.filter(({ projectId }) => projectId === project.id)];
    state.monitors = state.monitors.filter(({ projectId }) => projectId !== project.id);
    for (const workflow of state.workflows)
      workflow.detectorIds = workflow.detectorIds.filter((id) => !gone.some((one) => one.id === id));
    state.blocked.push({ orgId: org.id, slug: project.slug, requests: blockedRequests });
    context.changed();
    return c.body(null, 204);
  });
  teamsOfProject(route, context);
}

function teamsOfProject(route: Route, context: SentryContext): void {
  route("POST projects/:org/:project/teams/:team/", (c) => {
    const [project, team] = [projectOf(c, context), teamOf(c, context)];
    if (!project.teamIds.includes(team.id)) project.teamIds.push(team.id);
    context.changed();
    return c.json(projectWithTeams(context.state, project), 201);
  });
  route("DELETE projects/:org/:project/teams/:team/", (c) => {
    const [project, team] = [projectOf(c, context), teamOf(c, context)];
    project.teamIds = project.teamIds.filter((id) => id !== team.id);
    context.changed();
    return c.json(projectWithTeams(context.state, project));
  });
}

/** A former slug is unknown at once: who means the project reads it by id. */
function find(c: Context, context: SentryContext): { org: Organization; project: Project } {
  return { org: organizationOf(c, context), project: projectOf(c, context) };
}

function isTaken({ state }: SentryContext, org: Organization, wanted: string): boolean {
  const here = (thing: { orgId: string; slug: string }) => thing.orgId === org.id && thing.slug === wanted;
  return state.projects.some(here) || state.blocked.some(here);
}

/** @throws 409, also for a slug whose project is still being deleted */
function refuseTaken(context: SentryContext, org: Organization, wanted: string): string {
  if (isTaken(context, org, wanted)) throw refuse(409, "A project with this slug already exists.");
  return wanted;
}

/** A slug of the name; where that is taken, with something random behind it. */
function freeSlug(context: SentryContext, org: Organization, name: string): string {
  const plain = slugOf(name);
  return isTaken(context, org, plain) ? `${plain}-${context.id(2, "abcdefghijklmnopqrstuvwxyz")}` : plain;
}

function newProject(
  context: SentryContext,
  org: Organization,
  given: { slug: string; name: string; platform: string | null; teamId: string },
): Project {
  const { state } = context;
  const now = timestamp(context.now());
  return {
    id: takeId(state),
    orgId: org.id,
    slug: given.slug,
    name: given.name,
    platform: given.platform,
    dateCreated: now,
    teamIds: [given.teamId],
    settings: structuredClone(defaultSettings),
    securityToken: context.secret(context.id(32, "0123456789abcdef")),
    keys: [newKey(context, { name: "Default" })],
    detectors: [
      { id: takeId(state), type: "error", dateCreated: now },
      { id: takeId(state), type: "issue_stream", dateCreated: now },
    ],
    filters: {
      "browser-extensions": false,
      localhost: false,
      "filtered-transaction": true,
      "web-crawlers": true,
      "legacy-browsers": [],
    },
    ownership: {
      raw: "",
      fallthrough: true,
      autoAssignment: "Auto Assign to Issue Owner",
      codeownersAutoSync: true,
      lastUpdated: now,
    },
  };
}
