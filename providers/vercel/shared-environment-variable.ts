import { VendorError } from "@groundplan/kit/errors.ts";
import { type Known, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectIds, teamId } from "./account-inputs.ts";
import { look, tell } from "./ask.ts";
import { bare, scope, splitId, type Vercel } from "./client.ts";
import { sharedList } from "./shared-list.ts";
import { stringSet } from "./string-set.ts";

const inputs = z.strictObject({
  teamId,
  key: z
    .string()
    .max(256)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and `_`, and not begin with a digit")
    .describe("Name of the variable, up to 256 characters."),
  value: z.string().describe("The value."),
  sensitive: z.boolean().describe("Whether Vercel never shows the value again. Not for `development`."),
  targets: stringSet(z.enum(["production", "preview", "development"]))
    .default([])
    .describe("Which deployments see it; this or `applyToAllCustomEnvironments` must name some."),
  applyToAllCustomEnvironments: z.boolean().default(false).describe("Whether all custom environments see it."),
  projectIds: projectIds.unwrap().describe("Projects that see it; 1 to 50."),
  comment: z.string().max(500).default("").describe("What it is for, up to 500 characters."),
});
type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  updatedAt: z.number().describe("When it was last changed, in ms since the epoch."),
});

const answer = z.object({
  id: z.string(),
  key: z.string(),
  value: z.string().nullish(),
  type: z.string(),
  target: z.array(z.enum(["production", "preview", "development"])).nullish(),
  projectId: z.array(z.string()).nullish(),
  applyToAllCustomEnvironments: z.boolean().nullish(),
  comment: z.string().nullish(),
  decrypted: z.boolean().nullish(),
  updatedAt: z.number().nullish(),
});
type Answer = z.output<typeof answer>;

const failed = z.array(z.object({ error: z.object({ code: z.string().nullish(), message: z.string().nullish() }) }));

export const sharedEnvironmentVariable = resource<Vercel>()({
  token: "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable",
  description: "One environment variable of a team, seen by several of its projects.",
  calls: ["GET /v1/env", "GET /v1/env/{id}", "POST /v1/env", "PATCH /v1/env", "DELETE /v1/env"],
  inputs,
  outputs,
  replaceOn: ["teamId", "sensitive", "applyToAllCustomEnvironments"],
  deleteBeforeReplace: true,
  secrets: ["value"],
  writeOnly: ["value"],
  changing: ["updatedAt"],
  importId: "<variable id>, or <team id>/<variable id>",

  parseId(id) {
    const parts = splitId(id, ["variable"]);
    return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
  },

  check: async (_, wanted) => ({ issues: issues(wanted) }),

  /** Vercel REST: within a team, key and target are unique. */
  async find({ client }, wanted) {
    const all = await sharedList(client.http, "/v1/env", scope(client, wanted), "data", answer);
    return all?.find((one) => {
      const { key, targets, applyToAllCustomEnvironments: everywhere } = told(one);
      const same = targets.join() === wanted.targets.join() && everywhere === wanted.applyToAllCustomEnvironments;
      return key === wanted.key && same;
    })?.id;
  },

  async create(call, wanted) {
    const { key, value, comment, targets, applyToAllCustomEnvironments, projectIds: projectId } = wanted;
    const body = {
      evs: [{ key, value, comment }],
      type: typeOf(wanted),
      projectId,
      ...(targets.length === 0 ? {} : { target: targets }),
      ...(applyToAllCustomEnvironments ? { applyToAllCustomEnvironments } : {}),
    };
    const schema = z.object({ created: z.array(answer), failed: failed.default([]) });
    const { created, failed: refused } = await tell(call, "POST /v1/env", wanted, body, schema);
    const [made] = created;
    if (made === undefined) throw refusal(key, refused);
    return { id: made.id, outputs: { updatedAt: made.updatedAt ?? 0 } };
  },

  async read(call, id, known) {
    const found = await look(call, `/v1/env/${bare(id)}`, known, answer);
    if (found === undefined) return undefined;
    const now = { ...told(found), teamId: known.teamId };
    const changed = valueChanged(found, now, known) ? (["value"] as const) : [];
    return { inputs: now, outputs: { updatedAt: found.updatedAt ?? 0 }, changed };
  },

  async update(call, id, wanted) {
    const { key, value, comment, targets, projectIds: projectId } = wanted;
    const target = targets.length === 0 ? undefined : targets;
    const updates = { [bare(id)]: { key, value, comment, target, projectId, type: typeOf(wanted) } };
    const schema = z.object({ updated: z.array(answer), failed: failed.default([]) });
    const { updated, failed: refused } = await tell(call, "PATCH /v1/env", wanted, { updates }, schema);
    const [made] = updated;
    if (made === undefined) throw refusal(key, refused);
    return { updatedAt: made.updatedAt ?? 0 };
  },

  async delete(call, id, known) {
    const schema = z.object({ deleted: z.array(z.string()), failed: failed.default([]) });
    const answered = await tell(call, "DELETE /v1/env", known, { ids: [bare(id)] }, schema);
    if (answered.deleted.includes(bare(id)) || answered.failed.length === 0) return;
    // What is gone already is told among the failed ones.
    const left = await look(call, `/v1/env/${bare(id)}`, known, answer);
    if (left !== undefined) throw refusal(left.key, answered.failed);
  },
});

const typeOf = ({ sensitive }: Inputs) => (sensitive ? "sensitive" : "encrypted");

function told(found: Answer): Omit<Inputs, "teamId" | "value"> & { value?: string } {
  const readable = found.type !== "sensitive" && found.decrypted === true && typeof found.value === "string";
  return {
    key: found.key,
    sensitive: found.type === "sensitive",
    targets: (found.target ?? []).toSorted(),
    applyToAllCustomEnvironments: found.applyToAllCustomEnvironments ?? false,
    projectIds: (found.projectId ?? []).toSorted(),
    comment: found.comment ?? "",
    ...(readable ? { value: found.value ?? "" } : {}),
  };
}

/** As for a project's variable: a readable value is compared, of a sensitive one only the time of its change is known. */
function valueChanged(found: Answer, now: Partial<Inputs>, known: Known<typeof inputs, typeof outputs>): boolean {
  if (now.value !== undefined) return now.value !== known.value;
  if (known.updatedAt === undefined || (found.updatedAt ?? 0) <= known.updatedAt) return false;
  return (["key", "targets", "projectIds", "comment"] as const).every(
    (name) => JSON.stringify(now[name]) === JSON.stringify(known[name]),
  );
}

function refusal(key: string, [first]: z.output<typeof failed>): VendorError {
  const { code, message } = first?.error ?? {};
  const text = `${code ?? ""} ${message ?? "(no message)"}`.trim();
  return new VendorError(`Vercel refused the shared variable ${key}: ${text}`, code ? { code } : {});
}

function issues({ targets, sensitive, applyToAllCustomEnvironments: everywhere }: Partial<Inputs>) {
  const found: { property: string; reason: string }[] = [];
  if (targets?.length === 0 && everywhere === false)
    found.push({
      property: "targets",
      reason: "must name an environment, or applyToAllCustomEnvironments must be true",
    });
  if (sensitive === true && targets?.includes("development"))
    found.push({ property: "sensitive", reason: "must be false for the target development" });
  return found;
}
