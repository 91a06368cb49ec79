import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, refuse, type Supabase } from "../refusals.ts";
import type { Project } from "../state.ts";

const cidrs = z.object({
  dbAllowedCidrs: z.array(z.string()).optional(),
  dbAllowedCidrsV6: z.array(z.string()).optional(),
});
const patch = z.object({ add: cidrs.optional(), remove: cidrs.optional() });

/** Who may connect to the database: TLS enforcement and allowed address ranges. They are recorded, not enforced here. */
export function networkRoutes(app: Hono, context: Supabase): void {
  const ssl = "/v1/projects/:ref/ssl-enforcement";
  app.get(ssl, (c) => {
    const project = readyProject(context, c);
    const { database, applied } = project.ssl;
    // A change is not applied at once: the second read after it finds it done.
    project.ssl.applied = true;
    context.changed();
    return c.json({ currentConfig: { database }, appliedSuccessfully: applied });
  });
  app.put(ssl, async (c) => {
    const project = readyProject(context, c);
    const { requestedConfig } = await body(c, z.object({ requestedConfig: z.object({ database: z.boolean() }) }));
    project.ssl = { database: requestedConfig.database, applied: false };
    context.changed();
    return c.json({ currentConfig: requestedConfig, appliedSuccessfully: false });
  });

  const network = "/v1/projects/:ref/network-restrictions";
  app.get(network, (c) => c.json(networkView(readyProject(context, c))));
  app.post(`${network}/apply`, async (c) => {
    const project = readyProject(context, c);
    const given = await body(c, cidrs);
    restrict(project, checkedRanges(given.dbAllowedCidrs, isIPv4), checkedRanges(given.dbAllowedCidrsV6, isIPv6));
    return c.json(networkView(project), 201);
  });
  app.patch(network, async (c) => {
    const project = readyProject(context, c);
    const { add, remove } = await body(c, patch);
    const merge = (old: readonly string[], more: readonly string[], less: readonly string[] = []) => [
      ...new Set([...old, ...more].filter((range) => !less.includes(range))),
    ];
    restrict(
      project,
      merge(project.network.v4, checkedRanges(add?.dbAllowedCidrs, isIPv4), remove?.dbAllowedCidrs),
      merge(project.network.v6, checkedRanges(add?.dbAllowedCidrsV6, isIPv6), remove?.dbAllowedCidrsV6),
    );
    const typed = (list: readonly string[], type: string) => list.map((address) => ({ address, type }));
    const both = [...typed(project.network.v4, "v4"), ...typed(project.network.v6, "v6")];
    return c.json({ entitlement: "allowed", config: { dbAllowedCidrs: both }, status: "applied" });
  });

  function restrict(project: Project, v4: string[], v6: string[]): void {
    const { v4: oldV4, v6: oldV6 } = project.network;
    project.network = { v4, v6, old: { v4: oldV4, v6: oldV6 }, updatedAt: context.now().toISOString() };
    context.changed();
  }
}

export function networkView({ network }: Project): object {
  const config = (lists: { readonly v4: readonly string[]; readonly v6: readonly string[] }) => ({
    ...{ dbAllowedCidrs: lists.v4, dbAllowedCidrsV6: lists.v6 },
  });
  return {
    ...{ entitlement: "allowed", config: config(network), status: "applied" },
    ...(network.old && { old_config: config(network.old) }),
    ...(network.updatedAt && { updated_at: network.updatedAt, applied_at: network.updatedAt }),
  };
}

const privateRanges = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateRanges.addSubnet(network, bits, "ipv4");
}
privateRanges.addSubnet("fc00::", 7, "ipv6");

function checkedRanges(ranges: readonly string[] | undefined, isOfFamily: (address: string) => boolean): string[] {
  for (const range of ranges ?? []) {
    const [address = "", bits = ""] = range.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (!isOfFamily(address) || !/^\d+$/.test(bits) || Number(bits) > (family === "ipv4" ? 32 : 128)) {
      throw refuse(400, `${range} is not a valid CIDR of this list`);
    }
    if (privateRanges.check(address, family)) throw refuse(400, `private IP addresses are not allowed: ${range}`);
  }
  return [...(ranges ?? [])];
}
