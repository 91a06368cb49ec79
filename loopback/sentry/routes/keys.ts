import type { Context } from "hono";
import { z } from "zod";
import { invalidFields, notFound } from "../errors.ts";
import {
  integer,
  listAnswer,
  organizationOf,
  param,
  projectOf,
  type Route,
  readFields,
  type SentryContext,
} from "../http.ts";
import { type ClientKey, timestamp } from "../state.ts";
import { keyView } from "../views/key.ts";

const hex = "0123456789abcdef";
const rateLimit = z
  .object({
    count: integer.pipe(z.number().min(0)).nullish(),
    window: integer.pipe(z.number().min(0).max(86_400, "Ensure this value is less than or equal to 86400.")).nullish(),
  })
  .nullish();
const keyBody = z.object({
  name: z.string().max(64, "Ensure this field has no more than 64 characters.").nullish(),
  rateLimit,
  useCase: z.enum(["user", "profiling", "tempest", "demo"]).default("user"),
});
const keyChange = z.object({
  name: z.string().min(1).max(64, "Ensure this field has no more than 64 characters.").optional(),
  isActive: z.boolean().optional(),
  rateLimit,
  browserSdkVersion: z.enum(["latest", "7.x"]).optional(),
  dynamicSdkLoaderOptions: z
    .object({
      hasReplay: z.boolean().optional(),
      hasPerformance: z.boolean().optional(),
      hasDebug: z.boolean().optional(),
      hasFeedback: z.boolean().optional(),
      hasLogsAndMetrics: z.boolean().optional(),
    })
    .optional(),
});

/** A key with Sentry's defaults; not yet in any project. */
export function newKey(
  context: SentryContext,
  given: { name: string; rateLimit?: ClientKey["rateLimit"]; useCase?: string },
): ClientKey {
  return {
    id: context.id(32, hex),
    secret: context.secret(context.id(32, hex)),
    name: given.name,
    isActive: true,
    rateLimit: given.rateLimit ?? null,
    browserSdkVersion: "latest",
    dynamicSdkLoaderOptions: {
      hasReplay: true,
      hasPerformance: true,
      hasDebug: false,
      hasFeedback: false,
      hasLogsAndMetrics: false,
    },
    useCase: given.useCase ?? "user",
    dateCreated: timestamp(context.now()),
  };
}

export function keyRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const find = (c: Context) => {
    const project = projectOf(c, context);
    const key = project.keys.find(({ id }) => id === param(c, "key"));
    if (!key) throw notFound();
    return { project, key };
  };
  route("GET organizations/:org/project-keys/", (c) => {
    const org = organizationOf(c, context);
    const team = c.req.query("team");
    const own = state.projects.filter(
      ({ orgId, teamIds }) => orgId === org.id && (team === undefined || teamIds.includes(teamId(team))),
    );
    const keys = own.flatMap((project) => project.keys.filter(withStatus(c)).map((key) => keyView(project, key)));
    return listAnswer(c, context, keys);
  });
  const teamId = (name: string) => state.teams.find(({ id, slug }) => id === name || slug === name)?.id ?? name;

  route("GET projects/:org/:project/keys/", (c) => {
    const project = projectOf(c, context);
    const keys = project.keys.filter(withStatus(c)).map((key) => keyView(project, key));
    return listAnswer(c, context, keys);
  });
  route("POST projects/:org/:project/keys/", async (c) => {
    const project = projectOf(c, context);
    const body = await readFields(c, keyBody);
    const name = body.name || `key-${context.id(6, hex)}`;
    const key = newKey(context, { name, rateLimit: limitOf(body.rateLimit), useCase: body.useCase });
    project.keys.push(key);
    context.changed();
    return c.json(keyView(project, key), 201);
  });
  route("GET projects/:org/:project/keys/:key/", (c) => {
    const { project, key } = find(c);
    return c.json(keyView(project, key));
  });
  route("PUT projects/:org/:project/keys/:key/", async (c) => {
    const { project, key } = find(c);
    const body = await readFields(c, keyChange);
    const limit = body.rateLimit === undefined ? key.rateLimit : limitOf(body.rateLimit);
    key.name = body.name ?? key.name;
    key.isActive = body.isActive ?? key.isActive;
    key.rateLimit = limit;
    key.browserSdkVersion = body.browserSdkVersion ?? key.browserSdkVersion;
    const options = Object.entries(body.dynamicSdkLoaderOptions ?? {}).filter(([, value]) => value !== undefined);
    key.dynamicSdkLoaderOptions = { ...key.dynamicSdkLoaderOptions, ...Object.fromEntries(options) };
    context.changed();
    return c.json(keyView(project, key));
  });
  route("DELETE projects/:org/:project/keys/:key/", (c) => {
    const { project, key } = find(c);
    project.keys = project.keys.filter((candidate) => candidate !== key);
    context.changed();
    return c.body(null, 204);
  });
}

/** `?status=active|inactive`. */
function withStatus(c: Context): (key: ClientKey) => boolean {
  const status = c.req.query("status");
  return ({ isActive }) => (status === "active" ? isActive : status === "inactive" ? !isActive : true);
}

/** Null and an empty limit are none; half of one is refused. @throws 400 */
function limitOf(given: z.output<typeof rateLimit>): ClientKey["rateLimit"] {
  const [count, window] = [given?.count ?? null, given?.window ?? null];
  if (count === null && window === null) return null;
  if (!count || !window)
    throw invalidFields({ rateLimit: ["count and window must both be set, and be greater than 0"] });
  return { count, window };
}
