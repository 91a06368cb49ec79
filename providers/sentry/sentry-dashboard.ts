import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";
import { fromWidget, toWidgets, widget, widgetAnswer } from "./dashboard-widgets.ts";
import { projectsOf } from "./detector.ts";
import { asInputs } from "./order.ts";
import { splitId } from "./project-part.ts";

const set = (what: string) =>
  z
    .array(z.string())
    .transform((all) => [...new Set(all)].toSorted())
    .default([])
    .describe(`${what}; a set.`);

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  title: z.string().min(1).max(255).describe("Title, up to 255 characters; unique in the organization."),
  widgets: z.array(widget).max(30).default([]).describe("What it shows, in its order; up to 30."),
  projects: set("Slugs of the projects that it shows; none: the reader's"),
  environments: set("Environments that it shows; none: all"),
  period: z
    .string()
    .regex(/^\d+[mhdw]$/, "must be a number and m, h, d or w")
    .optional()
    .describe("How far it looks back, e.g. `24h`. Left out: as the reader has it."),
});
type Inputs = z.output<typeof inputs>;

/** Sentry API: `GET organizations/{org}/dashboards/{id}/`; projects are numbers. */
const dashboardAnswer = z.object({
  id: z.string(),
  title: z.string(),
  widgets: z.array(widgetAnswer).nullish(),
  projects: z.array(z.number()).nullish(),
  environment: z.array(z.string()).nullish(),
  period: z.string().nullish(),
});

export const sentryDashboard = resource<Sentry>()({
  token: "sentry:index/sentryDashboard:SentryDashboard",
  description: "A dashboard of a Sentry organization. Its title is how it is found again.",
  calls: [
    "GET /api/0/organizations/{organization_id_or_slug}/projects/",
    "GET /api/0/organizations/{organization_id_or_slug}/dashboards/",
    "POST /api/0/organizations/{organization_id_or_slug}/dashboards/",
    "GET /api/0/organizations/{organization_id_or_slug}/dashboards/{dashboard_id}/",
    "PUT /api/0/organizations/{organization_id_or_slug}/dashboards/{dashboard_id}/",
    "DELETE /api/0/organizations/{organization_id_or_slug}/dashboards/{dashboard_id}/",
  ],
  inputs,
  outputs: z.object({ internalId: z.string().describe("Sentry's own id, a number as text.") }),
  replaceOn: ["organization"],
  importId: "<organization slug>/<dashboard id>",

  parseId(id) {
    const at = splitId(id, ["organization", "dashboard"]);
    return at && { organization: at.organization };
  },

  async find({ client }, { organization, title }) {
    const entry = z.object({ id: z.string(), title: z.string() });
    const [found, another] = ((await sharedList(client.http, pathOf(organization), entry)) ?? []).filter(
      (one) => one.title === title,
    );
    if (another !== undefined) {
      throw new VendorError(`${organization} has several dashboards titled ${title}, so none of them is meant.`, {
        fix: "rename or delete all but one at Sentry (Dashboards), or choose another title",
      });
    }
    return found && `${organization}/${found.id}`;
  },

  async create(call, wanted) {
    const path = pathOf(wanted.organization);
    const { body } = await call.client.http.send("POST", path, { body: await bodyOf(call, wanted, []) });
    const made = understood(dashboardAnswer, body, `POST ${path}`);
    return { id: `${wanted.organization}/${made.id}`, outputs: { internalId: made.id } };
  },

  async read(call, id) {
    const [organization = "", number = ""] = id.split("/");
    const found = await get(call, organization, number);
    if (found === undefined) return undefined;
    const numbers = found.projects ?? [];
    const known = numbers.length === 0 ? [] : await projectsOf(call, organization);
    const told = {
      organization,
      title: found.title,
      widgets: (found.widgets ?? []).map(fromWidget),
      projects: numbers.map((one) => known.find((project) => project.id === String(one))?.slug ?? String(one)),
      environments: found.environment ?? [],
      period: found.period || undefined,
    };
    return { inputs: asInputs(inputs, told), outputs: { internalId: found.id } };
  },

  async update(call, id, wanted) {
    const number = id.split("/")[1] ?? "";
    const is = await get(call, wanted.organization, number);
    if (is === undefined) {
      throw new VendorError(`The dashboard ${wanted.title} is gone.`, { fix: "refresh the stack, then run up again" });
    }
    const body = await bodyOf(call, wanted, is.widgets ?? []);
    await call.client.http.send("PUT", `${pathOf(wanted.organization)}${number}/`, { body });
    return { internalId: number };
  },

  async delete({ client }, id) {
    const [organization = "", number] = id.split("/");
    await client.http.send("DELETE", `${pathOf(organization)}${number}/`, { accept: [404] });
  },
});

const pathOf = (organization: string): string => `/organizations/${organization}/dashboards/`;

async function get({ client }: Reading<Sentry>, organization: string, number: string) {
  const path = `${pathOf(organization)}${number}/`;
  const { status, body } = await client.http.send("GET", path, { accept: [404] });
  return status === 404 ? undefined : understood(dashboardAnswer, body, `GET ${path}`);
}

async function bodyOf(call: Reading<Sentry>, wanted: Inputs, before: readonly z.output<typeof widgetAnswer>[]) {
  const { organization, title, widgets, projects, environments, period } = wanted;
  const known = projects.length === 0 ? [] : await projectsOf(call, organization);
  const numbers = projects.map((slug) => {
    const found = known.find((one) => one.slug === slug);
    if (found !== undefined) return Number(found.id);
    throw new VendorError(`${organization} has no project ${slug}.`, {
      fix: "name the slug of a project that is there, best as an output of SentryProject",
    });
  });
  const body = { title, widgets: toWidgets(widgets, before), projects: numbers, environment: environments };
  return { ...body, period: period ?? null };
}
