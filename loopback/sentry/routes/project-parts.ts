import { z } from "zod";
import { invalidFields, notFound } from "../errors.ts";
import { param, projectOf, type Route, readFields, type SentryContext } from "../http.ts";
import { type Filters, type Project, timestamp } from "../state.ts";

/** The subfilters of `legacy-browsers`, new and old names. */
const browsers = [
  "ie",
  "edge",
  "safari",
  "firefox",
  "chrome",
  "opera",
  "android",
  "opera_mini",
  "ie_pre_9",
  "ie9",
  "ie10",
  "ie11",
  "opera_pre_15",
  "android_pre_4",
  "safari_pre_6",
  "opera_mini_pre_8",
  "edge_pre_79",
] as const;
const filterChange = z.object({ active: z.boolean().optional(), subfilters: z.array(z.enum(browsers)).optional() });
const ownershipChange = z.object({
  raw: z.string().max(100_000).optional(),
  fallthrough: z.boolean().optional(),
  autoAssignment: z
    .enum(["Auto Assign to Suspect Commits", "Auto Assign to Issue Owner", "Turn off Auto-Assignment"])
    .optional(),
  codeownersAutoSync: z.boolean().optional(),
});

/** Inbound filters and ownership rules of a project. */
export function projectPartRoutes(route: Route, context: SentryContext): void {
  filterRoutes(route, context);
  ownershipRoutes(route, context);
}

export function filtersView(project: Project): object[] {
  return Object.entries(project.filters).map(([id, active]) => ({ id, active }));
}

function filterRoutes(route: Route, context: SentryContext): void {
  route("GET projects/:org/:project/filters/", (c) => c.json(filtersView(projectOf(c, context))));
  route("PUT projects/:org/:project/filters/:filter/", async (c) => {
    const { filters } = projectOf(c, context);
    const id = param(c, "filter");
    const body = await readFields(c, filterChange);
    if (!isFilter(filters, id)) throw notFound();
    if (id !== "legacy-browsers") {
      if (body.active === undefined) throw invalidFields({ active: ["This field is required."] });
      filters[id] = body.active;
    } else {
      if (body.subfilters === undefined && body.active === undefined)
        throw invalidFields({ subfilters: ["This field is required."] });
      filters[id] = body.subfilters ?? (body.active ? browsers.slice(0, 8) : []);
    }
    context.changed();
    return c.body(null, 204);
  });
}

function isFilter(filters: Filters, id: string): id is keyof Filters {
  return Object.hasOwn(filters, id);
}

export function ownershipView(project: Project): object {
  return { ...project.ownership, dateCreated: project.dateCreated, isActive: true, schema: null };
}

function ownershipRoutes(route: Route, context: SentryContext): void {
  route("GET projects/:org/:project/ownership/", (c) => c.json(ownershipView(projectOf(c, context))));
  route("PUT projects/:org/:project/ownership/", async (c) => {
    const project = projectOf(c, context);
    const body = await readFields(c, ownershipChange);
    const { ownership } = project;
    ownership.raw = body.raw?.trim() ?? ownership.raw;
    ownership.fallthrough = body.fallthrough ?? ownership.fallthrough;
    ownership.autoAssignment = body.autoAssignment ?? ownership.autoAssignment;
    ownership.codeownersAutoSync = body.codeownersAutoSync ?? ownership.codeownersAutoSync;
    ownership.lastUpdated = timestamp(context.now());
    context.changed();
    return c.json(ownershipView(project), 202);
  });
}
