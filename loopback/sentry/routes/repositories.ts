import type { Context } from "hono";
import { z } from "zod";
import { invalidFields, notFound, refuse } from "../errors.ts";
import { listAnswer, organizationOf, param, projectOf, type Route, readFields, type SentryContext } from "../http.ts";
import type { CodeMapping, Repository } from "../releases-state.ts";
import { type SentryState, takeId, timestamp } from "../state.ts";

const id = z.union([z.string(), z.number().transform(String)]);
const repositoryBody = z.object({
  provider: z.literal("integrations:github", "Unknown provider"),
  installation: id,
  identifier: z.string().regex(/^[^/]+\/[^/]+$/, "Expecting owner/name"),
});
const mappingBody = z.object({
  projectId: id,
  repositoryId: id,
  integrationId: id,
  stackRoot: z.string().default(""),
  sourceRoot: z.string().default(""),
  defaultBranch: z.string().min(1, "This field may not be blank."),
});
const linkBody = z.object({ repositoryId: z.number().int() });

/** Repositories of an installed GitHub, and which folder of one a project's code stands in. */
export function repositoryRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const own = (c: Context) => state.repositories.filter(({ orgId }) => orgId === organizationOf(c, context).id);
  route("GET organizations/:org/repos/", (c) => {
    const wanted = c.req.query("query");
    const found = own(c).filter(({ name }) => wanted === undefined || name.includes(wanted));
    return listAnswer(c, context, found.map(repositoryView));
  });
  route("POST organizations/:org/repos/", async (c) => {
    const org = organizationOf(c, context);
    const { installation, identifier } = await readFields(c, repositoryBody);
    const github = state.integrations.find((one) => one.orgId === org.id && one.id === installation);
    if (github?.installed.provider !== "github") throw invalidFields({ detail: ["Integration does not exist"] });
    if (!github.installed.repositories.includes(identifier)) throw invalidFields({ detail: ["Repository not found"] });
    const leaving = state.blocked.some((one) => one.orgId === org.id && one.slug === blockedName(identifier));
    if (leaving || own(c).some(({ name }) => name === identifier))
      throw refuse(409, "A repository with that configuration already exists");
    const repository: Repository = {
      id: takeId(state),
      orgId: org.id,
      integrationId: github.id,
      name: identifier,
      dateCreated: timestamp(context.now()),
    };
    state.repositories.push(repository);
    context.changed();
    return c.json(repositoryView(repository), 201);
  });
  // Sentry deletes in the background: the name comes free a little later.
  route("DELETE organizations/:org/repos/:repo/", (c) => {
    const repository = own(c).find((one) => one.id === param(c, "repo"));
    if (!repository) throw notFound();
    state.repositories = state.repositories.filter((one) => one !== repository);
    state.codeMappings = state.codeMappings.filter(({ repositoryId }) => repositoryId !== repository.id);
    state.blocked.push({ orgId: repository.orgId, slug: blockedName(repository.name), requests: 2 });
    context.changed();
    return c.json({ ...repositoryView(repository), status: "pending_deletion" }, 202);
  });
  route("POST projects/:org/:project/repo/", async (c) => {
    const project = projectOf(c, context);
    const { repositoryId } = await readFields(c, linkBody);
    if (!own(c).some((one) => one.id === String(repositoryId))) throw notFound();
    return c.json(
      { id: takeId(state), projectId: project.id, repositoryId: String(repositoryId), source: "manual", created: true },
      201,
    );
  });
  mappingRoutes(route, context);
}

/** A slug never has a colon, so that the two kinds of names do not meet. */
const blockedName = (name: string): string => `repository:${name}`;

function mappingRoutes(route: Route, context: SentryContext): void {
  const { state } = context;
  const own = (c: Context) => state.codeMappings.filter(({ orgId }) => orgId === organizationOf(c, context).id);
  const find = (c: Context): CodeMapping => {
    const found = own(c).find((one) => one.id === param(c, "mapping"));
    if (!found) throw notFound();
    return found;
  };
  /** @throws 400 for what is not there, or is there already */
  const settle = (c: Context, body: z.output<typeof mappingBody>, old?: CodeMapping) => {
    const { id: orgId } = organizationOf(c, context);
    const here = (all: readonly { id: string; orgId: string }[], wanted: string) =>
      all.some((one) => one.id === wanted && one.orgId === orgId);
    if (!here(state.projects, body.projectId)) throw invalidFields({ projectId: ["Project does not exist"] });
    if (!here(state.repositories, body.repositoryId))
      throw invalidFields({ repositoryId: ["Repository does not exist"] });
    if (!here(state.integrations, body.integrationId))
      throw invalidFields({ integrationId: ["Integration does not exist"] });
    const twin = own(c).some(
      (one) =>
        one !== old &&
        one.projectId === body.projectId &&
        one.stackRoot === body.stackRoot &&
        one.sourceRoot === body.sourceRoot,
    );
    if (twin)
      throw invalidFields({
        nonFieldErrors: ["Code path config already exists with this project and stack trace root"],
      });
    return body;
  };
  route("GET organizations/:org/code-mappings/", (c) =>
    listAnswer(
      c,
      context,
      own(c).map((one) => mappingView(state, one)),
    ),
  );
  route("POST organizations/:org/code-mappings/", async (c) => {
    const org = organizationOf(c, context);
    const body = settle(c, await readFields(c, mappingBody));
    const mapping: CodeMapping = { id: takeId(state), orgId: org.id, ...body };
    state.codeMappings.push(mapping);
    context.changed();
    return c.json(mappingView(state, mapping), 201);
  });
  route("PUT organizations/:org/code-mappings/:mapping/", async (c) => {
    const mapping = find(c);
    Object.assign(mapping, settle(c, await readFields(c, mappingBody), mapping));
    context.changed();
    return c.json(mappingView(state, mapping));
  });
  route("DELETE organizations/:org/code-mappings/:mapping/", (c) => {
    const mapping = find(c);
    state.codeMappings = state.codeMappings.filter((one) => one !== mapping);
    context.changed();
    return c.body(null, 204);
  });
}

/** A linked repository as Sentry tells it. */
export function repositoryView({ id: number, name, integrationId, dateCreated }: Repository): object {
  return {
    id: number,
    name,
    url: `https://github.com/${name}`,
    provider: { id: "integrations:github", name: "GitHub" },
    status: "active",
    dateCreated,
    integrationId,
    externalSlug: name,
    externalId: number,
  };
}

/** A code mapping as Sentry tells it. */
export function mappingView(state: SentryState, { orgId: _orgId, repositoryId, ...mapping }: CodeMapping): object {
  return {
    ...mapping,
    projectSlug: state.projects.find((one) => one.id === mapping.projectId)?.slug ?? "",
    repoId: repositoryId,
    repoName: state.repositories.find((one) => one.id === repositoryId)?.name ?? "",
    provider: { key: "github", name: "GitHub" },
    automaticallyGenerated: false,
  };
}
