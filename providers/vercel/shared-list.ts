import type { Http } from "@groundplan/kit/http.ts";
import { z } from "zod";
import { understood } from "./understood.ts";

/** Vercel REST: absent, or `next` null, on the last page. */
const paged = z.object({ pagination: z.object({ next: z.number() }) });

export type Query = Readonly<Record<string, string | number | boolean>>;

/**
 * Every entry of a list at Vercel: one list that all reads of a run share. Undefined: what it belongs to is gone.
 * @param field the key of the entries in the answer, e.g. `envs`
 */
export async function sharedList<T extends z.ZodType>(
  http: Http,
  path: string,
  query: Query,
  field: string,
  entry: T,
): Promise<z.output<T>[] | undefined> {
  const entries = z.object({ [field]: z.array(entry) }).transform((page) => page[field] ?? []);
  const all: z.output<T>[] = [];
  for (let until: number | undefined; ; ) {
    const { status, body } = await http.shared(path, { query: { ...query, until }, accept: [404] });
    if (status === 404) return undefined;
    all.push(...understood(entries, body, `GET ${path}`));
    // Vercel REST: `next` is a time before the last entry; one that does not go back would never end.
    const next = paged.safeParse(body).data?.pagination.next;
    if (next === undefined || (until !== undefined && next >= until)) return all;
    until = next;
  }
}
