import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import { type ImportMap, mapped, parseImportMap } from "./import-map.ts";
import { importsOf } from "./import-scan.ts";

/** Where an edge function's sources are. All paths are relative to `directory`, in the vendor's form with slashes. */
export interface SourcePlace {
  /** Absolute folder, usually the program's. */
  readonly directory: string;
  readonly entrypoint: string;
  readonly importMap?: string | undefined;
  /** Glob patterns of further files. */
  readonly staticFiles: readonly string[];
}

export interface Source {
  /** Contents by path, sorted by path. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly importMap: string | undefined;
  /** SHA-256 over paths and contents, line endings as they are. */
  readonly hash: string;
}

/** A problem with one input of the function. */
export interface SourceProblem {
  readonly property: "entrypoint" | "importMap" | "staticFiles";
  readonly reason: string;
}

/** Every file that the function consists of: what the entrypoint imports, near and far, its map, its static files. */
export async function readSource(place: SourcePlace): Promise<Source | readonly SourceProblem[]> {
  const reader = new Reader(place.directory);
  const map = await readMap(place, reader);
  await follow(place.entrypoint, map, reader);
  for (const pattern of place.staticFiles) await addStatic(pattern, place.directory, reader);
  if (reader.problems.length > 0) return reader.problems;
  const files = new Map([...reader.files].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { files, importMap: map?.file, hash: hashOf(files) };
}

/** Reads files of one folder once, and collects what is wrong. */
class Reader {
  readonly files = new Map<string, Buffer>();
  readonly problems: SourceProblem[] = [];
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  problem(property: SourceProblem["property"], reason: string): void {
    this.problems.push({ property, reason });
  }

  /** The file's content, or undefined when there is none. */
  async read(path: string): Promise<Buffer | undefined> {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const content = await readFile(join(this.#directory, path)).catch((error: NodeJS.ErrnoException) => {
      if (["ENOENT", "ENOTDIR", "EISDIR"].includes(error.code ?? "")) return undefined;
      throw error;
    });
    if (content !== undefined) this.files.set(path, content);
    return content;
  }
}

/** Walks the imports from the entrypoint. */
async function follow(entrypoint: string, map: ImportMap | undefined, reader: Reader): Promise<void> {
  const start = normal(entrypoint);
  if (isOutside(start)) return reader.problem("entrypoint", `"${entrypoint}" lies outside the directory`);
  if ((await reader.read(start)) === undefined) return reader.problem("entrypoint", `"${entrypoint}" does not exist`);
  const seen = new Set([start]);
  for (const file of seen) {
    const content = reader.files.get(file);
    if (content === undefined || !/\.[cm]?[jt]sx?$/.test(file)) continue;
    for (const { specifier, line } of importsOf(content.toString("utf8"))) {
      const target = resolveImport(specifier, file, map);
      if (target === "elsewhere" || (typeof target === "object" && seen.has(target.path))) continue;
      const said = `${file}:${line} imports "${specifier}"`;
      if (target === "unknown") {
        reader.problem("entrypoint", `${said}, which is neither a path nor an address nor in the import map`);
      } else if (isOutside(target.path)) {
        reader.problem("entrypoint", `${said}, which lies outside the directory`);
      } else if ((await reader.read(target.path)) === undefined) {
        reader.problem("entrypoint", `${said}, but ${target.path} does not exist`);
      }
      if (typeof target === "object") seen.add(target.path);
    }
  }
}

/** A file of ours, something that the vendor fetches itself (`npm:`, `jsr:`, `https:`, `node:`), or nothing known. */
function resolveImport(
  specifier: string,
  from: string,
  map: ImportMap | undefined,
): { readonly path: string } | "elsewhere" | "unknown" {
  if (/^\.{1,2}\//.test(specifier)) return { path: normal(join(dirname(from), specifier)) };
  const target = map === undefined ? undefined : mapped(map, specifier);
  if (target !== undefined && map !== undefined && /^\.{0,2}\//.test(target)) {
    return { path: normal(join(dirname(map.file), target)) };
  }
  return /^[a-z][a-z0-9+.-]*:/i.test(target ?? specifier) ? "elsewhere" : "unknown";
}

/** The declared import map, else the one that Supabase's own tools take: beside the entrypoint, then one folder up. */
async function readMap(place: SourcePlace, reader: Reader): Promise<ImportMap | undefined> {
  const folder = dirname(normal(place.entrypoint));
  const usual = ["deno.json", "deno.jsonc", "import_map.json", "../import_map.json"].map((name) => join(folder, name));
  for (const path of place.importMap === undefined ? usual.map(normal) : [normal(place.importMap)]) {
    if (isOutside(path) && place.importMap === undefined) continue;
    const map = await parsedMap(path, reader);
    if (map === "missing" && place.importMap === undefined) continue;
    if (map === "missing") reader.problem("importMap", `"${place.importMap}" does not exist`);
    return typeof map === "object" ? map : undefined;
  }
  return undefined;
}

async function parsedMap(path: string, reader: Reader): Promise<ImportMap | "missing" | "broken"> {
  const content = isOutside(path) ? undefined : await reader.read(path);
  if (content === undefined) return "missing";
  try {
    const map = parseImportMap(path, content.toString("utf8"));
    if (map.refersTo === undefined) return map;
    const further = normal(join(dirname(path), map.refersTo));
    const referred = await parsedMap(further, reader);
    if (referred === "missing") reader.problem("importMap", `${path} refers to ${further}, which does not exist`);
    return referred;
  } catch (error) {
    reader.problem("importMap", `${path} is no import map: ${error instanceof Error ? error.message : String(error)}`);
    return "broken";
  }
}

async function addStatic(pattern: string, directory: string, reader: Reader): Promise<void> {
  let matches = 0;
  for await (const entry of glob(pattern, { cwd: directory, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = normal(relative(directory, join(entry.parentPath, entry.name)));
    if (isOutside(path)) reader.problem("staticFiles", `${path} lies outside the directory`);
    else await reader.read(path);
    matches++;
  }
  if (matches === 0) reader.problem("staticFiles", `"${pattern}" matches no file`);
}

function hashOf(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [path, content] of files) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

const normal = (path: string): string => normalize(path).split(sep).join("/");
const isOutside = (path: string): boolean => isAbsolute(path) || path === ".." || path.startsWith("../");

/** The absolute folder that a function's paths start at. */
export const sourceDirectory = (root: string, directory: string): string => resolve(root, directory);
