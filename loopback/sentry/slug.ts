/** A slug made of a name, as Sentry makes it where none is given: lower case, words joined by hyphens. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "");
  // Never only digits, never empty.
  return /^[0-9]*$/.test(slug) ? `p-${slug}` : slug;
}
