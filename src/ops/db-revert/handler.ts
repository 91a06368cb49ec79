import { type Reversal, revert } from "../../../database/revert.ts";
import type { Handler } from "../command.ts";
import { withLiveSchema } from "../live-schema.ts";

/** Takes the live schema back to what the migrations say. Without --apply it only shows how, and what rows that costs. */
export const handle: Handler = (context) =>
  withLiveSchema(context, async ({ stack, live, migrations, openScratch }) => {
    const apply = context.flags["apply"] === true;
    const reversal = await revert(live, openScratch, { migrations, apply });
    const { drift, changes, losses, applied } = reversal;
    return {
      code: drift.length > 0 && !applied ? 2 : 0,
      json: { stack, drift, statements: changes.map(({ sql }) => sql), losses, applied },
      text: told(reversal, stack),
    };
  });

function told({ drift, changes, losses, applied }: Reversal, stack: string): string {
  if (drift.length === 0) return `The live schema of ${stack} is what the migrations say: nothing to revert.`;
  const costs = losses.map(({ what, how, rows }) => {
    const many = rows === undefined ? "rows not counted" : `${rows} ${rows === 1 ? "row" : "rows"} with a value`;
    return `  destructive: ${how === "deletes" ? "deletes" : "changes values of"} ${what} (${many})`;
  });
  return [
    applied ? `The schema of ${stack} is again what the migrations say. Undone:` : `Changed by hand on ${stack}:`,
    ...drift.map(({ kind, object, difference }) => `  ${kind} ${object}: ${difference}`),
    applied ? "By:" : "This undoes it:",
    ...changes.map(({ sql }) => `  ${sql.replaceAll("\n", "\n  ")};`),
    ...costs,
    ...(applied ? [] : [`To do it: npx groundplan db revert --stack ${stack} --apply`]),
  ].join("\n");
}
