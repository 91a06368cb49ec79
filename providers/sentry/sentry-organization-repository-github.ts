import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";
import { integrationId } from "./integrations.ts";
import { createUnder } from "./slug.ts";

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  integrationId: z.string().describe("Id of the installed GitHub, or its name, which is looked up."),
  identifier: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, "must be owner/name")
    .describe("The repository, `owner/name`."),
});

/** Sentry API: an entry of `GET organizations/{org}/repos/`. */
const repositoryAnswer = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  integrationId: z.string().nullish(),
});

export const sentryOrganizationRepositoryGithub = resource<Sentry>()({
  token: "sentry:index/sentryOrganizationRepositoryGithub:SentryOrganizationRepositoryGithub",
  description: "A GitHub repository that Sentry reads commits of, for suspect commits and links to the source.",
  calls: [
    "GET /api/0/organizations/{organization_id_or_slug}/integrations/",
    "GET /api/0/organizations/{organization_id_or_slug}/repos/",
    "POST /api/0/organizations/{organization_id_or_slug}/repos/",
    "DELETE /api/0/organizations/{organization_id_or_slug}/repos/{repo_id}/",
  ],
  inputs,
  outputs: z.object({ internalId: z.string().describe("Sentry's own id, a number as text.") }),
  // Sentry has a repository once, by its name.
  deleteBeforeReplace: true,
  importId: "<organization slug>/<owner>/<name>",

  parseId(id) {
    const [organization, owner, name, ...more] = id.split("/");
    return organization && owner && name && more.length === 0 ? { organization } : undefined;
  },

  check: async (call, { organization, integrationId: wanted }) =>
    organization === undefined || wanted === undefined ? {} : integrationId(call, organization, "github", wanted),

  async find(call, { organization, identifier }) {
    return (await get(call, organization, identifier)) && `${organization}/${identifier}`;
  },

  async create({ client, signal }, { organization, integrationId: installation, identifier }) {
    const path = `/organizations/${organization}/repos/`;
    const body = { provider: "integrations:github", installation, identifier };
    const post = () => client.http.send("POST", path, { body, accept: [409] });
    const made = understood(
      repositoryAnswer,
      await createUnder(signal, `the repository ${identifier}`, post),
      `POST ${path}`,
    );
    return { id: `${organization}/${identifier}`, outputs: { internalId: made.id } };
  },

  async read(call, id) {
    const [organization = "", ...name] = id.split("/");
    const found = await get(call, organization, name.join("/"));
    const told = found && { organization, integrationId: found.integrationId ?? "", identifier: found.name };
    return told && { inputs: told, outputs: { internalId: found.id } };
  },

  async delete(call, id) {
    const [organization = "", ...name] = id.split("/");
    const found = await get(call, organization, name.join("/"));
    if (found === undefined) return;
    // Sentry API: answers 202 and deletes in the background.
    await call.client.http.send("DELETE", `/organizations/${organization}/repos/${found.id}/`, { accept: [404] });
  },
});

/** A repository by its name; one that is being deleted is gone. */
async function get({ client }: Reading<Sentry>, organization: string, name: string) {
  const all = await sharedList(client.http, `/organizations/${organization}/repos/`, repositoryAnswer);
  return all?.find((one) => one.name === name && (one.status ?? "active") === "active");
}
