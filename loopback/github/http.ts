import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";
import { readQuery } from "../core/body.ts";
import { pageByNumber } from "../core/page.ts";
import { invalidBody, refuse } from "./errors.ts";
import { apiRoot, type GitHubContext } from "./lookup.ts";
import type { Repository } from "./state.ts";

/** What a route below a repository finds in its Hono context. */
export interface RepositoryEnv {
  Variables: { repository: Repository };
}

const pageQuery = z.object({
  per_page: z.coerce.number().int().min(1).max(100).catch(30),
  page: z.coerce.number().int().min(1).catch(1),
});

/**
 * One page of a list with its `Link` header (`?per_page=` up to 100, `&page=` from 1).
 * @param key GitHub wraps some lists: `{ total_count, [key]: […] }`; without it the body is the bare array
 */
export function listAnswer(c: Context, context: GitHubContext, items: readonly object[], key?: string): Response {
  const { per_page: size, page } = readQuery(c, pageQuery, invalidBody);
  const part = pageByNumber(items, page, size);
  const links: string[] = [];
  const link = (rel: string, number: number) => {
    const url = new URL(c.req.url);
    url.searchParams.set("page", String(number));
    links.push(`<${apiRoot(context)}${url.pathname}${url.search}>; rel="${rel}"`);
  };
  if (part.previous !== undefined) link("prev", part.previous);
  if (part.next !== undefined) {
    link("next", part.next);
    link("last", Math.ceil(part.total / size));
  }
  if (part.previous !== undefined) link("first", 1);
  if (links.length > 0) c.header("Link", links.join(", "));
  return c.json(key === undefined ? [...part.items] : { total_count: part.total, [key]: part.items });
}

/** GitHub refuses requests without a User-Agent. */
export const requireUserAgent: MiddlewareHandler = async (c, next) => {
  if (!c.req.header("user-agent")) {
    throw refuse(
      403,
      "Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).",
    );
  }
  await next();
};

/**
 * ETags on every readable answer, and 304 for whoever has it already.
 * The tag leaves out where the vendor listens, so that another port does not change it.
 */
export function conditional(context: GitHubContext): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.ok || c.res.status === 204) return;
    const body = await c.res.clone().text();
    const tag = createHash("sha256").update(body.replaceAll(context.origin, "")).digest("hex");
    if (c.req.method === "GET" && c.req.header("if-none-match")?.includes(tag)) {
      c.res = new Response(null, { status: 304, headers: { ETag: `W/"${tag}"` } });
      return;
    }
    c.res.headers.set("ETag", `W/"${tag}"`);
    c.res.headers.set("X-GitHub-Media-Type", "github.v3; format=json");
  };
}

/** A path parameter that the route's pattern guarantees. */
export function param(c: Context, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}

/** A numeric id in a path; what is no number is nothing that GitHub knows. */
export function idParam(c: Context, name: string): number {
  const value = Number(param(c, name));
  if (!Number.isSafeInteger(value)) throw refuse(404, "Not Found");
  return value;
}

/** 204. */
export function done(c: Context): Response {
  return c.body(null, 204);
}
