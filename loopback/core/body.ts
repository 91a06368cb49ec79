import type { Context } from "hono";
import type { z } from "zod";
import type { Refusal } from "./refusal.ts";

/** One thing that is wrong with a request, e.g. `{ path: ["target", 0], message: "Invalid option…" }`. */
export type Issue = z.core.$ZodIssue;

/**
 * The request's JSON body as `schema` reads it; an absent body reads as `{}`.
 * @throws what `refuse` makes of the issues: the vendor's own error for a bad request.
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  refuse: (issues: readonly Issue[]) => Refusal,
): Promise<z.output<Schema>> {
  const text = await c.req.text();
  // The core has refused text that is no JSON before any route ran.
  const result = schema.safeParse(text === "" ? {} : JSON.parse(text));
  if (result.success) return result.data;
  throw refuse(result.error.issues);
}

/** The query's parameters as `schema` reads them: strings, so numbers are `z.coerce.number()`. Of repeated ones the last counts. */
export function readQuery<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  refuse: (issues: readonly Issue[]) => Refusal,
): z.output<Schema> {
  const result = schema.safeParse(Object.fromEntries(new URL(c.req.url).searchParams));
  if (result.success) return result.data;
  throw refuse(result.error.issues);
}

/** `target[0]`, or `body` for the whole. */
export function issuePath(issue: Issue): string {
  return (
    issue.path.map((part, i) => (typeof part === "number" ? `[${part}]` : `${i ? "." : ""}${String(part)}`)).join("") ||
    "body"
  );
}
