import { createHash } from "node:crypto";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError, PlatformErrors } from "../src/errors.ts";
import { applyMigrations } from "./apply.ts";
import { compareFacts, type Drift } from "./drift.ts";
import { prepareHistory, readHistory, record } from "./history.ts";
import { whileLocked } from "./lock.ts";
import type { Migration } from "./migrations.ts";
import { changedMeanwhile, notWritable, type OpenScratch, type Reproduction, reproduce } from "./reproduce.ts";
import { type Change, type Reached, rewriteSetting } from "./rewrite.ts";
import { readFacts, takeSnapshot } from "./snapshot.ts";
import { splitStatements } from "./statements.ts";

export interface AdoptOptions {
  readonly migrations: readonly Migration[];
  /** Where the new file goes. */
  readonly directory: string;
  /** What the file is called behind its version; without it, made from what was changed. */
  readonly name?: string | undefined;
  /** Whose database it is, for the file's first line, e.g. `stack local`. */
  readonly origin: string;
  /** Also writes a migration that deletes columns or tables wherever it is applied. */
  readonly acceptLoss?: boolean;
  readonly now: Date;
  readonly lockTimeoutMs?: number;
}

export interface Adoption {
  readonly drift: readonly Drift[];
  readonly changes: readonly Change[];
  /** The file that was written; absent without drift, and where a loss was not accepted. */
  readonly migration?: Migration;
}

/**
 * Makes what somebody changed by hand a migration: writes one file, proves in a scratch database that all files together
 * make the live schema, records it as applied and takes a new snapshot. The live schema itself stays as it is.
 *
 * Rows are not part of it. Either everything happens or nothing: a file that was written is removed again on failure.
 * @throws PlatformError, PlatformErrors where it cannot be done
 */
export async function adopt(live: Reached, openScratch: OpenScratch, options: AdoptOptions): Promise<Adoption> {
  const { migrations, lockTimeoutMs = 30_000 } = options;
  if (options.name !== undefined) checkName(options.name);
  return whileLocked(live.session, lockTimeoutMs, async () => {
    await refusePending(live, migrations);
    return reproduce(live, openScratch, migrations, async (reproduction) => {
      const { drift, changes } = reproduction;
      if (drift.length === 0) {
        await takeSnapshot(live.session);
        return { drift, changes };
      }
      if (options.acceptLoss !== true && changes.some(({ loss }) => loss?.how === "deletes")) return { drift, changes };
      const migration = toMigration(reproduction, options);
      await prove(reproduction, [...migrations, migration]);
      await keep(live, reproduction, migration);
      return { drift, changes, migration };
    });
  });
}

/** A new version would be later than what waits, so that it could never be applied in order. */
async function refusePending({ session }: Reached, migrations: readonly Migration[]): Promise<void> {
  const applied = new Set((await readHistory(session)).map(({ version }) => version));
  const pending = migrations.filter(({ version }) => !applied.has(version));
  if (pending.length === 0) return;
  throw new PlatformErrors(
    "Nothing was adopted, because migrations wait that this database does not have yet:",
    pending.map(
      ({ file }) =>
        new PlatformError({
          code: "adopt/pending",
          where: file,
          problem: "is not applied here; the adopted change is older than it, but would be recorded after it.",
          fix: `move it out of the folder, adopt, and put it back under a version later than the adopted one; or undo the change by hand: npx groundplan db revert`,
        }),
    ),
  );
}

function checkName(name: string): void {
  if (/^[a-z0-9][a-z0-9_]{0,79}$/.test(name)) return;
  throw new PlatformError({
    code: "adopt/name",
    where: "--name",
    problem: `is "${name}": 1 to 80 lower-case letters, digits and _ are allowed.`,
    fix: "npx groundplan db adopt --name add_notes_extra",
  });
}

function toMigration({ drift, changes }: Reproduction, options: AdoptOptions): Migration {
  const version = nextVersion(options.migrations.at(-1)?.version, options.now);
  const name = options.name ?? defaultName(drift);
  const lines = drift.map(
    ({ kind, object, difference }) => `--   ${`${kind} ${object}: ${difference}`.replaceAll("\n", " ")}`,
  );
  const sql = [
    `-- Changed by hand in the database of ${options.origin}, adopted on ${options.now.toISOString().slice(0, 10)}:`,
    ...lines,
    "-- Rows are not part of it.",
    `${rewriteSetting};`,
    ...changes.map(({ sql }) => `\n${sql};`),
    "",
  ].join("\n");
  const sha256 = createHash("sha256").update(sql).digest("hex");
  return { version, name, file: join(options.directory, `${version}_${name}.sql`), sql, sha256 };
}

/** Now as `yyyymmddhhmmss` (UTC), and in any case later than the newest file, with as many digits. */
export function nextVersion(newest: string | undefined, now: Date): string {
  const time = now.toISOString().replaceAll(/\D/g, "").slice(0, 14);
  if (newest === undefined || (newest.length === time.length && newest < time)) return time;
  return String(BigInt(newest) + 1n).padStart(newest.length, "0");
}

/** `adopt_public_notes_extra`, or how many changes there are. */
function defaultName(drift: readonly Drift[]): string {
  const [first] = drift;
  if (first === undefined || drift.length > 1) return `adopt_${drift.length}_changes`;
  const words = first.object.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  return `adopt_${words.replaceAll(/^_|_$/g, "")}`.slice(0, 80);
}

/** What a new database would get from all files, it gets here. */
async function prove({ fresh, live }: Reproduction, migrations: readonly Migration[]): Promise<void> {
  await applyMigrations(fresh.session, migrations);
  const rest = compareFacts(await readFacts(fresh.session), live);
  if (rest.length > 0) throw notWritable(rest);
}

async function keep({ session }: Reached, { live }: Reproduction, migration: Migration): Promise<void> {
  const split = await splitStatements(migration.sql);
  const statements = "message" in split ? [migration.sql] : split.map(({ text }) => text);
  let written = false;
  await prepareHistory(session);
  await session.query("begin");
  try {
    const changed = compareFacts(live, await readFacts(session));
    if (changed.length > 0) throw changedMeanwhile(changed);
    await write(migration);
    written = true;
    await record(session, migration, statements);
    await takeSnapshot(session);
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => undefined);
    if (written) await unlink(migration.file).catch(() => undefined);
    throw error;
  }
}

async function write({ file, sql }: Migration): Promise<void> {
  await writeFile(file, sql, { flag: "wx" }).catch((error: unknown) => {
    throw new PlatformError({
      code: "adopt/file",
      where: file,
      problem: `cannot be written: ${error instanceof Error ? error.message : String(error)}; nothing was recorded.`,
      fix: "make the folder writable, or remove the file where it is left over, then run again",
    });
  });
}
