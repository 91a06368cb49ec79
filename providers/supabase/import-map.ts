import { z } from "zod";
import { plainJson } from "./import-scan.ts";

const Mappings = z.record(z.string(), z.string());
const Json = z.object({
  imports: Mappings.default({}),
  scopes: z.record(z.string(), Mappings).default({}),
  importMap: z.string().optional(),
});

/** Names of bare imports and what they stand for, as import maps and deno.json have them. */
export interface ImportMap {
  /** File that the map is in; its relative targets start at that file's folder. */
  readonly file: string;
  readonly imports: Readonly<Record<string, string>>;
  /** Another file that this one refers to, e.g. `"importMap": "./import_map.json"` in a deno.json. */
  readonly refersTo: string | undefined;
}

/** @throws an Error whose message says why the text is no import map */
export function parseImportMap(file: string, text: string): ImportMap {
  const parsed = Json.safeParse(JSON.parse(plainJson(text)));
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  }
  const { imports, scopes, importMap } = parsed.data;
  // A scope only narrows where a name counts; for the list of files, every target counts.
  return { file, imports: Object.assign({}, ...Object.values(scopes), imports), refersTo: importMap };
}

/** What a name stands for: the exact entry, or the longest one that ends in a slash and begins it. */
export function mapped(map: ImportMap, specifier: string): string | undefined {
  const exact = map.imports[specifier];
  if (exact !== undefined) return exact;
  const prefix = Object.keys(map.imports)
    .filter((key) => key.endsWith("/") && specifier.startsWith(key))
    .sort((a, b) => b.length - a.length)[0];
  return prefix === undefined ? undefined : `${map.imports[prefix]}${specifier.slice(prefix.length)}`;
}
