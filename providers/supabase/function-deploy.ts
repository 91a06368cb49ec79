import { VendorError } from "@groundplan/kit/errors.ts";
import { z } from "zod";
import { found, gone, path, type Supabase, understood } from "./client.ts";
import { readSource, type Source, sourceDirectory } from "./function-source.ts";

/** What a deployment needs to know of the declared inputs. */
export interface Deployment {
  readonly projectRef: string;
  readonly slug: string;
  readonly name?: string | undefined;
  readonly entrypoint: string;
  readonly directory: string;
  readonly importMap?: string | undefined;
  readonly staticFiles: string[];
  readonly verifyJwt: boolean;
  readonly sourceHash?: string | undefined;
}

/** What the vendor says about a function that stands. */
export const Outputs = z.object({
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

export const Deployed = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  status: z.string(),
  version: z.number().int(),
  verify_jwt: z.boolean().optional(),
  ezbr_sha256: z.string().optional(),
  updated_at: z.number().optional(),
});

/** One list of a project's functions serves all of them. */
export async function readFunction({ http }: Supabase, ref: string, slug: string) {
  const functions = found(z.array(Deployed), await http.shared(path(ref, "/functions"), { accept: gone }));
  return functions?.find((one) => one.slug === slug);
}

/** Uploads the sources. Sent twice it does no harm: the same bundle, one version further. */
export async function deploy(client: Supabase, inputs: Deployment): Promise<z.output<typeof Outputs>> {
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

export function outputsOf(ref: string, live: z.output<typeof Deployed>): z.output<typeof Outputs> {
  return {
    functionId: live.id,
    url: `https://${ref}.supabase.co/functions/v1/${live.slug}`,
    version: live.version,
    ...(live.ezbr_sha256 === undefined ? {} : { checksum: live.ezbr_sha256 }),
    status: live.status,
    ...(live.updated_at === undefined ? {} : { updatedAt: live.updated_at }),
  };
}

/** Where the sources are. */
export const placeOf = (client: Supabase, inputs: Deployment) => ({
  directory: sourceDirectory(client.root, inputs.directory),
  entrypoint: inputs.entrypoint,
  importMap: inputs.importMap,
  staticFiles: inputs.staticFiles,
});

export const isSource = (source: Awaited<ReturnType<typeof readSource>>): source is Source => !Array.isArray(source);

export const functionPath = (ref: string, slug: string): string => path(ref, `/functions/${encodeURIComponent(slug)}`);
