import { type Known, type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { customEnvironmentId, projectId, teamId } from "./account-inputs.ts";
import { bare, scope, splitId, type Vercel } from "./client.ts";
import { stringSet } from "./string-set.ts";
import { understood } from "./understood.ts";
import { keyOf, listVariables, sameKey, type VariableAnswer, variableAnswer } from "./variable-answer.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  key: z
    .string()
    .max(256)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and `_`, and not begin with a digit")
    .describe("Name of the variable, up to 256 characters."),
  value: z.string().describe("The value; all of a deployment's together hold up to 64 KB."),
  sensitive: z
    .boolean()
    .describe("Whether Vercel never shows the value again. Not for `development`; no way back but a new variable."),
  targets: stringSet(z.enum(["production", "preview", "development"]))
    .default([])
    .describe("Which deployments see it; this or `customEnvironmentIds` must name one."),
  customEnvironmentIds: stringSet(customEnvironmentId)
    .default([])
    .describe("Ids `env_…` of custom environments that see it."),
  gitBranch: z.string().max(250).optional().describe("Only previews of this branch; needs the target `preview` alone."),
  comment: z.string().max(500).default("").describe("What it is for, up to 500 characters."),
});

const outputs = z.object({
  updatedAt: z
    .number()
    .describe("When it was last changed, in ms since the epoch: how a change of a sensitive value is seen."),
});

type Inputs = z.output<typeof inputs>;

export const projectEnvironmentVariable = resource<Vercel>()({
  token: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
  description: "One environment variable of a Vercel project.",
  calls: [
    "GET /v10/projects/{idOrName}/env",
    "POST /v10/projects/{idOrName}/env",
    "PATCH /v9/projects/{idOrName}/env/{id}",
    "DELETE /v9/projects/{idOrName}/env/{id}",
    "DELETE /v1/projects/{idOrName}/env",
  ],
  inputs,
  outputs,
  replaceOn: ["projectId", "teamId", "sensitive"],
  deleteBeforeReplace: true,
  secrets: ["value"],
  writeOnly: ["value"],
  changing: ["updatedAt"],
  importId: "<project id>/<variable id>, or <team id>/<project id>/<variable id>",

  parseId(id) {
    const parts = splitId(id, ["projectId", "variable"]);
    return parts && { projectId: parts.projectId, ...(parts.teamId === undefined ? {} : { teamId: parts.teamId }) };
  },

  check: async (_, wanted) => ({ issues: issues(wanted) }),

  async find(call, wanted) {
    const all = await list(call, wanted);
    const found = all?.find((one) => sameKey(keyOf(one), wanted));
    return found && `${wanted.projectId}/${found.id}`;
  },

  async create({ client }, wanted) {
    const { key, value, targets, customEnvironmentIds, gitBranch, comment } = wanted;
    const made = await client.variables.create(bare(wanted.projectId), scope(client, wanted), {
      ...{ key, value, targets, customEnvironmentIds, gitBranch, comment },
      type: typeOf(wanted),
    });
    return { id: `${wanted.projectId}/${made.id}`, outputs: outputsOf(made) };
  },

  async read(call, id, known) {
    const projectId = known.projectId ?? id.slice(0, id.lastIndexOf("/"));
    const all = await list(call, { projectId, teamId: known.teamId });
    const found = all?.find((one) => one.id === bare(id));
    if (found === undefined) return undefined;
    const told = { ...toInputs(found), projectId, teamId: known.teamId };
    return { inputs: told, outputs: outputsOf(found), changed: valueChanged(found, told, known) ? ["value"] : [] };
  },

  async update({ client }, id, wanted) {
    const path = `/v9/projects/${bare(wanted.projectId)}/env/${bare(id)}`;
    const { key, value, comment, targets, customEnvironmentIds, gitBranch } = wanted;
    const { body } = await client.http.send("PATCH", path, {
      query: scope(client, wanted),
      body: {
        key,
        value,
        comment,
        type: typeOf(wanted),
        target: targets,
        customEnvironmentIds,
        gitBranch: gitBranch ?? null,
      },
    });
    return outputsOf(understood(variableAnswer, body, `PATCH ${path}`));
  },

  async delete({ client }, id, known) {
    const projectId = known.projectId ?? id.slice(0, id.lastIndexOf("/"));
    await client.variables.delete(bare(projectId), scope(client, known), bare(id));
  },
});

type In = Pick<Inputs, "projectId" | "teamId">;

const list = ({ client }: Reading<Vercel>, of: In): Promise<VariableAnswer[] | undefined> =>
  listVariables(client.http, bare(of.projectId), scope(client, of));

const typeOf = ({ sensitive }: Inputs) => (sensitive ? "sensitive" : "encrypted");

const outputsOf = ({ updatedAt }: VariableAnswer) => ({ updatedAt: updatedAt ?? 0 });

function toInputs(variable: VariableAnswer): Omit<Inputs, "projectId" | "teamId" | "value"> & { value?: string } {
  const { key, targets, gitBranch, customEnvironmentIds } = keyOf(variable);
  const readable = variable.type !== "sensitive" && variable.decrypted !== false && typeof variable.value === "string";
  return {
    key,
    targets: [...targets] as Inputs["targets"],
    gitBranch,
    customEnvironmentIds: [...customEnvironmentIds],
    comment: variable.comment ?? "",
    sensitive: variable.type === "sensitive",
    ...(readable ? { value: variable.value ?? "" } : {}),
  };
}

/**
 * Whether the value at Vercel is not the one in state. A readable one is compared. Of another one only the time of the
 * last change is known: a later one means a new value, unless another property accounts for it.
 */
function valueChanged(
  found: VariableAnswer,
  told: Partial<Inputs>,
  known: Known<typeof inputs, typeof outputs>,
): boolean {
  if (told.value !== undefined) return told.value !== known.value;
  if (known.updatedAt === undefined || (found.updatedAt ?? 0) <= known.updatedAt) return false;
  return (["key", "targets", "gitBranch", "customEnvironmentIds", "comment", "sensitive"] as const).every(
    (name) => JSON.stringify(told[name]) === JSON.stringify(known[name]),
  );
}

function issues({ targets, customEnvironmentIds, sensitive, gitBranch }: Partial<Inputs>) {
  const found: { property: string; reason: string }[] = [];
  if (targets?.length === 0 && customEnvironmentIds?.length === 0) {
    found.push({ property: "targets", reason: "must name an environment, or customEnvironmentIds must" });
  }
  if (sensitive === true && targets?.includes("development")) {
    found.push({ property: "sensitive", reason: "must be false for the target development" });
  }
  if (gitBranch !== undefined && targets !== undefined && targets.join() !== "preview") {
    found.push({ property: "gitBranch", reason: 'needs targets ["preview"] alone' });
  }
  return found;
}
