import { VendorError } from "@groundplan/kit/errors.ts";
import type { z } from "zod";

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Vercel's API: please report it",
  });
}
