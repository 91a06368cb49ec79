import { relative } from "node:path";
import { type Adoption, adopt } from "../../../database/adopt.ts";
import type { Handler } from "../command.ts";
import { withLiveSchema } from "../live-schema.ts";

/** Writes what somebody changed by hand in the live schema as one new migration, which this database then has. */
export const handle: Handler = (context) =>
  withLiveSchema(context, async ({ stack, live, directory, migrations, openScratch }) => {
    const { name, acceptDataLoss } = context.flags;
    const adoption = await adopt(live, openScratch, {
      migrations,
      directory,
      name: typeof name === "string" ? name : undefined,
      origin: `stack ${stack}`,
      acceptLoss: acceptDataLoss === true,
      now: context.now(),
    });
    const file = adoption.migration && relative(context.project, adoption.migration.file);
    const { drift, changes } = adoption;
    return {
      code: drift.length > 0 && file === undefined ? 2 : 0,
      json: { stack, drift, statements: changes.map(({ sql }) => sql), file: file ?? null },
      text: told(adoption, file, stack),
    };
  });

function told({ drift, changes }: Adoption, file: string | undefined, stack: string): string {
  if (drift.length === 0) return `The live schema of ${stack} is what the migrations say: nothing to adopt.`;
  const named = drift.map(({ kind, object, difference }) => `  ${kind} ${object}: ${difference}`);
  if (file !== undefined) {
    return [
      `${file} holds what was changed by hand, and is recorded as applied on ${stack}:`,
      ...named,
      "Commit it: every other stack gets it by its next up.",
    ].join("\n");
  }
  const losses = changes.flatMap(({ sql, loss }) =>
    loss?.how === "deletes" ? [`  ${sql};  -- deletes ${loss.what}`] : [],
  );
  return [
    "Nothing was written: as a migration, this deletes what other stacks may still hold:",
    ...losses,
    `To adopt it all the same: npx groundplan db adopt --stack ${stack} --accept-data-loss`,
    `To undo it here instead: npx groundplan db revert --stack ${stack}`,
  ].join("\n");
}
