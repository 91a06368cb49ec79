import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, understood } from "./client.ts";
import { createUnder, slug, withSlug } from "./slug.ts";

const mostSlug = 50;

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  name: z.string().max(64).describe("Display name, up to 64 characters."),
  slug: slug(mostSlug),
});

const outputs = z.object({
  internalId: z.string().describe("Sentry's own id, a number as text."),
  hasAccess: z.boolean().describe("Whether the token's owner has access."),
  isMember: z.boolean().describe("Whether the token's owner is a member."),
  isPending: z.boolean().describe("Whether the token's owner has asked to be one."),
});

/** Sentry API: `GET teams/{org}/{team}/`. */
const teamAnswer = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  hasAccess: z.boolean().nullish(),
  isMember: z.boolean().nullish(),
  isPending: z.boolean().nullish(),
});
type TeamAnswer = z.output<typeof teamAnswer>;

export const sentryTeam = resource<Sentry>()({
  token: "sentry:index/sentryTeam:SentryTeam",
  description: "A team of a Sentry organization.",
  calls: [
    "POST /api/0/organizations/{organization_id_or_slug}/teams/",
    "GET /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/",
    "PUT /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/",
    "DELETE /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/",
  ],
  inputs,
  outputs,
  replaceOn: ["organization"],
  importId: "<organization slug>/<team slug>",

  parseId(id) {
    const [organization, team, ...more] = id.split("/");
    return organization && team && more.length === 0 ? { organization } : undefined;
  },

  check: async (_, wanted) => withSlug(wanted, mostSlug),

  async find(call, { organization, slug }) {
    const found = await get(call, organization, slug);
    return found && `${organization}/${found.slug}`;
  },

  async create({ client, signal }, { organization, name, slug }) {
    const path = `/organizations/${organization}/teams/`;
    const post = () => client.http.send("POST", path, { body: { name, slug }, accept: [409] });
    const made = understood(teamAnswer, await createUnder(signal, `the slug of team ${slug}`, post), `POST ${path}`);
    return { id: `${organization}/${made.slug}`, outputs: outputsOf(made) };
  },

  async read(call, id, known) {
    const [organization = "", team = ""] = id.split("/");
    // By its number where that is known: the slug may have changed since.
    const found = await get(call, organization, known.internalId ?? team);
    return found && { inputs: { organization, name: found.name, slug: found.slug }, outputs: outputsOf(found) };
  },

  async update({ client }, id, { organization, name, slug }, old) {
    const path = `/teams/${organization}/${old.internalId ?? id.split("/")[1]}/`;
    const { body } = await client.http.send("PUT", path, { body: { name, slug } });
    return outputsOf(understood(teamAnswer, body, `PUT ${path}`));
  },

  async delete({ client }, id, known) {
    const [organization, team] = id.split("/");
    await client.http.send("DELETE", `/teams/${organization}/${known.internalId ?? team}/`, { accept: [404] });
  },
});

async function get({ client }: Reading<Sentry>, organization: string, team: string): Promise<TeamAnswer | undefined> {
  const path = `/teams/${organization}/${team}/`;
  const { status, body } = await client.http.send("GET", path, { accept: [404] });
  return status === 404 ? undefined : understood(teamAnswer, body, `GET ${path}`);
}

const outputsOf = ({ id, hasAccess, isMember, isPending }: TeamAnswer) => ({
  internalId: id,
  hasAccess: hasAccess ?? false,
  isMember: isMember ?? false,
  isPending: isPending ?? false,
});
