import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import { bare, splitId, type Vercel } from "./client.ts";

const inputs = z.strictObject({
  teamId,
  name: z
    .string()
    .max(64)
    .regex(/^[\w-]+$/, "must be letters, digits, `_` and `-`")
    .describe("Its slug, unique in its team; up to 64 characters."),
});

const answer = z.object({ id: z.string(), slug: z.string() });

export const edgeConfig = resource<Vercel>()({
  token: "vercel:index/edgeConfig:EdgeConfig",
  description: "A small store that functions read without a round trip: switches, redirects, texts.",
  calls: [
    "GET /v1/edge-config",
    "GET /v1/edge-config/{edgeConfigId}",
    "POST /v1/edge-config",
    "PUT /v1/edge-config/{edgeConfigId}",
    "DELETE /v1/edge-config/{edgeConfigId}",
  ],
  inputs,
  outputs: z.object({ edgeConfigId: z.string().describe("`ecfg_…`.") }),
  replaceOn: ["teamId"],
  importId: "<edge config id>, or <team id>/<edge config id>",

  parseId(id) {
    const parts = splitId(id, ["config"]);
    return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
  },

  async find(call, wanted) {
    const all = await look(call, "/v1/edge-config", wanted, z.array(answer));
    return all?.find(({ slug }) => slug === wanted.name)?.id;
  },

  async create(call, wanted) {
    const made = await tell(call, "POST /v1/edge-config", wanted, { slug: wanted.name }, answer);
    return { id: made.id, outputs: { edgeConfigId: made.id } };
  },

  async read(call, id, known) {
    const found = await look(call, `/v1/edge-config/${bare(id)}`, known, answer);
    return found && { inputs: { name: found.slug, teamId: known.teamId }, outputs: { edgeConfigId: found.id } };
  },

  async update(call, id, wanted) {
    const made = await tell(call, `PUT /v1/edge-config/${bare(id)}`, wanted, { slug: wanted.name }, answer);
    return { edgeConfigId: made.id };
  },

  delete: (call, id, known) => remove(call, `/v1/edge-config/${bare(id)}`, known),
});
