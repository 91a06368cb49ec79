import { isIPv4, isIPv6 } from "node:net";
import { refuse } from "./answer.ts";
import type { RecordFields, StoredRecord } from "./state.ts";

const addresses = ["A", "AAAA", "CNAME"];
const withData = [
  ...["CAA", "CERT", "DNSKEY", "DS", "HTTPS", "LOC", "NAPTR", "SMIMEA", "SRV", "SSHFP", "SVCB", "TLSA", "URI"],
];
const withContent = [...addresses, "MX", "NS", "OPENPGPKEY", "PTR", "TXT"];

/** What a record holds as Cloudflare keeps it. */
export function contentOf(type: string, content: string): string {
  return type === "TXT" && !content.startsWith('"') ? `"${content}"` : content;
}

/** @throws Refusal for a record that is none, and for one that is there already */
export function checkRecord(record: StoredRecord, all: readonly StoredRecord[]): void {
  const { fields } = record;
  const { type, content, data, ttl, proxied, priority } = fields;
  if (![...withContent, ...withData].includes(type)) throw refuse(400, 9004, "Invalid DNS record type.");
  if (withContent.includes(type) && !content) throw refuse(400, 9102, "content is a required field.");
  if (withData.includes(type) && !data) throw refuse(400, 9101, "data is a required data field.");
  if (type === "A" && !isIPv4(content ?? ""))
    throw refuse(400, 9005, "Content for A record must be a valid IPv4 address.");
  if (type === "AAAA" && !isIPv6(content ?? ""))
    throw refuse(400, 9006, "Content for AAAA record must be a valid IPv6 address.");
  if (["MX", "URI"].includes(type) && priority === undefined)
    throw refuse(400, 9100, "priority is a required data field.");
  if (ttl !== 1 && (ttl < 60 || ttl > 86_400))
    throw refuse(400, 9021, "TTL must be between 60 and 86400 seconds, or 1 for Automatic.");
  if (proxied && !addresses.includes(type)) throw refuse(400, 9004, "This record type cannot be proxied.");
  for (const other of all) {
    if (other.id === record.id || other.zone !== record.zone || other.fields.name !== fields.name) continue;
    if (other.fields.type === type && holds(other.fields) === holds(fields))
      throw refuse(400, 81058, "An identical record already exists.");
    if (type === "CNAME" && addresses.includes(other.fields.type))
      throw refuse(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
    if (other.fields.type === "CNAME" && addresses.includes(type))
      throw refuse(400, 81054, "A CNAME record with that host already exists.");
  }
}

const holds = ({ content, data }: RecordFields): string => JSON.stringify([content, data]);
