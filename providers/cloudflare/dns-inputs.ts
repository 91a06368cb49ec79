import type { Issue } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { zoneId } from "./zone.ts";

/** Cloudflare API: some types say what they hold as text in `content`, the others part by part in `data`. */
const contentTypes = ["A", "AAAA", "CNAME", "MX", "NS", "OPENPGPKEY", "PTR", "TXT"] as const;
const dataTypes = [
  ...(["CAA", "CERT", "DNSKEY", "DS", "HTTPS", "LOC", "NAPTR", "SMIMEA"] as const),
  ...(["SRV", "SSHFP", "SVCB", "TLSA", "URI"] as const),
] as const;
const proxiedTypes: readonly string[] = ["A", "AAAA", "CNAME"];
const priorityTypes: readonly string[] = ["MX", "URI"];

const number = (what: string) => z.number().optional().describe(what);
const text = (what: string) => z.string().optional().describe(what);

const data = z.strictObject({
  algorithm: number("CERT, DNSKEY, DS, SSHFP: algorithm."),
  altitude: number("LOC: metres."),
  certificate: text("CERT, SMIMEA, TLSA: certificate."),
  digest: text("DS: digest."),
  digestType: number("DS: its kind."),
  fingerprint: text("SSHFP: fingerprint."),
  flags: z.union([z.number(), z.string()]).optional().describe("CAA, DNSKEY: a number. NAPTR: a text."),
  keyTag: number("CERT, DS: key tag."),
  latDegrees: number("LOC: degrees of latitude."),
  latDirection: text("LOC: `N` or `S`."),
  latMinutes: number("LOC: minutes of latitude."),
  latSeconds: number("LOC: seconds of latitude."),
  longDegrees: number("LOC: degrees of longitude."),
  longDirection: text("LOC: `E` or `W`."),
  longMinutes: number("LOC: minutes of longitude."),
  longSeconds: number("LOC: seconds of longitude."),
  matchingType: number("SMIMEA, TLSA: how it is matched."),
  order: number("NAPTR: order."),
  port: number("SRV: port."),
  precisionHorz: number("LOC: horizontal precision in metres."),
  precisionVert: number("LOC: vertical precision in metres."),
  preference: number("NAPTR: preference."),
  priority: number("HTTPS, SRV, SVCB: priority."),
  protocol: number("DNSKEY: protocol, 3."),
  publicKey: text("DNSKEY: public key."),
  regex: text("NAPTR: expression."),
  replacement: text("NAPTR: replacement."),
  selector: number("SMIMEA, TLSA: what is matched."),
  service: text("NAPTR: service."),
  size: number("LOC: size in metres."),
  tag: text("CAA: `issue`, `issuewild` or `iodef`."),
  target: text("HTTPS, SRV, SVCB, URI: target."),
  type: number("CERT, SSHFP: kind."),
  usage: number("SMIMEA, TLSA: usage."),
  value: text("CAA, HTTPS, SVCB: value."),
  weight: number("SRV, URI: weight."),
});

const off = (what: string) => z.boolean().default(false).describe(what);

export const dnsInputs = z.strictObject({
  zoneId,
  name: z
    .string()
    .min(1)
    .max(255)
    .transform((given) => given.toLowerCase().replace(/\.$/, ""))
    .describe("Name, in full or relative to the zone; `@` is the zone itself."),
  type: z.enum([...contentTypes, ...dataTypes]).describe("Type."),
  content: z
    .string()
    .optional()
    .describe(`What it holds, for ${contentTypes.join(", ")}. A TXT without quotes, however long.`),
  data: data.optional().describe(`What it holds, for ${dataTypes.join(", ")}.`),
  ttl: z
    .int()
    .refine((seconds) => seconds === 1 || (seconds >= 30 && seconds <= 86_400), "must be 1 (automatic) or 30 to 86400")
    .default(1)
    .describe("Seconds that others keep it, 60 to 86400 (30 on Enterprise); 1 is automatic."),
  proxied: off("Whether requests go through Cloudflare."),
  priority: z.int().min(0).max(65_535).optional().describe("Of MX and URI; the lower comes first."),
  comment: z.string().min(1).max(500).optional().describe("A note, up to 500 characters (100 on the free plan)."),
  tags: z
    .array(z.string())
    .default([])
    .transform((all) => [...new Set(all)].toSorted())
    .describe("Labels `name:value`, in any order; not on the free plan."),
  settings: z
    .strictObject({
      flattenCname: off("Whether a CNAME is answered with the addresses behind it."),
      ipv4Only: off("Whether a proxied name has no IPv6 address."),
      ipv6Only: off("Whether a proxied name has no IPv4 address."),
    })
    .default({ flattenCname: false, ipv4Only: false, ipv6Only: false })
    .describe("Settings of the record."),
});

export type DnsInputs = z.output<typeof dnsInputs>;

export const hasData = (type: string): boolean => (dataTypes as readonly string[]).includes(type);
export const hasPriority = (type: string): boolean => priorityTypes.includes(type);

/** What the schema cannot say; what is not known yet is absent. */
export function recordIssues(given: Partial<DnsInputs>): Issue[] {
  const { content, data, priority, proxied, ttl, settings } = given;
  const type: string = given.type ?? "";
  const issue = (when: boolean | undefined, property: string, reason: string): Issue[] =>
    when ? [{ property, reason }] : [];
  const isOf = (schema: z.ZodType) => content === undefined || schema.safeParse(content).success;
  const oneFamily = settings?.ipv4Only || settings?.ipv6Only;
  return [
    ...issue(hasData(type) && content !== undefined, "content", `is not for ${type}: give it in data`),
    ...issue(!hasData(type) && data !== undefined, "data", `is not for ${type}: give it in content`),
    ...issue(!hasPriority(type) && priority !== undefined, "priority", `is not for ${type}`),
    ...issue(proxied && !proxiedTypes.includes(type), "proxied", `is for ${proxiedTypes.join(", ")} only`),
    ...issue(proxied && ttl !== undefined && ttl !== 1, "ttl", "is automatic (1) for a proxied record"),
    ...issue(settings?.flattenCname && type !== "CNAME", "settings.flattenCname", "is for CNAME only"),
    ...issue(oneFamily && proxied === false, "settings", "ipv4Only and ipv6Only are for proxied records only"),
    ...issue(type === "A" && !isOf(z.ipv4()), "content", "must be an IPv4 address"),
    ...issue(type === "AAAA" && !isOf(z.ipv6()), "content", "must be an IPv6 address"),
  ];
}

/** What a type cannot be without; only known once everything is. */
export function missingOf({ type, content, data, priority }: DnsInputs): string[] {
  return [
    ...(hasData(type) && data === undefined ? ["data"] : []),
    ...(!hasData(type) && content === undefined ? ["content"] : []),
    ...(hasPriority(type) && priority === undefined ? ["priority"] : []),
  ];
}
