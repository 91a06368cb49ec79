import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { look, remove, set } from "./ask.ts";
import { bare, type Vercel } from "./client.ts";
import { projectOfId } from "./project-id.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  advancementType: z
    .enum(["automatic", "manual-approval"])
    .describe("Whether a stage ends after its `duration`, or when somebody approves the next."),
  stages: z
    .array(
      z.strictObject({
        targetPercentage: z.int().min(0).max(100).describe("Share of the visitors that see the new deployment."),
        duration: z
          .int()
          .min(1)
          .max(10_000)
          .optional()
          .describe("Minutes; with `automatic`, in all stages but the last."),
      }),
    )
    .min(2)
    .max(10)
    .describe("2 to 10, each with more visitors than the one before; the last is 100."),
});
type Inputs = z.output<typeof inputs>;

/** Vercel REST: null or absent when releases do not roll; how a stage ends is told by the stages alone. */
const answer = z.object({
  rollingRelease: z
    .object({
      stages: z
        .array(
          z.object({
            targetPercentage: z.number(),
            duration: z.number().nullish(),
            requireApproval: z.boolean().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export const projectRollingRelease = resource<Vercel>()({
  token: "vercel:index/projectRollingRelease:ProjectRollingRelease",
  description: "New production deployments are shown to more and more visitors. Removing it shows them to all at once.",
  calls: [
    "GET /v1/projects/{idOrName}/rolling-release/config",
    "PATCH /v1/projects/{idOrName}/rolling-release/config",
    "DELETE /v1/projects/{idOrName}/rolling-release/config",
  ],
  inputs,
  outputs: z.object({}),
  replaceOn: ["projectId", "teamId"],
  importId: "<project id>, or <team id>/<project id>",
  parseId: projectOfId,
  check: async (_, wanted) => ({ issues: issues(wanted) }),

  async find(call, wanted) {
    return (await stagesOf(call, wanted)) === undefined ? undefined : wanted.projectId;
  },

  async create(call, wanted) {
    await set(call, `PATCH ${pathOf(wanted)}`, wanted, bodyOf(wanted));
    return { id: wanted.projectId, outputs: {} };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? bare(id), teamId: known.teamId };
    const found = await stagesOf(call, of);
    if (found === undefined) return undefined;
    const manual = found.some(({ requireApproval }) => requireApproval === true);
    return {
      inputs: {
        ...of,
        advancementType: manual ? ("manual-approval" as const) : ("automatic" as const),
        stages: found.map(({ targetPercentage, duration }) => ({
          targetPercentage,
          ...(duration ? { duration } : {}),
        })),
      },
      outputs: {},
    };
  },

  async update(call, _, wanted) {
    await set(call, `PATCH ${pathOf(wanted)}`, wanted, bodyOf(wanted));
    return {};
  },

  delete: (call, id, known) => remove(call, pathOf({ projectId: known.projectId ?? bare(id) }), known),
});

const pathOf = ({ projectId: project }: Pick<Inputs, "projectId">) =>
  `/v1/projects/${project}/rolling-release/config` as const;

async function stagesOf(
  call: Reading<Vercel>,
  of: Pick<Inputs, "projectId"> & { readonly teamId?: string | undefined },
) {
  const found = await look(call, pathOf(of), of, answer);
  return found?.rollingRelease?.stages ?? undefined;
}

const bodyOf = ({ advancementType, stages }: Inputs) => ({
  enabled: true,
  advancementType,
  stages: stages.map((stage, index) => ({
    ...stage,
    requireApproval: advancementType === "manual-approval" && index < stages.length - 1,
  })),
});

function issues({ advancementType, stages = [] }: Partial<Inputs>) {
  const last = stages.length - 1;
  return stages.flatMap(({ targetPercentage, duration }, index) => {
    const found: { property: string; reason: string }[] = [];
    const say = (property: string, reason: string) => found.push({ property: `stages[${index}].${property}`, reason });
    if (index === last && targetPercentage !== 100) say("targetPercentage", "must be 100 in the last stage");
    if (targetPercentage <= (stages[index - 1]?.targetPercentage ?? -1))
      say("targetPercentage", "must be more than in the stage before");
    if (index === last && duration !== undefined) say("duration", "does not belong to the last stage");
    if (advancementType === "automatic" && index < last && duration === undefined)
      say("duration", "is required for automatic");
    if (advancementType === "manual-approval" && index < last && duration !== undefined)
      say("duration", "does not belong to manual-approval");
    return found;
  });
}
