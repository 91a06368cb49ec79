import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Google, list, theOne, understood } from "./client.ts";
import { canonical, contentOf, covers, dashboardText } from "./dashboard-json.ts";

const inputs = z.strictObject({
  dashboardJson: dashboardText.describe(
    "The dashboard as Cloud Monitoring's REST API has it, as text; its `displayName` is how it is found again.",
  ),
  project: z.string().min(1).optional().describe("Id of the project. Left out: the provider's."),
});

const idForm = /^projects\/([^/]+)\/dashboards\/([^/]+)$/;
const answer = z.looseObject({ name: z.string(), displayName: z.string().nullish(), etag: z.string().nullish() });

export const dashboard = resource<Google>()({
  token: "gcp:monitoring/dashboard:Dashboard",
  description: "A dashboard of Cloud Monitoring.",
  calls: [
    "GET /v1/projects/{project}/dashboards",
    "POST /v1/projects/{project}/dashboards",
    "GET /v1/projects/{project}/dashboards/{dashboard}",
    "PATCH /v1/projects/{project}/dashboards/{dashboard}",
    "DELETE /v1/projects/{project}/dashboards/{dashboard}",
  ],
  inputs,
  outputs: z.object({ dashboardId: z.string().describe("Id that Google gave it, a UUID.") }),
  replaceOn: ["project"],
  importId: "projects/<project>/dashboards/<dashboard id>",

  parseId(id) {
    const [, project] = idForm.exec(id) ?? [];
    return project === undefined ? undefined : { project };
  },

  check: async ({ client }, { project = client.project }) => ({ inputs: project === undefined ? {} : { project } }),

  async find({ client }, { project, dashboardJson }) {
    const all = await list(client.monitoring, dashboardsOf(project), "dashboards", answer);
    const found = theOne("dashboards", all, contentOf(dashboardJson).displayName);
    return found && idOf(project, found.name);
  },

  async create({ client }, { project, dashboardJson }) {
    const path = dashboardsOf(project);
    const { body } = await client.monitoring.send("POST", path, { body: contentOf(dashboardJson) });
    const made = understood(answer, body, `POST ${path}`);
    return { id: idOf(project, made.name), outputs: outputsOf(made.name) };
  },

  async read(call, id, { dashboardJson: declared }) {
    const found = await readDashboard(call, id);
    if (found === undefined) return undefined;
    const same = declared !== undefined && covers(found, contentOf(declared));
    const [, project = ""] = idForm.exec(id) ?? [];
    return { inputs: { project, dashboardJson: same ? declared : canonical(found) }, outputs: outputsOf(id) };
  },

  async update(call, id, { dashboardJson }) {
    const found = await readDashboard(call, id);
    // Cloud Monitoring: the etag says which state the change is meant for.
    const body = { ...contentOf(dashboardJson), etag: found?.etag };
    await call.client.monitoring.send("PATCH", `/v1/${id}`, { body });
    return outputsOf(id);
  },

  async delete({ client }, id) {
    await client.monitoring.send("DELETE", `/v1/${id}`, { accept: [404] });
  },
});

/** @throws VendorError when neither the resource nor the provider names a project */
function dashboardsOf(project: string | undefined): string {
  if (project !== undefined) return `/v1/projects/${project}/dashboards`;
  throw new VendorError("A dashboard needs a project, and neither it nor its provider names one.", {
    fix: "give `project` to the dashboard or to the provider",
  });
}

/** Google answers the project's number; the id keeps what was declared, so that it is no difference. */
const idOf = (project: string | undefined, name: string): string =>
  `projects/${project}/dashboards/${outputsOf(name).dashboardId}`;

const outputsOf = (name: string) => ({ dashboardId: name.slice(name.lastIndexOf("/") + 1) });

async function readDashboard({ client }: Reading<Google>, id: string) {
  const { status, body } = await client.monitoring.send("GET", `/v1/${id}`, { accept: [404] });
  return status === 404 ? undefined : understood(answer, body, `GET /v1/${id}`);
}
