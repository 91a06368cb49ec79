import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { partOf, set } from "./ask.ts";
import { bare, type Vercel } from "./client.ts";
import { projectOfId } from "./project-id.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  enabled: z.boolean().describe("Whether every visitor is challenged."),
  attackModeActiveUntil: z.int().min(0).describe("When it ends by itself, in ms since the epoch."),
});
type Inputs = z.output<typeof inputs>;

const answer = z.object({
  security: z
    .object({ attackModeEnabled: z.boolean().nullish(), attackModeActiveUntil: z.number().nullish() })
    .nullish(),
});

export const attackChallengeMode = resource<Vercel>()({
  token: "vercel:index/attackChallengeMode:AttackChallengeMode",
  description: "A project under attack challenges every visitor for a while. Removing it ends that.",
  calls: ["GET /v9/projects/{idOrName}", "POST /v1/security/attack-mode"],
  inputs,
  outputs: z.object({}),
  replaceOn: ["projectId", "teamId"],
  importId: "<project id>, or <team id>/<project id>",

  parseId: projectOfId,

  async create(call, wanted) {
    await write(call, wanted);
    return { id: wanted.projectId, outputs: {} };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? bare(id), teamId: known.teamId };
    const project = await partOf(call, of, answer);
    if (project === undefined) return undefined;
    const { attackModeEnabled, attackModeActiveUntil } = project.security ?? {};
    const enabled = attackModeEnabled ?? false;
    // Vercel REST: what is off has no end.
    const until = attackModeActiveUntil ?? known.attackModeActiveUntil ?? 0;
    return { inputs: { ...of, enabled, attackModeActiveUntil: until }, outputs: {} };
  },

  async update(call, _, wanted) {
    await write(call, wanted);
    return {};
  },

  delete: (call, id, known) =>
    write(call, { projectId: known.projectId ?? bare(id), teamId: known.teamId, enabled: false }, [404]),
});

const write = (
  call: Reading<Vercel>,
  wanted: Omit<Inputs, "attackModeActiveUntil"> & { readonly attackModeActiveUntil?: number },
  accept: readonly number[] = [],
): Promise<void> =>
  set(
    call,
    "POST /v1/security/attack-mode",
    wanted,
    {
      projectId: wanted.projectId,
      attackModeEnabled: wanted.enabled,
      attackModeActiveUntil: wanted.enabled ? wanted.attackModeActiveUntil : null,
    },
    accept,
  );
