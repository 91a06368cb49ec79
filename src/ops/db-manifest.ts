import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { PlatformError } from "../errors.ts";

/** What stands beside a dump: what it is, and by what to know that it is whole. */
export interface Manifest {
  readonly format: 1;
  readonly platform: string;
  readonly stack: string;
  /** The Supabase project. */
  readonly ref: string;
  /** The dump's name, in the same folder. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly server: string;
  readonly tool: string;
  readonly migrations: readonly string[];
  /** Rows of each table at the moment of the dump, by `schema.table`. */
  readonly rows: Readonly<Record<string, number>>;
  /** What a person may miss in it. */
  readonly without: readonly string[];
}

export const manifestOf = (dump: string): string => `${dump}.json`;

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** The manifest of a dump whose file is the one that it speaks of. @throws PlatformError for anything else */
export async function readDump(dump: string): Promise<Manifest> {
  const manifest = parsed(manifestOf(dump));
  const there = statSync(join(dirname(dump), manifest.file), { throwIfNoEntry: false });
  if (there === undefined || manifest.file !== basename(dump))
    throw strange(dump, `the manifest is of ${manifest.file}`);
  if (there.size !== manifest.bytes) throw strange(dump, `it has ${there.size} bytes, not ${manifest.bytes}`);
  const found = await sha256Of(dump);
  if (found !== manifest.sha256) throw strange(dump, `its sha256 is ${found}, not ${manifest.sha256}`);
  return manifest;
}

function parsed(file: string): Manifest {
  try {
    const value: Manifest = JSON.parse(readFileSync(file, "utf8"));
    if (value.format === 1 && typeof value.sha256 === "string" && typeof value.rows === "object") return value;
  } catch {
    // Told below: not there, not readable and not JSON have the same way out.
  }
  throw strange(file.replace(/\.json$/, ""), `there is no manifest ${basename(file)} beside it that can be read`);
}

const strange = (dump: string, why: string): PlatformError =>
  new PlatformError({
    code: "backup/not-whole",
    where: dump,
    problem: `is no dump of ours that is whole: ${why}`,
    fix: "take another backup, or fetch this one again with the .json beside it: npx groundplan db backup wrote both",
  });
