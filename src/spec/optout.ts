import { z } from "zod";

/** Why something that the platform does for everybody is not done here. It ends up in the stack's outputs and in the verdict. */
export const reasonSchema = z
  .strictObject({ reason: z.string().trim().min(12).describe("why, in a sentence of at least 12 characters") })
  .describe('an opt-out with its reason, { reason: "..." }');

export interface OptOut {
  /** What is not done, e.g. `protection` or `functions.health.verifyJwt`. */
  readonly what: string;
  readonly reason: string;
}
