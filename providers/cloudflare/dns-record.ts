import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http } from "@groundplan/kit/http.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { resultOf, sharedList } from "./client.ts";
import { normalContent, normalName } from "./dns-form.ts";
import { type DnsInputs, dnsInputs, hasData, hasPriority, missingOf, recordIssues } from "./dns-inputs.ts";
import { toCamel, toSnake } from "./snake.ts";
import { unknownZone, zoneCalls, zoneOf } from "./zone.ts";

/** Cloudflare API: `GET /zones/{zone}/dns_records`. */
const answer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  content: z.string().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
  ttl: z.number(),
  proxied: z.boolean().nullish(),
  proxiable: z.boolean().nullish(),
  priority: z.number().nullish(),
  comment: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  settings: z.record(z.string(), z.unknown()).nullish(),
});
type Answer = z.output<typeof answer>;

export const dnsRecord = resource<Http>()({
  token: "cloudflare:index/dnsRecord:DnsRecord",
  description:
    "A DNS record. Cloudflare holds no two that are the same: by zone, type, name and what it holds it is found again.",
  calls: [
    ...zoneCalls,
    "GET /zones/{zone_id}/dns_records",
    "POST /zones/{zone_id}/dns_records",
    "PUT /zones/{zone_id}/dns_records/{dns_record_id}",
    "DELETE /zones/{zone_id}/dns_records/{dns_record_id}",
  ],
  inputs: dnsInputs,
  outputs: z.object({
    recordId: z.string().describe("Id of the record in its zone."),
    proxiable: z.boolean().describe("Whether it could be proxied."),
  }),
  changing: ["proxiable"],
  replaceOn: ["zoneId"],
  importId: "<zone id>/<record id>",

  parseId: (id) => (/^[0-9a-f]{32}\/[0-9a-f]{32}$/.test(id) ? {} : undefined),

  async check(call, given) {
    const { type, content, name, zoneId } = given;
    const normal = type !== undefined && content !== undefined ? { content: normalContent(type, content) } : {};
    const issues = type === undefined ? [] : recordIssues({ ...given, ...normal });
    if (zoneId === undefined) return { issues, inputs: normal };
    const zone = await zoneOf(call, zoneId);
    if (zone === undefined) return { issues: [...issues, ...(await unknownZone(call, zoneId))], inputs: normal };
    const full = name === undefined ? {} : { name: normalName(name, zone.name) };
    return { issues, inputs: { ...normal, ...full, zoneId: zone.id } };
  },

  async find({ client }, wanted) {
    const all = (await records(client, wanted.zoneId)) ?? [];
    const found = all.find((one) => isSame(one, wanted));
    return found && `${wanted.zoneId}/${found.id}`;
  },

  async create({ client }, wanted) {
    const path = `/zones/${wanted.zoneId}/dns_records`;
    const { body } = await client.send("POST", path, { body: bodyOf(wanted) });
    const made = resultOf(answer, body, `POST ${path}`);
    return { id: `${wanted.zoneId}/${made.id}`, outputs: outputsOf(made) };
  },

  // One list tells all records of a zone: a GET for each would meet the rate limit.
  async read({ client }, id) {
    const [zoneId = "", recordId] = id.split("/");
    const found = (await records(client, zoneId))?.find((one) => one.id === recordId);
    return found && { inputs: told(found, zoneId), outputs: outputsOf(found) };
  },

  async update({ client }, id, wanted) {
    const path = pathOf(id);
    const { body } = await client.send("PUT", path, { body: bodyOf(wanted) });
    return outputsOf(resultOf(answer, body, `PUT ${path}`));
  },

  async delete({ client }, id) {
    await client.send("DELETE", pathOf(id), { accept: [404] });
  },
});

const records = (http: Http, zoneId: string) =>
  sharedList(http, `/zones/${zoneId}/dns_records`, answer, { per_page: 1000 });

function pathOf(id: string): string {
  const [zoneId, recordId] = id.split("/");
  return `/zones/${zoneId}/dns_records/${recordId}`;
}

/** Cloudflare API: two records of a name and a type differ in what they hold. */
function isSame(found: Answer, wanted: DnsInputs): boolean {
  const { name, type, content, data } = told(found, wanted.zoneId);
  const same = name === wanted.name && type === wanted.type && content === wanted.content;
  return same && JSON.stringify(sorted(data)) === JSON.stringify(sorted(wanted.data));
}

const sorted = (data: DnsInputs["data"]) => Object.entries(data ?? {}).toSorted(([a], [b]) => a.localeCompare(b));

/** The whole record: PUT replaces, so that what is left out is unset. */
function bodyOf(inputs: DnsInputs): Readonly<Record<string, unknown>> {
  const missing = missingOf(inputs);
  if (missing.length > 0) {
    const where = `${inputs.type} record ${inputs.name}`;
    throw new VendorError(`The ${where} has no ${missing.join(" and no ")}.`, { fix: `set ${missing.join(", ")}` });
  }
  const { zoneId: _, data, settings, ...wanted } = inputs;
  const on = Object.fromEntries(Object.entries(settings).filter(([, value]) => value));
  return { ...wanted, ...(data && { data: toSnake(data) }), settings: toSnake(on) };
}

function told(found: Answer, zoneId: string): Partial<DnsInputs> {
  const { type, name, ttl } = found;
  const data = dnsInputs.shape.data.unwrap();
  const known = Object.entries(toCamel(found.data ?? {}) as object).filter(([key]) => key in data.shape);
  const content = hasData(type) || !found.content ? {} : { content: normalContent(type, found.content) };
  return {
    ...{ zoneId, name, type: type as DnsInputs["type"], ttl, ...content },
    ...(hasData(type) ? { data: Object.fromEntries(known) } : {}),
    proxied: found.proxied ?? false,
    ...(hasPriority(type) && typeof found.priority === "number" ? { priority: found.priority } : {}),
    ...(found.comment ? { comment: found.comment } : {}),
    tags: (found.tags ?? []).toSorted(),
    settings: dnsInputs.shape.settings
      .unwrap()
      .strip()
      .parse(toCamel(found.settings ?? {})),
  };
}

const outputsOf = ({ id, proxiable }: Answer) => ({ recordId: id, proxiable: proxiable ?? false });
