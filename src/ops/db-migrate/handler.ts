import { applyMigrations, type Progress } from "../../../database/apply.ts";
import { connection } from "../../../database/connect.ts";
import { takeSnapshot } from "../../../database/snapshot.ts";
import { liveDrift } from "../../../providers/supabase/migrations-drift.ts";
import { PlatformError } from "../../errors.ts";
import type { Handler } from "../command.ts";
import { reachDatabase } from "../reach-database.ts";

/**
 * What the Migrations resource does, by the same code and into the same table, without an engine: so that the schema is
 * there before anything that needs it, and the next `up` has nothing left to apply.
 */
export const handle: Handler = async (context) => {
  const { reached, ref, options, migrations } = await reachDatabase(context);
  const { stack } = reached.spec;
  const session = await connection(options);
  try {
    // The snapshot at the end would make a change by hand the new truth.
    const drift = await liveDrift(session);
    if (drift.length > 0) throw drifted(stack, ref, drift);
    const onProgress = ({ migration, index, total, state }: Progress) => {
      if (state === "applying") context.progress(`${index} of ${total}: ${migration.file}`);
    };
    const { applied, present } = await applyMigrations(session, migrations, { onProgress }).catch(
      async (error: unknown) => {
        // What was applied before the failure stays, and is no drift in the next preview.
        await takeSnapshot(session).catch(() => undefined);
        throw error;
      },
    );
    await takeSnapshot(session);
    const text =
      applied.length === 0
        ? `Nothing to apply: the database of ${stack} has all ${present.length} migrations.`
        : `Applied ${applied.length} to the database of ${stack}: ${applied.join(", ")}; ${present.length} were there.`;
    return { code: 0, json: { stack, ref, applied, present }, text };
  } finally {
    await session.end();
  }
};

type Difference = Awaited<ReturnType<typeof liveDrift>>[number];

function drifted(stack: string, ref: string, drift: readonly Difference[]): PlatformError {
  const named = drift.map(({ kind, object, difference }) => `${kind} ${object}: ${difference}`);
  return new PlatformError({
    code: "database/drift",
    where: `Supabase project ${ref}`,
    problem: `its schema was changed by hand, so nothing was applied: ${named.join("; ")}`,
    fix: `npx groundplan db adopt --stack ${stack}, or npx groundplan db revert --stack ${stack}`,
  });
}
