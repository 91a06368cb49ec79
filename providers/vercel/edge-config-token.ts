import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { edgeConfigId, teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import type { Vercel } from "./client.ts";

const inputs = z.strictObject({
  teamId,
  edgeConfigId,
  label: z.string().min(1).max(52).describe("What it is for, up to 52 characters."),
});

const outputs = z.object({
  token: z.string().describe("Reads the edge config."),
  connectionString: z.string().describe("Address and token in one, for the variable `EDGE_CONFIG` of a project."),
});

const answer = z.object({ token: z.string(), label: z.string(), id: z.string() });

/** Vercel REST: a token is told at its creation and looked up by itself, so only state knows which one is ours. */
export const edgeConfigToken = resource<Vercel>()({
  token: "vercel:index/edgeConfigToken:EdgeConfigToken",
  description: "A token that reads an edge config. It cannot be imported: make a new one instead.",
  calls: [
    "GET /v1/edge-config/{edgeConfigId}/token/{token}",
    "POST /v1/edge-config/{edgeConfigId}/token",
    "DELETE /v1/edge-config/{edgeConfigId}/tokens",
  ],
  inputs,
  outputs,
  secrets: ["token", "connectionString"],
  importId: "none",
  neverImported: "Vercel tells a token once and looks it up by itself alone, so no id could name it",
  parseId: () => undefined,

  async create(call, wanted) {
    const path = `/v1/edge-config/${wanted.edgeConfigId}/token` as const;
    const made = await tell(call, `POST ${path}`, wanted, { label: wanted.label }, answer.omit({ label: true }));
    return { id: `${wanted.edgeConfigId}/${made.id}`, outputs: outputsOf(wanted.edgeConfigId, made.token) };
  },

  async read(call, id, known) {
    const { edgeConfigId: config = id.split("/")[0] ?? "", token } = known;
    if (token === undefined) throw new VendorError(`The token ${id} is not known any more, so it cannot be looked up.`);
    const found = await look(call, `/v1/edge-config/${config}/token/${token}`, known, answer);
    if (found === undefined) return undefined;
    return {
      inputs: { edgeConfigId: config, label: found.label, teamId: known.teamId },
      outputs: outputsOf(config, found.token),
    };
  },

  async delete(call, id, { edgeConfigId: config = id.split("/")[0] ?? "", token, teamId: team }) {
    if (token === undefined) return;
    await remove(call, `/v1/edge-config/${config}/tokens`, { teamId: team }, { tokens: [token] });
  },
});

const outputsOf = (config: string, token: string) => ({
  token,
  connectionString: `https://edge-config.vercel.com/${config}?token=${token}`,
});
