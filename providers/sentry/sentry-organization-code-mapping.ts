import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";
import { integrationId } from "./integrations.ts";
import { splitId } from "./project-part.ts";

const number = z.string().regex(/^\d+$/, "must be a number as text");

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  integrationId: z.string().describe("Id of the installed GitHub, or its name, which is looked up."),
  repositoryId: number.describe("`internalId` of the repository."),
  projectId: number.describe("`internalId` of the project."),
  defaultBranch: z.string().min(1).describe("Branch whose source is shown."),
  stackRoot: z.string().default("").describe("What the paths of stack frames begin with; cut off."),
  sourceRoot: z.string().default("").describe("What stands in its place in the repository."),
});
type Inputs = z.output<typeof inputs>;

/** Sentry API: an entry of `GET organizations/{org}/code-mappings/`; there is no GET of one. */
const mappingAnswer = z.object({
  id: z.string(),
  projectId: z.union([z.string(), z.number()]).transform(String),
  repoId: z.union([z.string(), z.number()]).transform(String),
  integrationId: z.union([z.string(), z.number()]).transform(String).nullish(),
  stackRoot: z.string().nullish(),
  sourceRoot: z.string().nullish(),
  defaultBranch: z.string().nullish(),
});

export const sentryOrganizationCodeMapping = resource<Sentry>()({
  token: "sentry:index/sentryOrganizationCodeMapping:SentryOrganizationCodeMapping",
  description: "Which folder of a linked repository the stack frames of a Sentry project come from.",
  calls: [
    "GET /api/0/organizations/{organization_id_or_slug}/integrations/",
    "GET /api/0/organizations/{organization_id_or_slug}/code-mappings/",
    "POST /api/0/organizations/{organization_id_or_slug}/code-mappings/",
    "PUT /api/0/organizations/{organization_id_or_slug}/code-mappings/{config_id}/",
    "DELETE /api/0/organizations/{organization_id_or_slug}/code-mappings/{config_id}/",
  ],
  inputs,
  outputs: z.object({ internalId: z.string().describe("Sentry's own id, a number as text.") }),
  replaceOn: ["organization"],
  importId: "<organization slug>/<code mapping id>",

  parseId(id) {
    const at = splitId(id, ["organization", "mapping"]);
    return at && { organization: at.organization };
  },

  check: async (call, { organization, integrationId: wanted }) =>
    organization === undefined || wanted === undefined ? {} : integrationId(call, organization, "github", wanted),

  async find(call, { organization, projectId, stackRoot, sourceRoot }) {
    const found = (await list(call, organization))?.find(
      (one) =>
        one.projectId === projectId && (one.stackRoot ?? "") === stackRoot && (one.sourceRoot ?? "") === sourceRoot,
    );
    return found && `${organization}/${found.id}`;
  },

  async create({ client }, wanted) {
    const path = pathOf(wanted.organization);
    const { body } = await client.http.send("POST", path, { body: bodyOf(wanted) });
    const made = understood(mappingAnswer, body, `POST ${path}`);
    return { id: `${wanted.organization}/${made.id}`, outputs: { internalId: made.id } };
  },

  async read(call, id) {
    const [organization = "", mapping] = id.split("/");
    const found = (await list(call, organization))?.find((one) => one.id === mapping);
    if (found === undefined) return undefined;
    const told = {
      organization,
      integrationId: found.integrationId ?? "",
      repositoryId: found.repoId,
      projectId: found.projectId,
      defaultBranch: found.defaultBranch ?? "",
      stackRoot: found.stackRoot ?? "",
      sourceRoot: found.sourceRoot ?? "",
    };
    return { inputs: told, outputs: { internalId: found.id } };
  },

  async update({ client }, id, wanted) {
    const mapping = id.split("/")[1] ?? "";
    await client.http.send("PUT", `${pathOf(wanted.organization)}${mapping}/`, { body: bodyOf(wanted) });
    return { internalId: mapping };
  },

  async delete({ client }, id) {
    const [organization = "", mapping] = id.split("/");
    await client.http.send("DELETE", `${pathOf(organization)}${mapping}/`, { accept: [404] });
  },
});

const pathOf = (organization: string): string => `/organizations/${organization}/code-mappings/`;

const list = ({ client }: Reading<Sentry>, organization: string) =>
  sharedList(client.http, pathOf(organization), mappingAnswer);

const bodyOf = ({ organization: _organization, ...body }: Inputs) => body;
