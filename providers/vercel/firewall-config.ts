import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { bare, scope, type Vercel } from "./client.ts";
import { firewallInputs, firewallIssues } from "./firewall-inputs.ts";
import { firewallAnswer, told, toWire } from "./firewall-wire.ts";
import { projectOfId } from "./project-id.ts";
import { understood } from "./understood.ts";

export const firewallConfig = resource<Vercel>()({
  token: "vercel:index/firewallConfig:FirewallConfig",
  description: "A project's firewall, as a whole: managed rule sets, own rules with rate limits, rules for addresses.",
  calls: ["GET /v1/security/firewall/config/{configVersion}", "PUT /v1/security/firewall/config"],
  inputs: firewallInputs,
  outputs: z.object({}),
  replaceOn: ["projectId", "teamId"],
  importId: "<project id>, or <team id>/<project id>",

  parseId: projectOfId,

  check: async (_, wanted) => ({ issues: firewallIssues(wanted) }),

  /** A configuration that holds nothing and is off is what a removed one leaves behind. */
  async find(call, wanted) {
    const found = await active(call, wanted);
    return found !== undefined && told(found, {}) !== undefined ? wanted.projectId : undefined;
  },

  async create(call, wanted) {
    await put(call, wanted, toWire(wanted, undefined));
    return { id: wanted.projectId, outputs: {} };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? bare(id), teamId: known.teamId };
    const found = await active(call, of);
    const inputs = found && told(found, known);
    return inputs && { inputs: { ...of, ...inputs }, outputs: {} };
  },

  async update(call, _, wanted) {
    await put(call, wanted, toWire(wanted, await active(call, wanted)));
    return {};
  },

  // Vercel REST: a configuration cannot be deleted, only emptied and switched off.
  delete: (call, id, known) =>
    put(
      call,
      { projectId: known.projectId ?? bare(id), teamId: known.teamId },
      toWire({ enabled: false }, undefined),
      [404],
    ),
});

interface Of {
  readonly projectId: string;
  readonly teamId?: string | undefined;
}

/** Vercel REST: 404 for a project that never had one, and for one that is gone. */
async function active({ client }: Reading<Vercel>, of: Of) {
  const path = "/v1/security/firewall/config/active";
  const query = { ...scope(client, of), projectId: of.projectId };
  const { status, body } = await client.http.send("GET", path, { query, accept: [404] });
  return status === 404 ? undefined : understood(firewallAnswer, body, `GET ${path}`);
}

async function put({ client }: Reading<Vercel>, of: Of, body: object, accept: readonly number[] = []): Promise<void> {
  const query = { ...scope(client, of), projectId: of.projectId };
  await client.http.send("PUT", "/v1/security/firewall/config", { query, body, accept });
}
