import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { invalid, invalidBody } from "./refusal.ts";
import { organizationOf, projectOf } from "./scope.ts";
import { settingsSchema } from "./settings.ts";
import { type Context, newProject, type StoredProject, type ThingKind } from "./state.ts";

const identity = { name: z.string().min(1).max(200), timezone: z.string() };
// Unknown keys are ignored, as Django REST framework does.
const createSchema = settingsSchema
  .partial()
  .extend({ name: identity.name.default("Default project"), timezone: identity.timezone.default("UTC") });
const updateSchema = settingsSchema
  .partial()
  .extend({ name: identity.name.optional(), timezone: identity.timezone.optional() });

/** Projects below their organisation, and the same objects as environments, where their settings are. */
export function projectRoutes(app: Hono, context: Context): void {
  const { state } = context;

  app.post("/api/organizations/:organization/projects/", async (c) => {
    const organization = organizationOf(c, context);
    const { name, timezone, ...settings } = await readBody(c, createSchema, invalidBody);
    refuseUnknownTimezone(timezone);
    const project = newProject(organization.id, name, timezone, context);
    Object.assign(project.settings, settings);
    state.projects.push(project);
    context.changed();
    return c.json(projectView(project), 201);
  });

  app.get("/api/organizations/:organization/projects/", (c) => {
    const organization = organizationOf(c, context);
    return c.json(
      page(c, state.projects.filter((project) => project.organization === organization.id).map(briefView), context),
    );
  });

  for (const list of ["/api/projects/", "/api/environments/"])
    app.get(list, (c) => c.json(page(c, state.projects.map(briefView), context)));

  const paths = [
    "/api/organizations/:organization/projects/:project/",
    "/api/projects/:project/",
    "/api/environments/:project/",
  ];
  for (const path of paths) {
    const view = path.includes("environments") ? environmentView : projectView;
    app.get(path, (c) => c.json(view(projectOf(c, context))));
    app.patch(path, async (c) => {
      const project = projectOf(c, context);
      change(project, await readBody(c, updateSchema, invalidBody));
      return c.json(view(project));
    });
    app.delete(path, (c) => {
      const project = projectOf(c, context);
      state.projects = state.projects.filter((other) => other !== project);
      for (const [kind, things] of Object.entries(state.things))
        state.things[kind as ThingKind] = things.filter((thing) => thing.project !== project.id);
      context.changed();
      return c.body(null, 204);
    });
  }

  function change(project: StoredProject, changes: z.output<typeof updateSchema>): void {
    const { name = project.name, timezone = project.timezone, ...settings } = changes;
    refuseUnknownTimezone(timezone);
    Object.assign(project, { name, timezone, updated_at: context.now().toISOString() });
    Object.assign(project.settings, settings);
    context.changed();
  }
}

function refuseUnknownTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    throw invalid("invalid_choice", `"${timezone}" is not a valid choice.`, "timezone");
  }
}

export function projectView({ settings, ...identity }: StoredProject): Record<string, unknown> {
  return { ...identity, ...settings, effective_membership_level: 15, has_group_types: false, ingested_event: false };
}

/** The same object as `projectView`, as the environment that it also is. */
function environmentView(project: StoredProject): Record<string, unknown> {
  return { ...projectView(project), project_id: project.id };
}

function briefView({ id, uuid, organization, api_token, name, timezone }: StoredProject): object {
  return {
    id,
    uuid,
    organization,
    api_token,
    name,
    completed_snippet_onboarding: false,
    ingested_event: false,
    is_demo: false,
    timezone,
  };
}
