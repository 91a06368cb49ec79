import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { teamId } from "./account-inputs.ts";
import { remove, tell } from "./ask.ts";
import { bare, scope, splitId, type Vercel } from "./client.ts";
import { sharedList } from "./shared-list.ts";

const port = z.int().min(0).max(65_535);

const inputs = z.strictObject({
  teamId,
  domain: z.string().describe("The zone, which Vercel must host, e.g. `example.com`."),
  name: z.string().default("").describe("The name below it; empty for the zone itself."),
  type: z.enum(["A", "AAAA", "ALIAS", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"]).describe("Kind of record."),
  value: z.string().optional().describe("What it says; needed by all kinds but SRV."),
  ttl: z.int().min(60).max(2_147_483_647).default(60).describe("Seconds that resolvers keep it, from 60."),
  mxPriority: port.optional().describe("Lower is asked first; MX alone, and needed there."),
  srv: z
    .strictObject({
      priority: port.describe("Lower is asked first."),
      weight: port.describe("Share among those of one priority."),
      port: port.describe("The service's port."),
      target: z.string().max(255).describe("The host."),
    })
    .optional()
    .describe("SRV alone, and needed there."),
  comment: z.string().max(500).default("").describe("What it is for, up to 500 characters."),
});
type Inputs = z.output<typeof inputs>;

/** Vercel REST: an entry of `GET /v4/domains/{domain}/records`; an SRV record is one text there. */
const record = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  value: z.string(),
  ttl: z.number().nullish(),
  mxPriority: z.number().nullish(),
  priority: z.number().nullish(),
  comment: z.string().nullish(),
});
type DnsAnswer = z.output<typeof record>;

export const dnsRecord = resource<Vercel>()({
  token: "vercel:index/dnsRecord:DnsRecord",
  description: "One DNS record of a zone that Vercel hosts.",
  calls: [
    "GET /v5/domains",
    "GET /v4/domains/{domain}/records",
    "POST /v2/domains/{domain}/records",
    "PATCH /v1/domains/records/{recordId}",
    "DELETE /v2/domains/{domain}/records/{recordId}",
  ],
  inputs,
  outputs: z.object({ recordId: z.string().describe("`rec_…`.") }),
  replaceOn: ["teamId", "domain", "type"],
  deleteBeforeReplace: true,
  importId: "<record id>, or <team id>/<record id>",

  parseId(id) {
    const parts = splitId(id, ["record"]);
    return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
  },

  check: async (_, wanted) => ({ issues: issues(wanted) }),

  async find(call, wanted) {
    const all = await records(call, wanted, wanted.domain);
    const same = JSON.stringify(keyOf(wanted));
    return all?.find((one) => JSON.stringify(keyOf(told(one))) === same)?.id;
  },

  async create(call, wanted) {
    const { name, type, value, ttl, mxPriority, srv, comment } = wanted;
    const body = { name, type, ttl, comment, ...(type === "SRV" ? { srv } : { value, mxPriority }) };
    const path = `/v2/domains/${wanted.domain}/records` as const;
    const { uid } = await tell(call, `POST ${path}`, wanted, body, z.object({ uid: z.string() }));
    return { id: uid, outputs: { recordId: uid } };
  },

  async read(call, id, known) {
    // Vercel REST: records are listed by zone; an imported id does not say which.
    for (const domain of known.domain === undefined ? await zones(call, known) : [known.domain]) {
      const found = (await records(call, known, domain))?.find((one) => one.id === bare(id));
      if (found !== undefined)
        return { inputs: { ...told(found), domain, teamId: known.teamId }, outputs: { recordId: found.id } };
    }
    return undefined;
  },

  async update(call, id, wanted) {
    const { name, type, value, ttl, mxPriority, srv, comment } = wanted;
    const body = { name, ttl, comment, ...(type === "SRV" ? { srv } : { value, mxPriority }) };
    const path = `/v1/domains/records/${bare(id)}` as const;
    const changed = await tell(call, `PATCH ${path}`, wanted, body, z.object({ id: z.string() }));
    return { recordId: changed.id };
  },

  delete: (call, id, known) => remove(call, `/v2/domains/${known.domain ?? ""}/records/${bare(id)}`, known),
});

type Scoped = { readonly teamId?: string | undefined };

const records = ({ client }: Reading<Vercel>, of: Scoped, domain: string): Promise<DnsAnswer[] | undefined> =>
  sharedList(client.http, `/v4/domains/${domain}/records`, { ...scope(client, of), limit: 100 }, "records", record);

async function zones({ client }: Reading<Vercel>, of: Scoped): Promise<string[]> {
  const zone = z.object({ name: z.string() });
  const all = await sharedList(client.http, "/v5/domains", { ...scope(client, of), limit: 100 }, "domains", zone);
  return (all ?? []).map(({ name }) => name);
}

const keyOf = ({ name, type, value, srv }: Omit<Inputs, "domain" | "teamId">) => [
  ...[name, type, value ?? null],
  ...(srv === undefined ? [] : [srv.priority, srv.weight, srv.port, srv.target]),
];

function told(found: DnsAnswer): Omit<Inputs, "domain" | "teamId"> {
  const { name, value, ttl, mxPriority, comment } = found;
  const common = { name, type: found.type as Inputs["type"], ttl: ttl ?? 60, comment: comment ?? "" };
  if (found.type === "SRV") return { ...common, srv: srvOf(found) };
  return { ...common, value, ...(typeof mxPriority === "number" ? { mxPriority } : {}) };
}

/** `10 5 5060 sip.example.com`, or without the priority, which then stands beside it. */
function srvOf({ value, priority }: DnsAnswer): NonNullable<Inputs["srv"]> {
  const parts = value.split(/\s+/);
  const [first, weight, at, target] = parts.length === 4 ? parts : [String(priority ?? 0), ...parts];
  return { priority: Number(first), weight: Number(weight), port: Number(at), target: target ?? "" };
}

/** Vercel REST: an SRV record has `srv`, all others have `value`, and MX has a priority besides. What is absent may be unknown yet. */
function issues({ type, value, srv, mxPriority }: Partial<Inputs>) {
  if (type === undefined) return [];
  const foreign = {
    value: type === "SRV" && value,
    srv: type !== "SRV" && srv,
    mxPriority: type !== "MX" && mxPriority,
  };
  return Object.entries(foreign)
    .filter(([, given]) => given !== false && given !== undefined)
    .map(([property]) => ({ property, reason: `does not belong to ${type}` }));
}
