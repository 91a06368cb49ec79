import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { isElsewhere, organizationOf, type PostHog, sharedList, understood } from "./client.ts";
import { type ProjectInputs, projectInputs, type Settings } from "./project-inputs.ts";
import { changes, ensureTaken, toldSettings, toSettings } from "./project-settings.ts";

const outputs = z.object({
  projectId: z.number().describe("The project's number, as in the addresses of the app."),
  apiToken: z.string().describe("The key that apps send events with, `phc_…`. Public."),
  organization: z.string().describe("UUID of the organization."),
});

/** PostHog API: `GET /api/organizations/{org}/projects/{id}/`. */
const projectAnswer = z.object({
  id: z.number(),
  organization: z.string(),
  name: z.string(),
  api_token: z.string(),
  timezone: z.string().nullish(),
});
type ProjectAnswer = z.output<typeof projectAnswer>;

export const project = resource<PostHog>()({
  token: "posthog:index/project:Project",
  description: "A PostHog project with its settings. Its name is how it is found again: one name, one project.",
  calls: [
    "GET /api/organizations/",
    "GET /api/organizations/{organization_id}/projects/",
    "POST /api/organizations/{organization_id}/projects/",
    "GET /api/organizations/{organization_id}/projects/{id}/",
    "PATCH /api/organizations/{organization_id}/projects/{id}/",
    "DELETE /api/organizations/{organization_id}/projects/{id}/",
    "GET /api/environments/{id}/",
    "PATCH /api/environments/{id}/",
  ],
  inputs: projectInputs,
  outputs,
  replaceOn: ["organizationId"],
  importId: "<organization id>/<project number>",

  parseId(id) {
    const [organization, number, ...more] = id.split("/");
    return organization && /^\d+$/.test(number ?? "") && more.length === 0 ? {} : undefined;
  },

  async find(call, wanted) {
    const path = await projects(call, wanted);
    const [found, another] = (await sharedList(call.client.http, path, projectAnswer)).filter(
      ({ name }) => name === wanted.name,
    );
    if (another !== undefined) {
      throw new VendorError(`The organization has several projects named ${wanted.name}, so none of them is meant.`, {
        fix: "rename all but one in PostHog, or choose another name",
      });
    }
    return found && idOf(found);
  },

  async create(call, wanted) {
    const path = await projects(call, wanted);
    const { name, timezone } = wanted;
    const { body } = await call.client.http.send("POST", path, { body: { name, timezone } });
    const made = understood(projectAnswer, body, `POST ${path}`);
    call.created(idOf(made));
    await bringSettings(call, made.id, wanted);
    return { id: idOf(made), outputs: outputsOf(made) };
  },

  async read(call, id, known) {
    const found = await get(call, id);
    if (found === undefined) return undefined;
    const { name, timezone } = found;
    const inputs = { name, timezone: timezone ?? "UTC", ...toldSettings(await environment(call, found.id)) };
    // An import knows no inputs: it tells the organization where it is another one than the provider's.
    const imported = known.projectId === undefined && known.name === undefined;
    const organizationId =
      imported && (await isElsewhere(call.client, found.organization)) ? found.organization : known.organizationId;
    return { inputs: { ...inputs, organizationId }, outputs: outputsOf(found) };
  },

  async update(call, id, wanted) {
    const { name, timezone } = wanted;
    const path = pathOf(id);
    const { body } = await call.client.http.send("PATCH", path, { body: { name, timezone } });
    const changed = understood(projectAnswer, body, `PATCH ${path}`);
    await bringSettings(call, changed.id, wanted);
    return outputsOf(changed);
  },

  async delete({ client }, id) {
    await client.http.send("DELETE", pathOf(id), { accept: [404] });
  },
});

const projects = async ({ client }: Reading<PostHog>, { organizationId }: ProjectInputs): Promise<string> =>
  `/api/organizations/${await organizationOf(client, organizationId)}/projects/`;

function pathOf(id: string): string {
  const [organization, number] = id.split("/");
  return `/api/organizations/${organization}/projects/${number}/`;
}

async function get({ client }: Reading<PostHog>, id: string): Promise<ProjectAnswer | undefined> {
  const { status, body } = await client.http.send("GET", pathOf(id), { accept: [404] });
  return status === 404 ? undefined : understood(projectAnswer, body, `GET ${pathOf(id)}`);
}

/** PostHog API: the same object as the project, with its settings. */
async function environment({ client }: Reading<PostHog>, number: number) {
  const path = `/api/environments/${number}/`;
  const { body } = await client.http.send("GET", path);
  return understood(z.record(z.string(), z.unknown()), body, `GET ${path}`);
}

/** Brings the settings to what is declared, by one PATCH of what differs. */
async function bringSettings(call: Reading<PostHog>, number: number, wanted: Settings): Promise<void> {
  const path = `/api/environments/${number}/`;
  const sent = changes(toSettings(wanted), toSettings(toldSettings(await environment(call, number))));
  if (Object.keys(sent).length === 0) return;
  const { body } = await call.client.http.send("PATCH", path, { body: sent });
  ensureTaken(sent, understood(z.record(z.string(), z.unknown()), body, `PATCH ${path}`));
}

const idOf = ({ organization, id }: ProjectAnswer): string => `${organization}/${id}`;

const outputsOf = ({ id, api_token, organization }: ProjectAnswer) => ({
  projectId: id,
  apiToken: api_token,
  organization,
});
