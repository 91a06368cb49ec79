import type { Context, Hono } from "hono";
import { z } from "zod";
import { pageByOffset } from "../core/page.ts";
import { isRecord } from "../core/secret.ts";
import type { VendorContext } from "../core/vendor.ts";
import { invalidBody, notFound } from "./errors.ts";
import type { Organization, Project, SentryState, Team } from "./state.ts";

export type SentryContext = VendorContext<SentryState>;
type Handler = (c: Context) => Response | Promise<Response>;
export type Route = (methodAndPath: string, handler: Handler) => void;

/** Registers `GET organizations/:org/` and the like, with and without the slash at the end. */
export function createRouter(app: Hono): Route {
  return (methodAndPath, handler) => {
    const [method = "", path = ""] = methodAndPath.split(" ");
    const full = `/api/0/${path.replace(/\/$/, "")}`;
    app.on(method, [full, `${full}/`], handler);
  };
}

/** A path parameter that the route's pattern guarantees. */
export function param(c: Context, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}

/** Sentry's slugs: never only digits, so that an id in the same place is told apart. */
export const slug = (longest: number) =>
  z
    .string()
    .max(longest, `Ensure this field has no more than ${longest} characters.`)
    .regex(
      /^(?![0-9]+$)[a-z0-9_-]+$/,
      "Enter a valid slug consisting of lowercase letters, numbers, underscores or hyphens. It cannot be entirely numeric.",
    );

/** Sentry takes numbers as text too. */
export const integer = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/, "A valid integer is required.")
    .transform(Number),
]);

/** Keys below these belong to the user and are left as they are. */
const opaque = new Set(["options", "highlightContext", "highlight_context", "assertion", "data"]);

/** The body with every field in camelCase: Sentry takes both spellings. */
export async function readFields<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text();
  const result = schema.safeParse(camelKeys(text === "" ? {} : JSON.parse(text)));
  if (!result.success) throw invalidBody(result.error.issues);
  return result.data;
}

/** Where camelCase keeps more capitals than the rule makes. */
const irregular: Readonly<Record<string, string>> = { verify_ssl: "verifySSL", scrub_ip_addresses: "scrubIPAddresses" };

function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (!isRecord(value)) return value;
  const camel = (key: string) =>
    irregular[key] ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [camel(key), opaque.has(key) ? child : camelKeys(child)]),
  );
}

const cursorForm = /^\d+:(\d+):[01]$/;

/** One page of a list. `Link` always names both neighbours; `results` says whether there is anything. */
export function listAnswer(c: Context, context: SentryContext, items: readonly object[]): Response {
  const size = Math.min(Math.max(Number(c.req.query("per_page") ?? 100) || 100, 1), 100);
  const cursor = c.req.query("cursor");
  const offset = cursor === undefined || cursor === "" ? 0 : Number(cursorForm.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(offset))
    throw invalidBody([{ code: "custom", path: ["detail"], message: "Invalid cursor parameter.", input: cursor }]);
  const page = pageByOffset(items, offset, size);
  const link = (rel: "previous" | "next", to: number, results: boolean) => {
    const url = new URL(c.req.url);
    const name = `0:${to}:${rel === "previous" ? 1 : 0}`;
    url.searchParams.set("cursor", name);
    const address = `${context.origin}${url.pathname}?${url.searchParams.toString().replaceAll("%3A", ":")}`;
    return `<${address}>; rel="${rel}"; results="${results}"; cursor="${name}"`;
  };
  const previous = link("previous", page.previous ?? 0, page.previous !== undefined);
  c.header("Link", `${previous}, ${link("next", page.next ?? offset + size, page.next !== undefined)}`);
  return c.json([...page.items]);
}

/** Path parts take the id or the slug. @throws 404 */
export function organizationOf(c: Context, { state }: SentryContext): Organization {
  return byIdOrSlug(state.organizations, param(c, "org"));
}

/** @throws 404 */
export function teamOf(c: Context, context: SentryContext): Team {
  const org = organizationOf(c, context);
  return byIdOrSlug(
    context.state.teams.filter((team) => team.orgId === org.id),
    param(c, "team"),
  );
}

/** @throws 404 */
export function projectOf(c: Context, context: SentryContext): Project {
  const org = organizationOf(c, context);
  return byIdOrSlug(
    context.state.projects.filter((project) => project.orgId === org.id),
    param(c, "project"),
  );
}

function byIdOrSlug<T extends { readonly id: string; readonly slug: string }>(all: readonly T[], name: string): T {
  const found = all.find((candidate) => candidate.id === name || candidate.slug === name.toLowerCase());
  if (!found) throw notFound();
  return found;
}
