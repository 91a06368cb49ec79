import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, gone, type Supabase, understood } from "./client.ts";
import {
  Deployed,
  deploy,
  functionPath,
  isSource,
  Outputs,
  outputsOf,
  placeOf,
  readFunction,
} from "./function-deploy.ts";
import { readSource } from "./function-source.ts";

const Inputs = z.object({
  projectRef: z.string().min(1).describe("The project's reference, 20 lower-case letters."),
  slug: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "must begin with a letter and hold letters, digits, _ and - only")
    .describe("Last part of the function's address. Cannot change."),
  name: z.string().min(1).optional().describe("Name in the dashboard; unset is the slug."),
  entrypoint: z.string().min(1).describe("The file that serves, e.g. `supabase/functions/hello/index.ts`."),
  directory: z.string().min(1).default(".").describe("Folder, from the program's, at which all paths here start."),
  importMap: z
    .string()
    .min(1)
    .optional()
    .describe("Import map or deno.json; unset is the one beside the entrypoint, else one folder up, if any."),
  staticFiles: z.array(z.string().min(1)).default([]).describe("Glob patterns of files that are no code."),
  verifyJwt: z.boolean().default(true).describe("Let only requests with a valid token of the project in."),
  verifyJwtReason: z.string().min(10).optional().describe("Why `verifyJwt` is false: a sentence, shown in reviews."),
  sourceHash: z.string().optional().describe("SHA-256 over the paths and contents of all sources."),
  files: z.array(z.string()).optional().describe("Every file that the function consists of."),
});

type Declared = z.output<typeof Inputs>;

export const EdgeFunction = resource<Supabase>()({
  token: "supabase:index/edgeFunction:EdgeFunction",
  description:
    "An edge function (Deno). Its sources are found by following the imports from the entrypoint; it is deployed when their content changes, and only then.",
  calls: [
    "GET /v1/projects/{ref}/functions",
    "POST /v1/projects/{ref}/functions/deploy",
    "PATCH /v1/projects/{ref}/functions/{function_slug}",
    "DELETE /v1/projects/{ref}/functions/{function_slug}",
  ],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "slug"],
  writeOnly: ["entrypoint", "directory", "importMap", "staticFiles", "verifyJwtReason"],
  computed: ["sourceHash", "files"],
  facts: ["files", "verifyJwtReason"],
  changing: ["version", "checksum", "status", "updatedAt"],
  importId: "<project ref>/<slug>",
  parseId: split,

  async check({ client }, inputs) {
    const issues =
      inputs.verifyJwt === false && inputs.verifyJwtReason === undefined
        ? [
            {
              property: "verifyJwtReason",
              reason: "is required when verifyJwt is false: say in a sentence why anyone may call it",
            },
          ]
        : [];
    if (holdsUnknownPath(inputs)) return { inputs, issues };
    const source = await readSource(placeOf(client, inputs));
    if (!isSource(source)) return { inputs, issues: [...issues, ...source] };
    return { inputs: { ...inputs, sourceHash: source.hash, files: [...source.files.keys()] }, issues };
  },

  async find({ client }, { projectRef, slug }) {
    return (await readFunction(client, projectRef, slug)) === undefined ? undefined : `${projectRef}/${slug}`;
  },

  async create({ client }, inputs) {
    const id = `${inputs.projectRef}/${inputs.slug}`;
    return { id, outputs: await deploy(client, inputs) };
  },

  async read({ client }, id, known) {
    const at = split(id);
    const live = at && (await readFunction(client, at.projectRef, at.slug));
    if (at === undefined || live === undefined) return undefined;
    return {
      inputs: defined({
        ...at,
        name: known.name === undefined && live.name === at.slug ? undefined : live.name,
        verifyJwt: live.verify_jwt ?? true,
      }),
      outputs: outputsOf(at.projectRef, live),
      changed: isOurs(live, known) ? [] : ["sourceHash"],
    };
  },

  async update({ client }, _id, inputs, old) {
    if (!sameSource(inputs, old)) return deploy(client, inputs);
    const body = { name: inputs.name ?? inputs.slug, verify_jwt: inputs.verifyJwt };
    const answer = await client.http.send("PATCH", functionPath(inputs.projectRef, inputs.slug), { body });
    return outputsOf(inputs.projectRef, understood(Deployed, answer.body));
  },

  async delete({ client }, id) {
    const at = split(id);
    if (at !== undefined) await client.http.send("DELETE", functionPath(at.projectRef, at.slug), { accept: gone });
  },
});

/** Whether what is deployed is what we deployed last. Without a checksum on both sides the version tells. */
function isOurs(live: z.output<typeof Deployed>, known: Partial<z.output<typeof Outputs>>): boolean {
  if (live.ezbr_sha256 !== undefined && known.checksum !== undefined) return live.ezbr_sha256 === known.checksum;
  return known.version === undefined || live.version === known.version;
}

const sameSource = (now: Declared, old: Partial<Declared>): boolean =>
  now.sourceHash === old.sourceHash &&
  now.entrypoint === old.entrypoint &&
  now.importMap === old.importMap &&
  now.staticFiles.join("\n") === (old.staticFiles ?? []).join("\n");

/** In a preview Check gets only what is known already: then nothing can be read yet. */
const holdsUnknownPath = (inputs: Partial<Declared>): boolean =>
  inputs.entrypoint === undefined || inputs.directory === undefined || inputs.staticFiles === undefined;

function split(id: string): { projectRef: string; slug: string } | undefined {
  const [projectRef, slug, ...more] = id.split("/");
  return projectRef && slug && more.length === 0 ? { projectRef, slug } : undefined;
}
