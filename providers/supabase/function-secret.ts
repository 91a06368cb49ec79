import { createHash } from "node:crypto";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { found, gone, path, type Supabase } from "./client.ts";

const Inputs = z.object({
  projectRef: z.string().min(1).describe("The project's reference, 20 lower-case letters."),
  name: z
    .string()
    .min(1)
    .max(256)
    // Edge functions get SUPABASE_URL and friends from the vendor; the API refuses the whole prefix.
    .regex(/^(?!SUPABASE_)[A-Za-z_][A-Za-z0-9_]*$/, "must be a variable name that does not begin with SUPABASE_")
    .describe("Name of the environment variable, at most 256 characters, not beginning with SUPABASE_."),
  value: z
    .string()
    .max(24_576)
    .describe("Its value, at most 24576 characters. The vendor tells only its SHA-256, by which a change is seen."),
});

const Outputs = z.object({
  updatedAt: z.string().optional().describe("When the vendor last took a value, ISO 8601."),
});

const Secrets = z.array(z.object({ name: z.string(), value: z.string(), updated_at: z.string().optional() }));

export const FunctionSecret = resource<Supabase>()({
  token: "supabase:index/functionSecret:FunctionSecret",
  description: "One environment variable of all edge functions of a project.",
  calls: ["GET /v1/projects/{ref}/secrets", "POST /v1/projects/{ref}/secrets", "DELETE /v1/projects/{ref}/secrets"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "name"],
  secrets: ["value"],
  writeOnly: ["value"],
  changing: ["updatedAt"],
  importId: "<project ref>/<name>",
  parseId: split,

  async find({ client }, { projectRef, name }) {
    return (await readSecret(client, projectRef, name)) === undefined ? undefined : `${projectRef}/${name}`;
  },

  async create({ client, created }, { projectRef, name, value }) {
    await client.setSecret(projectRef, { name, value });
    const id = `${projectRef}/${name}`;
    created(id);
    return { id, outputs: await outputsOf(client, projectRef, name) };
  },

  async read({ client }, id, known) {
    const at = split(id);
    const secret = at && (await readSecret(client, at.projectRef, at.name));
    if (at === undefined || secret === undefined) return undefined;
    const ours = known.value === undefined || sha256(known.value) === secret.value.toLowerCase();
    return {
      inputs: at,
      outputs: toOutputs(secret.updated_at),
      changed: ours ? [] : ["value"],
    };
  },

  async update({ client }, _id, { projectRef, name, value }) {
    await client.setSecret(projectRef, { name, value });
    return outputsOf(client, projectRef, name);
  },

  async delete({ client }, id) {
    const at = split(id);
    if (at !== undefined) await client.deleteSecret(at.projectRef, at.name);
  },
});

/** One list of a project's secrets serves all of them. */
async function readSecret({ http }: Supabase, ref: string, name: string) {
  const secrets = found(Secrets, await http.shared(path(ref, "/secrets"), { accept: gone }));
  return secrets?.find((secret) => secret.name === name);
}

async function outputsOf(client: Supabase, ref: string, name: string): Promise<z.output<typeof Outputs>> {
  return toOutputs((await readSecret(client, ref, name))?.updated_at);
}

const toOutputs = (updatedAt: string | undefined) => (updatedAt === undefined ? {} : { updatedAt });

const sha256 = (value: string): string => createHash("sha256").update(value, "utf8").digest("hex");

function split(id: string): { projectRef: string; name: string } | undefined {
  const [projectRef, name, ...more] = id.split("/");
  return projectRef && name && more.length === 0 ? { projectRef, name } : undefined;
}
