import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

/** Better Stack's error body: a sentence, or sentences by field. */
export const errorBody = (errors: string | Record<string, readonly string[]>): object => ({ errors });

export const notFound = (kind: string): Refusal =>
  new Refusal(404, errorBody(`Resource type ${kind} with provided ID was not found`));

export const invalid = (errors: Record<string, readonly string[]>): Refusal => new Refusal(422, errorBody(errors));

/** What `readBody` throws for a body that the schema refuses: every issue, by field. */
export function invalidBody(issues: readonly Issue[]): Refusal {
  const byField: Record<string, string[]> = {};
  for (const issue of issues) {
    const field = issuePath(issue).replace(/[.[].*$/, "");
    byField[field] = [...(byField[field] ?? []), issue.message];
  }
  return invalid(byField);
}
