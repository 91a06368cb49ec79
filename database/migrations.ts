import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError, PlatformErrors } from "../src/errors.ts";

/** One file of `supabase/migrations`. */
export interface Migration {
  /** The digits before the first `_`, e.g. `20260102030405`: the order. */
  readonly version: string;
  /** The rest without `.sql`, e.g. `create_profiles`. */
  readonly name: string;
  /** The path as it was given, for messages. */
  readonly file: string;
  readonly sql: string;
  /** Hex, of the file's bytes. */
  readonly sha256: string;
}

/**
 * Reads the migrations of a folder in their order. Files that do not end in `.sql` and folders are no migrations.
 * @throws PlatformErrors with everything that is wrong: names, versions that occur twice, empty files.
 */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => {
    throw new PlatformError({
      code: "migration/no-folder",
      where: directory,
      problem: "this folder of migrations does not exist or cannot be read.",
      fix: "create it, or correct the path in the platform's `database.migrations`",
    });
  });
  const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".sql")).map(({ name }) => name);
  const read = await Promise.all(names.sort().map((name) => readMigration(directory, name)));
  const problems = [...read.filter((one) => one instanceof PlatformError), ...collisions(read.filter(isMigration))];
  if (problems.length > 0) throw new PlatformErrors(`The migrations in ${directory} cannot be used:`, problems);
  return read.filter(isMigration);
}

async function readMigration(directory: string, fileName: string): Promise<Migration | PlatformError> {
  const file = join(directory, fileName);
  const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(fileName) ?? [];
  if (version === undefined || name === undefined) {
    return new PlatformError({
      code: "migration/name",
      where: file,
      problem:
        "the name of a migration is digits, an underscore, a name and .sql, e.g. 20260102030405_create_profiles.sql.",
      fix: `give it a version: mv "${file}" "${join(directory, "<yyyymmddhhmmss>_<name>.sql")}"`,
    });
  }
  const bytes = await readFile(file);
  const sql = bytes.toString("utf8");
  if (withoutComments(sql).trim() === "") {
    return new PlatformError({
      code: "migration/empty",
      where: file,
      problem: "this migration holds no statement.",
      fix: "write its SQL, or remove the file if it was never applied anywhere",
    });
  }
  return { version, name, file, sql, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function collisions(migrations: readonly Migration[]): PlatformError[] {
  return migrations.flatMap((migration, index) => {
    const before = migrations[index - 1];
    if (!before) return [];
    if (before.version === migration.version) {
      return new PlatformError({
        code: "migration/duplicate-version",
        where: migration.file,
        problem: `the version ${migration.version} is also that of ${before.file}: their order is not defined.`,
        fix: "rename the one that was applied nowhere yet to a later version",
      });
    }
    if (before.version.length === migration.version.length) return [];
    return new PlatformError({
      code: "migration/version-length",
      where: migration.file,
      problem: `versions are ordered as text, but ${migration.version} and ${before.version} have different lengths.`,
      fix: "give all versions the same number of digits, as `supabase migration new` does (14)",
    });
  });
}

function isMigration(value: Migration | PlatformError): value is Migration {
  return !(value instanceof PlatformError);
}

function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, "");
}
