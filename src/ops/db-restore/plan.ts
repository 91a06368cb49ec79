import { basename } from "node:path";
import type { Migration } from "../../../database/migrations.ts";
import { PlatformError, PlatformErrors } from "../../errors.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import type { Manifest } from "../db-manifest.ts";
import type { LiveTarget } from "./target.ts";

/** One table before and after. */
interface Replaced {
  readonly table: string;
  /** Rows now; undefined: it is not there. */
  readonly now: number | undefined;
  /** Rows in the dump; undefined: the table goes. */
  readonly after: number | undefined;
}

/** What a restore would do. */
export interface Plan {
  readonly tables: readonly Replaced[];
  /** Migrations of this checkout that the dump does not have yet: to be applied afterwards. */
  readonly pending: readonly string[];
  readonly notes: readonly string[];
}

/** @throws PlatformErrors with everything for which this dump must not go into this database */
export function planOf(
  manifest: Manifest,
  spec: PlatformSpec,
  migrations: readonly Migration[],
  target: LiveTarget,
  withAccounts: boolean,
): Plan {
  const files = new Set(migrations.map(({ version }) => version));
  const unknown = manifest.migrations.filter((version) => !files.has(version));
  const problems = [
    ...(manifest.platform === spec.name ? [] : [otherPlatform(manifest, spec)]),
    ...(unknown.length === 0 ? [] : [newerThanFiles(manifest, unknown)]),
  ];
  if (problems.length > 0) throw new PlatformErrors("The dump cannot be restored here:", problems);
  const isAccounts = (table: string) => table.startsWith("auth.") || table.startsWith("storage.");
  const counts = { now: target.rows, dump: manifest.rows };
  const names = [...new Set([...Object.keys(counts.now), ...Object.keys(counts.dump)])].sort();
  const accounts = withAccounts ? ["auth.users", "auth.identities"] : [];
  const tables = names.filter((table) => !isAccounts(table) || accounts.includes(table));
  return {
    tables: tables.map((table) => ({ table, now: counts.now[table], after: counts.dump[table] })),
    pending: migrations.map(({ version }) => version).filter((version) => !manifest.migrations.includes(version)),
    notes: [
      ...(manifest.stack === spec.stack ? [] : [`It is a dump of ${manifest.stack}: its people's data comes with it.`]),
      ...(withAccounts
        ? ["Everybody is signed out."]
        : ["Accounts stay as they are: rows that refer to one that is gone stop the restore (--with-accounts)."]),
      ...target.lost.map(
        (policy) => `The policy on ${policy} is in no dump; it goes if it calls a function that is replaced.`,
      ),
    ],
  };
}

export function planned({ tables, pending, notes }: Plan, manifest: Manifest): string {
  const rows = tables.map(({ table, now, after }) => `  ${table}: ${told(now)} -> ${told(after)}`);
  return [
    `${manifest.file}, taken ${manifest.takenAt} of ${manifest.stack}, ${manifest.tool}, replaces (rows now -> then):`,
    ...rows,
    ...notes,
    ...(pending.length === 0 ? [] : [`Afterwards ${pending.length} migrations are pending: ${pending.join(", ")}`]),
  ].join("\n");
}

const told = (rows: number | undefined): string => (rows === undefined ? "no table" : String(rows));

const otherPlatform = (manifest: Manifest, { name }: PlatformSpec): PlatformError =>
  new PlatformError({
    code: "restore/other-platform",
    where: manifest.file,
    problem: `is of the platform "${manifest.platform}", not of "${name}"`,
    fix: "run it in that platform's repository, or give a dump of this one",
  });

const newerThanFiles = (manifest: Manifest, unknown: readonly string[]): PlatformError =>
  new PlatformError({
    code: "restore/newer-than-files",
    where: basename(manifest.file),
    problem: `has migrations that this checkout has no file of: ${unknown.join(", ")}`,
    fix: "check out a commit that has them: git log --all -- supabase/migrations",
  });
