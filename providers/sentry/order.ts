import type { z } from "zod";

/** In one order, whatever order it came in: Sentry tells conditions, actions and ids in none. */
export const inOrder = <T>(all: readonly T[]): T[] => all.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));

/** A set of texts, in order. */
export const asSet = (all: readonly string[]): string[] => [...new Set(all)].toSorted();

const textOf = (value: unknown): string => JSON.stringify(value);

/** What Sentry tells in the form that Check gives it. What our schema does not know stays as it is: that difference is real. */
export function asInputs<T extends z.ZodObject>(schema: T, told: object): z.output<T> {
  const result = schema.safeParse(told);
  return result.success ? result.data : (told as z.output<T>);
}
