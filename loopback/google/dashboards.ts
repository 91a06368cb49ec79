import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { forbidden, invalidBody, notFound, refuse } from "./refusal.ts";
import { type Context, newEtag, newUuid, type StoredDashboard } from "./state.ts";

const layouts = ["gridLayout", "mosaicLayout", "rowLayout", "columnLayout"] as const;
const layout = z.record(z.string(), z.unknown()).optional();
const dashboardSchema = z
  .strictObject({
    name: z.string().optional(),
    etag: z.string().optional(),
    displayName: z.string().min(1),
    gridLayout: z.looseObject({ columns: z.union([z.string(), z.int()]).transform(String).optional() }).optional(),
    mosaicLayout: layout,
    rowLayout: layout,
    columnLayout: layout,
    dashboardFilters: z.array(z.unknown()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.unknown().optional(),
  })
  .refine((body) => layouts.filter((one) => body[one] !== undefined).length === 1, "exactly one layout must be set");

/** Cloud Monitoring Dashboards v1. */
export function dashboardRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const list = "/v1/projects/:project/dashboards";
  /** A project goes by its id or its number; names of things in it have the number. */
  const projectOf = (call: Call) => {
    const given = call.req.param("project");
    const project = state.projects.find(({ id, number }) => id === given || number === given);
    if (!project) throw forbidden();
    return project;
  };
  const found = (call: Call): StoredDashboard => {
    const name = `projects/${projectOf(call).number}/dashboards/${call.req.param("dashboard")}`;
    const dashboard = state.dashboards.find((one) => one.name === name);
    if (!dashboard) throw notFound();
    return dashboard;
  };

  app.get(list, (c) => {
    const prefix = `projects/${projectOf(c).number}/`;
    const own = state.dashboards.filter(({ name }) => name.startsWith(prefix));
    return c.json(page(c, "dashboards", own.map(dashboardView)));
  });
  app.post(list, async (c) => {
    const project = projectOf(c);
    const { name: _, etag: __, ...content } = await readBody(c, dashboardSchema, invalidBody);
    const dashboard = {
      name: `projects/${project.number}/dashboards/${newUuid(context)}`,
      etag: newEtag(context),
      content,
    };
    state.dashboards.push(dashboard);
    context.changed();
    return c.json(dashboardView(dashboard));
  });
  app.get(`${list}/:dashboard`, (c) => c.json(dashboardView(found(c))));
  app.patch(`${list}/:dashboard`, async (c) => {
    const dashboard = found(c);
    const { name: _, etag, ...content } = await readBody(c, dashboardSchema, invalidBody);
    if (etag === undefined) throw refuse(400, "Field etag is required");
    if (etag !== dashboard.etag) throw refuse(409, "The etag does not match: the dashboard was changed meanwhile");
    Object.assign(dashboard, { content, etag: newEtag(context) });
    context.changed();
    return c.json(dashboardView(dashboard));
  });
  app.delete(`${list}/:dashboard`, (c) => {
    const dashboard = found(c);
    state.dashboards = state.dashboards.filter((other) => other !== dashboard);
    context.changed();
    return c.json({});
  });
}

export const dashboardView = ({ name, etag, content }: StoredDashboard): object => ({ name, etag, ...content });
