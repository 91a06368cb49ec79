import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import { bare, splitId, type Vercel } from "./client.ts";

const inputs = z.strictObject({
  teamId,
  name: z
    .string()
    .min(1)
    .max(50)
    .regex(/^[A-Za-z0-9_ -]+$/, "must be letters, digits, `_`, `-` and blanks")
    .describe("Name of the group, unique in its team; up to 50 characters."),
});

const answer = z.object({ accessGroupId: z.string(), name: z.string() });
const list = z.object({
  accessGroups: z.array(answer).nullish(),
  pagination: z.object({ next: z.string().nullish() }).nullish(),
});

export const accessGroup = resource<Vercel>()({
  token: "vercel:index/accessGroup:AccessGroup",
  description: "A group of a team's members with the same access to projects. Its members are put in at Vercel.",
  calls: [
    "GET /v1/access-groups",
    "GET /v1/access-groups/{idOrName}",
    "POST /v1/access-groups",
    "POST /v1/access-groups/{idOrName}",
    "DELETE /v1/access-groups/{idOrName}",
  ],
  inputs,
  outputs: z.object({ accessGroupId: z.string().describe("`ag_…`.") }),
  replaceOn: ["teamId"],
  importId: "<access group id>, or <team id>/<access group id>",

  parseId(id) {
    const parts = splitId(id, ["group"]);
    return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
  },

  async find(call, wanted) {
    for (let next: string | undefined; ; ) {
      const page = await look(call, "/v1/access-groups", wanted, list, { limit: 100, next });
      const found = page?.accessGroups?.find(({ name }) => name === wanted.name);
      // Vercel REST: alone among the lists, its next page is named by a text.
      const following = page?.pagination?.next ?? undefined;
      if (found !== undefined || following === undefined || following === next) return found?.accessGroupId;
      next = following;
    }
  },

  async create(call, wanted) {
    const { accessGroupId } = await tell(call, "POST /v1/access-groups", wanted, { name: wanted.name }, answer);
    return { id: accessGroupId, outputs: { accessGroupId } };
  },

  async read(call, id, known) {
    const found = await look(call, `/v1/access-groups/${bare(id)}`, known, answer);
    if (found === undefined) return undefined;
    const { accessGroupId, name } = found;
    return { inputs: { name, teamId: known.teamId }, outputs: { accessGroupId } };
  },

  async update(call, id, wanted) {
    const path = `/v1/access-groups/${bare(id)}` as const;
    const { accessGroupId } = await tell(call, `POST ${path}`, wanted, { name: wanted.name }, answer);
    return { accessGroupId };
  },

  delete: (call, id, known) => remove(call, `/v1/access-groups/${bare(id)}`, known),
});
