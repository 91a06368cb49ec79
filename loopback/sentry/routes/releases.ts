import type { Context } from "hono";
import { z } from "zod";
import { invalidFields, notFound, refuse } from "../errors.ts";
import { listAnswer, organizationOf, param, projectOf, type Route, readFields, type SentryContext } from "../http.ts";
import type { Deploy, Release } from "../releases-state.ts";
import { type Organization, type Project, type SentryState, takeId, timestamp } from "../state.ts";

const date = z.iso.datetime({ offset: true }).nullish();
const commit = z.object({ id: z.string().min(1).max(64), repository: z.string().max(64).nullish() });
const ref = z.object({
  repository: z.string().max(200),
  commit: z.string().min(1),
  previousCommit: z.string().max(64).nullish(),
});
const change = {
  ref: z.string().max(200).nullish(),
  url: z.url().nullish(),
  status: z.enum(["open", "archived"]).optional(),
  dateStarted: date,
  dateReleased: date,
  commits: z.array(commit).optional(),
  refs: z.array(ref).optional(),
};
const releaseChange = z.object(change);
const releaseBody = z.object({
  ...change,
  version: z
    .string()
    .max(200, "Ensure this field has no more than 200 characters.")
    .refine(
      (version) => version.trim() !== "" && !/^\.{1,2}$|[\n\t\f\r]/.test(version),
      "Release with name is invalid",
    ),
  projects: z.array(z.union([z.string(), z.number().transform(String)])),
});
const deployBody = z.object({
  environment: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^/\n]+$/, "Invalid value for environment"),
  name: z.string().max(64).nullish(),
  url: z.url().nullish(),
  dateStarted: date,
  dateFinished: date,
  projects: z.array(z.string()).optional(),
});

/** Releases and where they were deployed. */
export function releaseRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  route("GET organizations/:org/releases/", (c) => {
    const org = organizationOf(c, context);
    const own = state.releases.filter(({ orgId }) => orgId === org.id);
    return listAnswer(
      c,
      context,
      own.map((release) => releaseView(state, release)),
    );
  });
  route("GET projects/:org/:project/releases/", (c) => {
    const project = projectOf(c, context);
    const own = state.releases.filter(({ projectIds }) => projectIds.includes(project.id));
    return listAnswer(
      c,
      context,
      own.map((release) => releaseView(state, release)),
    );
  });
  route("POST organizations/:org/releases/", async (c) => {
    const org = organizationOf(c, context);
    const { version, projects, ...given } = await readFields(c, releaseBody);
    const projectIds = projectsOf(state, org, projects).map(({ id }) => id);
    const known = state.releases.find((one) => one.orgId === org.id && one.version === version);
    // A known one is changed by the same call, and keeps its projects.
    if (!known && projects.length === 0) throw invalidFields({ projects: ["This list may not be empty."] });
    const release = known ?? newRelease(context, org, version);
    release.projectIds = [...new Set([...release.projectIds, ...projectIds])];
    apply(state, release, given);
    if (!known) state.releases.push(release);
    context.changed();
    return c.json(releaseView(state, release), known ? 208 : 201);
  });
  route("GET organizations/:org/releases/:version/", (c) => c.json(releaseView(state, find(c, context))));
  route("PUT organizations/:org/releases/:version/", async (c) => {
    const release = find(c, context);
    apply(state, release, await readFields(c, releaseChange));
    context.changed();
    return c.json(releaseView(state, release));
  });
  route("DELETE organizations/:org/releases/:version/", (c) => {
    const release = find(c, context);
    state.releases = state.releases.filter((one) => one !== release);
    context.changed();
    return c.body(null, 204);
  });
  route("GET organizations/:org/releases/:version/deploys/", (c) => listAnswer(c, context, find(c, context).deploys));
  route("POST organizations/:org/releases/:version/deploys/", async (c) => {
    const release = find(c, context);
    const body = await readFields(c, deployBody);
    const foreign = projectsOf(state, organizationOf(c, context), body.projects ?? []).filter(
      ({ id }) => !release.projectIds.includes(id),
    );
    if (foreign.length > 0) throw refuse(400, "Invalid projects");
    const deploy: Deploy = {
      id: takeId(state),
      environment: body.environment,
      name: body.name ?? null,
      url: body.url ?? null,
      dateStarted: body.dateStarted ?? null,
      dateFinished: body.dateFinished ?? timestamp(context.now()),
    };
    release.deploys.push(deploy);
    context.changed();
    return c.json(deploy, 201);
  });
}

/** @throws 404 */
function find(c: Context, context: SentryContext): Release {
  const org = organizationOf(c, context);
  const version = param(c, "version");
  const found = context.state.releases.find((one) => one.orgId === org.id && one.version === version);
  if (!found) throw notFound();
  return found;
}

/** @throws 400 for one that is not there */
function projectsOf(state: SentryState, org: Organization, names: readonly string[]): Project[] {
  const own = state.projects.filter(({ orgId }) => orgId === org.id);
  return names.map((name) => {
    const found = own.find(({ id, slug }) => id === name || slug === name);
    if (!found) throw invalidFields({ projects: ["Invalid project ids or slugs"] });
    return found;
  });
}

function newRelease(context: SentryContext, org: Organization, version: string): Release {
  return {
    id: takeId(context.state),
    orgId: org.id,
    version,
    projectIds: [],
    url: null,
    ref: null,
    status: "open",
    dateStarted: null,
    dateReleased: null,
    dateCreated: timestamp(context.now()),
    refs: [],
    commitCount: 0,
    deploys: [],
  };
}

/** @throws 400 for a repository that nobody linked */
function apply(state: SentryState, release: Release, given: z.output<typeof releaseChange>): void {
  const names = state.repositories.filter(({ orgId }) => orgId === release.orgId).map(({ name }) => name);
  const unknown = (given.refs ?? []).filter(({ repository }) => !names.includes(repository));
  if (unknown.length > 0)
    throw invalidFields({
      refs: [`Invalid repository names: ${unknown.map(({ repository }) => repository).join(",")}`],
    });
  release.status = given.status ?? release.status;
  release.dateStarted = given.dateStarted === undefined ? release.dateStarted : given.dateStarted;
  release.url = given.url === undefined ? release.url : given.url;
  release.ref = given.ref === undefined ? release.ref : given.ref;
  release.dateReleased = given.dateReleased === undefined ? release.dateReleased : given.dateReleased;
  release.commitCount = given.commits?.length ?? release.commitCount;
  if (given.refs) release.refs = given.refs.map((one) => ({ ...one, previousCommit: one.previousCommit ?? null }));
}

/** A release as Sentry tells it. */
export function releaseView(state: SentryState, release: Release): object {
  const { id, version, url, ref, status, dateStarted, dateReleased, dateCreated, deploys, commitCount } = release;
  const [pack, raw = version] = version.includes("@") ? version.split("@", 2) : [null, version];
  return {
    id: Number(id),
    version,
    shortVersion: raw.slice(0, 12),
    versionInfo: { package: pack, version: { raw }, description: raw, buildHash: null },
    status,
    ref,
    url,
    dateReleased,
    dateCreated,
    dateStarted,
    owner: null,
    data: {},
    newGroups: 0,
    commitCount,
    lastCommit: null,
    deployCount: deploys.length,
    lastDeploy: deploys.at(-1) ?? null,
    authors: [],
    firstEvent: null,
    lastEvent: null,
    projects: state.projects
      .filter((project) => release.projectIds.includes(project.id))
      .map(({ id: number, slug, name, platform }) => ({
        id: Number(number),
        slug,
        name,
        platform,
        platforms: platform === null ? [] : [platform],
        newGroups: 0,
        hasHealthData: false,
      })),
  };
}
