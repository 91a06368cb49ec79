import { z } from "zod";

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** A dashboard as text of JSON, brought to one form: keys in order, without what only Google sets. */
export const dashboardText = z.string().transform((text, context) => {
  const content = parsed(text);
  if (isJson(content) && typeof content["displayName"] === "string" && content["displayName"] !== "")
    return canonical(content);
  const message = isJson(content) ? "has no displayName, by which it is found again" : "is no JSON object";
  context.issues.push({ code: "custom", message, input: text });
  return z.NEVER;
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The content of a text that Check has passed. */
export function contentOf(text: string): Json & { readonly displayName: string } {
  const content = parsed(text);
  return isJson(content) ? { ...content, displayName: String(content["displayName"]) } : { displayName: "" };
}

/** `name` and `etag` are Google's; the rest with its keys in order, so that equal dashboards are equal texts. */
export function canonical({ name: _, etag: __, ...content }: Json): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    isJson(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

/**
 * Whether `found` is what was declared. Google adds defaults, drops what is zero, false or empty, and writes 64-bit
 * numbers as text: none of that is a change.
 */
export function covers(found: unknown, declared: unknown): boolean {
  if (found === undefined) return isZero(declared);
  if (Array.isArray(declared))
    return (
      Array.isArray(found) &&
      found.length === declared.length &&
      declared.every((one, index) => covers(found[index], one))
    );
  if (!isJson(declared)) return String(found) === String(declared);
  return isJson(found) && Object.entries(declared).every(([key, value]) => covers(found[key], value));
}

const isZero = (value: unknown): boolean =>
  value === 0 || value === "0" || value === false || value === "" || (Array.isArray(value) && value.length === 0);
