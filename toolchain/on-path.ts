import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join, sep } from "node:path";
import { promisify } from "node:util";
import type { EnginePlaces } from "./cache.mjs";
import { engineEnvironment } from "./engine-environment.ts";
import type { Context, Found } from "./ways.ts";

const run = promisify(execFile);

/** `pulumi` on PATH with its Node.js language host beside it, at least of the pinned version. Our own cache on PATH is not that. */
export async function engineOnPath({ environment, places, pins, signal }: Context): Promise<Found> {
  const reasons: string[] = [];
  for (const folder of (environment["PATH"] ?? "").split(delimiter)) {
    const pulumi = join(folder, "pulumi");
    if (!isAbsolute(folder) || !(await isExecutable(pulumi))) continue;
    const real = await realpath(pulumi);
    if (real.startsWith(places.cache + sep)) continue;
    const binFolder = await folderOfLanguageHost([folder, dirname(real)]);
    if (binFolder === undefined) {
      reasons.push(`${pulumi} has no pulumi-language-nodejs beside it`);
      continue;
    }
    const version = await versionOf(pulumi, real, environment, places, signal);
    if (isAtLeast(version, pins.engine.version)) return { pulumi, binFolder, version };
    reasons.push(`${pulumi} is ${version}, at least ${pins.engine.version} is needed`);
  }
  throw new Error(reasons.join("; ") || "no pulumi on PATH");
}

/** `pulumi version`, remembered by the file's path, time and size, because starting it costs more than everything else here. */
async function versionOf(
  pulumi: string,
  real: string,
  environment: Context["environment"],
  places: EnginePlaces,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { mtimeMs, size } = await stat(real);
  const stamp = `${mtimeMs}/${size}`;
  const memo = join(places.cache, "path-engines.json");
  const known = await readMemo(memo);
  const remembered = known[real];
  if (remembered?.stamp === stamp) return remembered.version;
  const env = engineEnvironment(environment, join(places.cache, "home"));
  const { stdout } = await run(pulumi, ["version"], { env, timeout: 15_000, ...(signal ? { signal } : {}) });
  const version = stdout.trim().replace(/^v/, "");
  // A small file is a version manager's shim: it stays the same when the version behind it changes.
  if (size > 1e6) {
    await mkdir(places.cache, { recursive: true, mode: 0o700 });
    await writeFile(memo, JSON.stringify({ ...known, [real]: { stamp, version } }));
  }
  return version;
}

async function readMemo(file: string): Promise<Record<string, { stamp: string; version: string }>> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Record<string, { stamp: string; version: string }>;
  } catch {
    return {};
  }
}

async function folderOfLanguageHost(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    if (await isExecutable(join(folder, "pulumi-language-nodejs"))) return folder;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Whether a version is at least another; only the three numbers count, so that a development build of the pinned one is enough. */
export function isAtLeast(version: string, wanted: string): boolean {
  const numbers = (text: string) => (/^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  const have = numbers(version);
  const need = numbers(wanted);
  if (have.length === 0) return false;
  for (const [index, number] of need.entries()) {
    const mine = have[index] ?? 0;
    if (mine !== number) return mine > number;
  }
  return true;
}
