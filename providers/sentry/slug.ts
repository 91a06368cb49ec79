import { VendorError } from "@groundplan/kit/errors.ts";
import type { Answer } from "@groundplan/kit/http.ts";
import { poll } from "@groundplan/kit/poll.ts";
import type { Issue } from "@groundplan/kit/resource.ts";
import { z } from "zod";

/** Sentry API: `^(?![0-9]+$)[a-z0-9_-]+$`, at most 50 characters for a team, 100 for a project. */
export const slug = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^$|^(?![0-9]+$)[a-z0-9_-]+$/, "must be lower case letters, digits, `_` and `-`, and not digits alone")
    .default("")
    .describe(`Name in addresses, up to ${most} characters. Left out: made from the name.`);

/**
 * Check of a slug: the declared one, or the one that Sentry would make of the name. So it is known in a preview, and the
 * thing can be looked up by it. A name that is not known yet gives none.
 */
export function withSlug(
  { name, slug }: { readonly name?: string; readonly slug?: string },
  most: number,
): { inputs?: { slug: string }; issues?: Issue[] } {
  if (name === undefined || slug !== "") return {};
  const made = slugOf(name, most);
  if (!/^[0-9]*$/.test(made)) return { inputs: { slug: made } };
  return { issues: [{ property: "slug", reason: `cannot be made of the name "${name}": set one` }] };
}

const slugOf = (name: string, most: number): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, "")
    .replace(/[\s-]+/g, "-")
    .slice(0, most)
    .replace(/^[-_]+|[-_]+$/g, "");

/**
 * Creates something under a slug or name that nobody holds. Sentry API: a deleted one keeps it until it is gone in the
 * background, so a refusal by 409 is looked at again for a minute.
 * @param what e.g. `the slug of team web`
 */
export async function createUnder(signal: AbortSignal, what: string, post: () => Promise<Answer>): Promise<unknown> {
  let last: Answer | undefined;
  try {
    const made = await poll({ signal, what: `${what} to be free`, every: 1000, within: 60_000 }, async () => {
      last = await post();
      return last.status === 409 ? undefined : last;
    });
    return made.body;
  } catch (error) {
    if (signal.aborted || last?.status !== 409) throw error;
    throw new VendorError(`Sentry answered 409: ${what} is taken, or what had it is still being deleted.`, {
      status: 409,
      fix: "wait a few minutes and run the same command again, or choose another",
    });
  }
}
