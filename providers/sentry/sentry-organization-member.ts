import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";
import { splitId } from "./project-part.ts";

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  email: z
    .email()
    .max(75)
    .transform((address) => address.toLowerCase())
    .describe("Address that the invitation goes to, up to 75 characters."),
  role: z.enum(["billing", "member", "admin", "manager", "owner"]).describe("What the member may do."),
  teams: z
    .array(z.string())
    .transform((all) => [...new Set(all)].toSorted())
    .default([])
    .describe("Slugs of the teams that the member is of; a set."),
});
type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  internalId: z.string().describe("Sentry's own id of the membership, a number as text."),
  pending: z.boolean().describe("Whether the invitation is still to be taken."),
  expired: z.boolean().describe("Whether the invitation has expired."),
});

/** Sentry API: `GET organizations/{org}/members/{id}/`. */
const memberAnswer = z.object({
  id: z.string(),
  email: z.string(),
  orgRole: z.string(),
  teams: z.array(z.string()).nullish(),
  teamRoles: z.array(z.object({ teamSlug: z.string() })).nullish(),
  pending: z.boolean().nullish(),
  expired: z.boolean().nullish(),
});

export const sentryOrganizationMember = resource<Sentry>()({
  token: "sentry:index/sentryOrganizationMember:SentryOrganizationMember",
  description: "A member of a Sentry organization. Making it sends an invitation, deleting it takes all access away.",
  calls: [
    "GET /api/0/organizations/{organization_id_or_slug}/members/",
    "POST /api/0/organizations/{organization_id_or_slug}/members/",
    "GET /api/0/organizations/{organization_id_or_slug}/members/{member_id}/",
    "PUT /api/0/organizations/{organization_id_or_slug}/members/{member_id}/",
    "DELETE /api/0/organizations/{organization_id_or_slug}/members/{member_id}/",
  ],
  inputs,
  outputs,
  replaceOn: ["organization", "email"],
  changing: ["pending", "expired"],
  importId: "<organization slug>/<member id>",

  parseId(id) {
    const at = splitId(id, ["organization", "member"]);
    return at && { organization: at.organization };
  },

  async find({ client }, { organization, email }) {
    const all = await sharedList(client.http, pathOf(organization), z.object({ id: z.string(), email: z.string() }));
    const found = all?.find((one) => one.email.toLowerCase() === email);
    return found && `${organization}/${found.id}`;
  },

  async create({ client }, wanted) {
    const path = pathOf(wanted.organization);
    const body = { email: wanted.email, ...bodyOf(wanted) };
    const answer = await client.http.send("POST", path, { body });
    const made = understood(memberAnswer, answer.body, `POST ${path}`);
    return { id: `${wanted.organization}/${made.id}`, outputs: outputsOf(made) };
  },

  async read({ client }, id) {
    const [organization = "", member] = id.split("/");
    const path = `${pathOf(organization)}${member}/`;
    const { status, body } = await client.http.send("GET", path, { accept: [404] });
    if (status === 404) return undefined;
    const found = understood(memberAnswer, body, `GET ${path}`);
    const teams = found.teamRoles?.map(({ teamSlug }) => teamSlug) ?? found.teams ?? [];
    const told = {
      organization,
      email: found.email.toLowerCase(),
      // A role that an organization has made up itself is told as it is: the difference is real.
      role: found.orgRole as Inputs["role"],
      teams: teams.toSorted(),
    };
    return { inputs: told, outputs: outputsOf(found) };
  },

  async update({ client }, id, wanted) {
    const path = `${pathOf(wanted.organization)}${id.split("/")[1]}/`;
    const { body } = await client.http.send("PUT", path, { body: bodyOf(wanted) });
    return outputsOf(understood(memberAnswer, body, `PUT ${path}`));
  },

  async delete({ client }, id) {
    const [organization = "", member] = id.split("/");
    await client.http.send("DELETE", `${pathOf(organization)}${member}/`, { accept: [404] });
  },
});

const pathOf = (organization: string): string => `/organizations/${organization}/members/`;

/** Sentry API: a team's role is null where the member has the team's own. */
const bodyOf = ({ role, teams }: Inputs) => ({
  orgRole: role,
  teamRoles: teams.map((teamSlug) => ({ teamSlug, role: null })),
});

const outputsOf = ({ id, pending, expired }: z.output<typeof memberAnswer>) => ({
  internalId: id,
  pending: pending ?? false,
  expired: expired ?? false,
});
