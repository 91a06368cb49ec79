import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase, understood } from "./client.ts";
import { readSource, type Source, sourceDirectory } from "./function-source.ts";

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

const Outputs = z.object({
  functionId: z.string().describe("The vendor's id of the function."),
  url: z.string().describe("Where it answers: https://<ref>.supabase.co/functions/v1/<slug>"),
  version: z.number().int().describe("Raised by every deployment."),
  checksum: z
    .string()
    .optional()
    .describe("The vendor's SHA-256 of the bundle, by which a foreign deployment is seen."),
  status: z.string().describe("`ACTIVE`, `REMOVED` or `THROTTLED`."),
  updatedAt: z.number().optional().describe("Milliseconds since 1970."),
});

const Deployed = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  status: z.string(),
  version: z.number().int(),
  verify_jwt: z.boolean().optional(),
  ezbr_sha256: z.string().optional(),
  updated_at: z.number().optional(),
});

type Declared = z.output<typeof Inputs>;

export const EdgeFunction = resource<Supabase>()({
  token: "supabase:index/edgeFunction:EdgeFunction",
  description:
    "An edge function (Deno). Its sources are found by following the imports from the entrypoint; it is deployed when their content changes, and only then.",
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

/** One list of a project's functions serves all of them. */
async function readFunction({ http }: Supabase, ref: string, slug: string) {
  const functions = found(z.array(Deployed), await http.shared(path(ref, "/functions"), { accept: gone }));
  return functions?.find((one) => one.slug === slug);
}

/** Uploads the sources. Sent twice it does no harm: the same bundle, one version further. */
async function deploy(client: Supabase, inputs: Declared): Promise<z.output<typeof Outputs>> {
  const source = await readSource(placeOf(client, inputs));
  if (!isSource(source) || source.hash !== inputs.sourceHash) {
    throw new VendorError(
      `The sources of edge function ${inputs.slug} changed while this ran, so nothing was uploaded.`,
      {
        fix: "run the same command again",
      },
    );
  }
  const metadata = {
    name: inputs.name ?? inputs.slug,
    entrypoint_path: inputs.entrypoint,
    import_map_path: source.importMap,
    static_patterns: inputs.staticFiles.length === 0 ? undefined : inputs.staticFiles,
    verify_jwt: inputs.verifyJwt,
  };
  const form = new FormData();
  form.set("metadata", JSON.stringify(metadata));
  for (const [file, content] of source.files) form.append("file", new Blob([Uint8Array.from(content)]), file);
  const answer = await client.http.send("POST", path(inputs.projectRef, "/functions/deploy"), {
    query: { slug: inputs.slug },
    form,
    repeatable: true,
  });
  return outputsOf(inputs.projectRef, understood(Deployed, answer.body));
}

function outputsOf(ref: string, live: z.output<typeof Deployed>): z.output<typeof Outputs> {
  return {
    functionId: live.id,
    url: `https://${ref}.supabase.co/functions/v1/${live.slug}`,
    version: live.version,
    ...(live.ezbr_sha256 === undefined ? {} : { checksum: live.ezbr_sha256 }),
    status: live.status,
    ...(live.updated_at === undefined ? {} : { updatedAt: live.updated_at }),
  };
}

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

const placeOf = (client: Supabase, inputs: Declared) => ({
  directory: sourceDirectory(client.root, inputs.directory),
  entrypoint: inputs.entrypoint,
  importMap: inputs.importMap,
  staticFiles: inputs.staticFiles,
});

const isSource = (source: Awaited<ReturnType<typeof readSource>>): source is Source => !Array.isArray(source);

const functionPath = (ref: string, slug: string): string => path(ref, `/functions/${encodeURIComponent(slug)}`);

function split(id: string): { projectRef: string; slug: string } | undefined {
  const [projectRef, slug, ...more] = id.split("/");
  return projectRef && slug && more.length === 0 ? { projectRef, slug } : undefined;
}
