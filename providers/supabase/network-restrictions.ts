import { BlockList, isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { gone, path } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";

const ranges = (everybody: string, example: string) =>
  z
    .array(z.string().regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, `must be a range of addresses, e.g. ${example}`))
    .default([everybody])
    .transform((all) => [...new Set(all)].sort())
    .describe(`Ranges in CIDR form that may connect; order does not matter. ["${everybody}"] is everybody, [] nobody.`);

const open = { dbAllowedCidrs: ["0.0.0.0/0"], dbAllowedCidrsV6: ["::/0"] };

const at = "/network-restrictions";

export const NetworkRestrictions = projectSettings({
  token: "networkRestrictions:NetworkRestrictions",
  description:
    "Addresses that may connect to a project's database and its pooler; the HTTP APIs are open all the same. Deleting lets everybody in again, as the vendor has it.",
  calls: ["GET /v1/projects/{ref}/network-restrictions", "POST /v1/projects/{ref}/network-restrictions/apply"],
  inputs: z.object({
    projectRef,
    dbAllowedCidrs: ranges("0.0.0.0/0", "198.51.100.0/24"),
    dbAllowedCidrsV6: ranges("::/0", "2001:db8::/32"),
  }),
  at,
  live: z.object({
    config: z.object({
      dbAllowedCidrs: z.array(z.string()).optional(),
      dbAllowedCidrsV6: z.array(z.string()).optional(),
    }),
  }),
  // A list that the vendor leaves out was never set.
  told: ({ config }) => ({
    dbAllowedCidrs: [...(config.dbAllowedCidrs ?? open.dbAllowedCidrs)].sort(),
    dbAllowedCidrsV6: [...(config.dbAllowedCidrsV6 ?? open.dbAllowedCidrsV6)].sort(),
  }),

  async check(_call, { dbAllowedCidrs, dbAllowedCidrsV6 }) {
    return {
      issues: [
        ...problems("dbAllowedCidrs", dbAllowedCidrs ?? [], isIPv4, 32),
        ...problems("dbAllowedCidrsV6", dbAllowedCidrsV6 ?? [], isIPv6, 128),
      ],
    };
  },

  async write({ client }, ref, { dbAllowedCidrs, dbAllowedCidrsV6 }) {
    // Both lists as a whole: sent twice it does no harm.
    const body = { dbAllowedCidrs, dbAllowedCidrsV6 };
    await client.http.send("POST", path(ref, `${at}/apply`), { body, repeatable: true });
  },

  async reset({ client }, ref) {
    await client.http.send("POST", path(ref, `${at}/apply`), { body: open, repeatable: true, accept: gone });
  },
});

/** Supabase refuses private ranges, and an address of the other family in a list. */
function problems(name: string, list: readonly string[], isOfFamily: (address: string) => boolean, most: number) {
  return list.flatMap((range, index) => {
    const [address = "", bits = ""] = range.split("/");
    const property = `${name}[${index}]`;
    if (!isOfFamily(address) || Number(bits) > most) {
      return [{ property, reason: `"${range}" is no range of IPv${most === 32 ? 4 : 6} addresses` }];
    }
    if (!privateRanges.check(address, most === 32 ? "ipv4" : "ipv6")) return [];
    return [{ property, reason: `"${range}" is a private range; the vendor sees public addresses only` }];
  });
}

const privateRanges = new BlockList();
privateRanges.addSubnet("10.0.0.0", 8, "ipv4");
privateRanges.addSubnet("172.16.0.0", 12, "ipv4");
privateRanges.addSubnet("192.168.0.0", 16, "ipv4");
privateRanges.addSubnet("fc00::", 7, "ipv6");
