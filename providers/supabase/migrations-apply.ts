import type { Migration } from "@groundplan/database/migrations.ts";
import { Cancelled, VendorError } from "@groundplan/kit/errors.ts";
import type { Supabase } from "./client.ts";
import { sourceDirectory } from "./function-source.ts";
import { liveDrift, refusal } from "./migrations-drift.ts";
import { asVendorError, withDatabase } from "./migrations-session.ts";

/** What has to be applied, and where. */
export interface Wanted {
  readonly projectRef: string;
  readonly directory: string;
  readonly databasePassword: string;
  /** The files as Check saw them. */
  readonly migrations?: readonly { readonly sha256: string }[] | undefined;
}

/** Versions that the database has now, and the fingerprint of its schema. */
export interface Done {
  applied: string[];
  snapshot: string;
}

/**
 * Applies what is pending, then takes the snapshot that drift is held against.
 * @throws VendorError with file and line of a statement that fails; that migration is rolled back, earlier ones stay
 */
export async function apply(client: Supabase, signal: AbortSignal, inputs: Wanted): Promise<Done> {
  const { projectRef, directory, databasePassword } = inputs;
  const migrations = await asVendorError(() => readFolder(client, directory));
  if (inputs.migrations?.some(({ sha256 }, index) => sha256 !== migrations[index]?.sha256)) {
    throw new VendorError(`The migrations in ${directory} changed while this ran, so none was applied.`, {
      fix: "run the same command again",
    });
  }
  const [{ applyMigrations }, { takeSnapshot }] = await Promise.all([
    import("@groundplan/database/apply.ts"),
    import("@groundplan/database/snapshot.ts"),
  ]);
  const outputs = await withDatabase(client, projectRef, databasePassword, async (session) => {
    // Check may not have been able to look, and the snapshot at the end would make drift the new truth.
    const reason = refusal(await liveDrift(session));
    if (reason !== undefined) throw new VendorError(reason);
    const { applied, present } = await applyMigrations(session, migrations, {
      // Between two migrations is the place to stop: each is whole or not at all.
      onProgress({ state, migration }) {
        if (signal.aborted && state === "applying") throw new Cancelled(`Applying ${migration.file}`);
      },
    }).catch(async (error: unknown) => {
      // What was applied before the failure stays, and is no drift in the next preview.
      await takeSnapshot(session).catch(() => undefined);
      throw error;
    });
    return { applied: [...present, ...applied], snapshot: (await takeSnapshot(session)).fingerprint };
  });
  if (outputs !== undefined) return outputs;
  throw new VendorError(`Supabase project ${projectRef} is gone or paused, so no migration can be applied.`, {
    fix: `restore it at https://supabase.com/dashboard/project/${projectRef}, or run: groundplan refresh`,
  });
}

/** The migrations of a folder, its path relative to the program. */
export async function readFolder(client: Supabase, directory: string): Promise<Migration[]> {
  const { readMigrations } = await import("@groundplan/database/migrations.ts");
  const absolute = sourceDirectory(client.root, directory);
  return (await readMigrations(absolute)).map((one) => ({ ...one, file: one.file.replace(absolute, directory) }));
}
