import { z } from "zod";

/** A set of texts: its order means nothing and what stands twice counts once. */
export const stringSet = <T extends z.ZodType<string>>(of: T) =>
  z.array(of).transform((all) => [...new Set(all)].toSorted() as z.output<T>[]);
