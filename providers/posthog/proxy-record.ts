import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { isElsewhere, organizationOf, type PostHog, understood } from "./client.ts";

/** PostHog API: `GET /api/organizations/{org}/proxy_records/{id}/`. */
const answer = z.object({
  id: z.string(),
  domain: z.string(),
  target_cname: z.string(),
  status: z.string(),
  message: z.string().nullish(),
});
type Answer = z.output<typeof answer>;

const domainName = /^(?=.{1,253}\.?$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\.?$/i;

export const proxyRecord = resource<PostHog>()({
  token: "posthog:index/proxyRecord:ProxyRecord",
  description:
    "A managed reverse proxy: events go to a domain of one's own. It becomes valid some minutes after the domain has a " +
    "CNAME to `targetCname`, which is for the program to declare; making it does not wait for that.",
  calls: [
    "GET /api/organizations/",
    "GET /api/organizations/{id}/",
    "GET /api/organizations/{organization_id}/proxy_records/",
    "POST /api/organizations/{organization_id}/proxy_records/",
    "GET /api/organizations/{organization_id}/proxy_records/{id}/",
    "DELETE /api/organizations/{organization_id}/proxy_records/{id}/",
  ],
  inputs: z.strictObject({
    domain: z
      .string()
      .regex(domainName, "must be a domain name such as e.example.com")
      .transform((name) => name.toLowerCase().replace(/\.$/, ""))
      .describe("Domain that apps send events to, e.g. `e.example.com`."),
    organizationId: z.string().optional().describe("UUID, slug or `@current`. Left out: the provider's."),
  }),
  outputs: z.object({
    targetCname: z.string().describe("What the domain's CNAME must say."),
    status: z
      .string()
      .describe("`waiting`, `issuing`, `valid`, `warning`, `erroring` or `timed_out`, at the last look."),
    message: z.string().describe("What PostHog says about it, mostly nothing."),
  }),
  importId: "<organization id>/<record id>",
  replaceOn: ["domain", "organizationId"],

  parseId: (id) => (/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/.test(id) ? {} : undefined),

  async find({ client }, { domain, organizationId }) {
    const organization = await organizationIdOf(client, organizationId);
    const path = `/api/organizations/${organization}/proxy_records/`;
    const { body } = await client.http.shared(path);
    // PostHog API: one page, `{results, max_proxy_records}`.
    const { results } = understood(z.object({ results: z.array(answer) }), body, `GET ${path}`);
    const found = results.find((one) => one.domain === domain && !isGone(one));
    return found && `${organization}/${found.id}`;
  },

  async create({ client }, { domain, organizationId }) {
    const organization = await organizationIdOf(client, organizationId);
    const path = `/api/organizations/${organization}/proxy_records/`;
    const { body } = await client.http.send("POST", path, { body: { domain } });
    const made = understood(answer, body, `POST ${path}`);
    return { id: `${organization}/${made.id}`, outputs: outputsOf(made) };
  },

  async read(call, id, known) {
    const found = await get(call, id);
    if (found === undefined || isGone(found)) return undefined;
    const imported = known.domain === undefined;
    const [organization = ""] = id.split("/");
    const elsewhere = imported && (await isElsewhere(call.client, organization));
    const organizationId = elsewhere ? organization : known.organizationId;
    return { inputs: { domain: found.domain, organizationId }, outputs: outputsOf(found) };
  },

  async delete({ client }, id) {
    await client.http.send("DELETE", pathOf(id), { accept: [404] });
  },
});

/** UUID of an organization: who `@current` is can change, and an id must not. */
async function organizationIdOf(client: PostHog, given: string | undefined): Promise<string> {
  const organization = await organizationOf(client, given);
  if (organization !== "@current") return organization;
  const path = "/api/organizations/@current/";
  const { body } = await client.http.shared(path);
  return understood(z.object({ id: z.string() }), body, `GET ${path}`).id;
}

function pathOf(id: string): string {
  const [organization, record] = id.split("/");
  return `/api/organizations/${organization}/proxy_records/${record}/`;
}

async function get({ client }: Reading<PostHog>, id: string): Promise<Answer | undefined> {
  const { status, body } = await client.http.send("GET", pathOf(id), { accept: [404] });
  return status === 404 ? undefined : understood(answer, body, `GET ${pathOf(id)}`);
}

/** PostHog API: it is taken down some time after DELETE. */
const isGone = ({ status }: Answer): boolean => status === "deleting";

const outputsOf = ({ target_cname, status, message }: Answer) => ({
  ...{ targetCname: target_cname, status },
  message: message ?? "",
});
