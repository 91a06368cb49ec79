import { createHash } from "node:crypto";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { partOf, set } from "./ask.ts";
import { bare, splitId, type Vercel } from "./client.ts";
import { generatedSecret } from "./generated-secret.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  secret: z
    .string()
    .regex(/^[a-zA-Z0-9]{32}$/, "must be 32 letters and digits")
    .optional()
    .describe("32 letters and digits. Left out: made once, and kept."),
  note: z.string().max(100).default("").describe("What it is for."),
  isEnvVar: z
    .boolean()
    .default(false)
    .describe("Whether deployments see this one as VERCEL_AUTOMATION_BYPASS_SECRET. Vercel gives that to the first."),
});
type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  secret: z.string().describe("What an automated visitor sends as `x-vercel-protection-bypass`."),
});

const bypass = z.object({ scope: z.string(), isEnvVar: z.boolean().nullish(), note: z.string().nullish() });
/** Vercel REST: the secret is the key of the entry. Entries of other scopes belong to integrations. */
const answer = z.object({ protectionBypass: z.record(z.string(), bypass).nullish() });

export const projectProtectionBypass = resource<Vercel>()({
  token: "vercel:index/projectProtectionBypass:ProjectProtectionBypass",
  description: "A secret by which tests and monitors get past a project's deployment protection.",
  calls: ["GET /v9/projects/{idOrName}", "PATCH /v1/projects/{idOrName}/protection-bypass"],
  inputs,
  outputs,
  replaceOn: ["projectId", "teamId", "secret"],
  secrets: ["secret"],
  importId:
    "<project id>/<fingerprint>, or <team id>/<project id>/<fingerprint>; the fingerprint is the first 16 digits of " +
    'the secret\'s SHA-256, because ids are not encrypted in state: printf %s "$SECRET" | sha256sum | cut -c1-16',

  parseId(id) {
    const parts = splitId(id, ["projectId", "fingerprint"]);
    if (parts === undefined || !/^[0-9a-f]{16}$/.test(parts.fingerprint)) return undefined;
    return { projectId: parts.projectId, ...(parts.teamId === undefined ? {} : { teamId: parts.teamId }) };
  },

  check: async (_, { secret }, old) => ({ inputs: { secret: secret ?? old.secret ?? generatedSecret(32) } }),

  async find(call, wanted) {
    const all = await bypasses(call, wanted);
    return all !== undefined && secretOf(wanted) in all ? idOf(wanted) : undefined;
  },

  async create(call, wanted) {
    const { note } = wanted;
    const secret = secretOf(wanted);
    // Vercel REST: 409 for a secret that is there; it was not before, so an earlier try of this call made it.
    await change(call, wanted, { generate: { secret, ...(note === "" ? {} : { note }) } }, [409]);
    if (wanted.isEnvVar) await change(call, wanted, { update: { secret, note, isEnvVar: true } });
    return { id: idOf(wanted), outputs: { secret } };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? id.slice(0, id.lastIndexOf("/")), teamId: known.teamId };
    const all = Object.entries((await bypasses(call, of)) ?? {});
    const found = all.find(([secret]) => fingerprint(secret) === bare(id));
    if (found === undefined) return undefined;
    const [secret, { note, isEnvVar }] = found;
    // That Vercel gave it to the first one is nobody's wish.
    const told = { secret, note: note ?? "", isEnvVar: known.isEnvVar === true && isEnvVar === true };
    return { inputs: { ...of, ...told }, outputs: { secret } };
  },

  async update(call, _, wanted) {
    const { note, isEnvVar } = wanted;
    const secret = secretOf(wanted);
    await change(call, wanted, { update: { secret, note, ...(isEnvVar ? { isEnvVar } : {}) } });
    return { secret };
  },

  async delete(call, id, known) {
    const of = { projectId: known.projectId ?? id.slice(0, id.lastIndexOf("/")), teamId: known.teamId };
    await call.client.alone(`bypass ${of.projectId}`, async () => {
      const all = Object.entries((await bypasses(call, of)) ?? {});
      const [secret, it] = all.find(([one]) => fingerprint(one) === bare(id)) ?? [];
      if (secret === undefined) return;
      const heir = all.find(([one, { scope }]) => one !== secret && scope === "automation-bypass")?.[0];
      // Vercel REST: while there is one, one of them is the environment variable.
      if (it?.isEnvVar === true && heir !== undefined)
        await change(call, of, { update: { secret: heir, isEnvVar: true } });
      await change(call, of, { revoke: { secret, regenerate: false } }, [404]);
    });
  },
});

type Of = Pick<Inputs, "projectId"> & { readonly teamId?: string | undefined };

const change = (call: Reading<Vercel>, of: Of, body: object, accept: readonly number[] = []): Promise<void> =>
  set(call, `PATCH /v1/projects/${bare(of.projectId)}/protection-bypass`, of, body, accept);

const bypasses = async (call: Reading<Vercel>, of: Of) => {
  const project = await partOf(call, of, answer);
  return project && (project.protectionBypass ?? {});
};

const fingerprint = (secret: string): string => createHash("sha256").update(secret).digest("hex").slice(0, 16);

const idOf = (wanted: Inputs): string => `${wanted.projectId}/${fingerprint(secretOf(wanted))}`;

function secretOf({ secret }: Inputs): string {
  if (secret !== undefined) return secret;
  throw new VendorError("The bypass has no secret; Check makes one.", { fix: "please report it" });
}
