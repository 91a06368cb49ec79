import { createHash } from "node:crypto";
import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody, readQuery } from "../core/body.ts";
import { passTime } from "./deployment-life.ts";
import { deploymentSchema, type NewDeployment } from "./deployment-schema.ts";
import type { StoredDeployment } from "./deployment-state.ts";
import { deploymentEntry, deploymentView } from "./deployment-view.ts";
import { page } from "./page.ts";
import { badRequest, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectNamed, scopeOf } from "./scope.ts";
import { type Context, type StoredProject, tick } from "./state.ts";

const listSchema = z.object({
  projectId: z.string().optional(),
  app: z.string().optional(),
  target: z.string().optional(),
  state: z.string().optional(),
  branch: z.string().optional(),
  sha: z.string().optional(),
});

/** Deployments: queued, built and ready after a few looks. Nothing is built and no address of theirs is served. */
export function deploymentRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v2/files", async (c) => {
    scopeOf(c, context);
    const digest = createHash("sha1")
      .update(new Uint8Array(await c.req.arrayBuffer()))
      .digest("hex");
    // Vercel REST: the digest in either header; its command line sends the older one.
    if ((c.req.header("x-vercel-digest") ?? c.req.header("x-now-digest")) !== digest)
      throw badRequest("The header `x-vercel-digest` is not the SHA-1 of the file.");
    if (!state.files.includes(digest)) state.files.push(digest);
    context.changed();
    return c.json({ urls: [] });
  });

  route("POST /v13/deployments", async (c) => {
    const given = await readBody(c, deploymentSchema, invalidBody);
    const project = projectNamed(c, given.project ?? given.name, context);
    const deployment = fromBody(project, given, context);
    state.deployments.push(deployment);
    context.changed();
    return c.json(deploymentView(deployment, project, context));
  });

  route(
    "GET /v6/deployments",
    (c) => {
      const wanted = readQuery(c, listSchema, invalidBody);
      const states = wanted.state?.split(",");
      const found = of(c).filter(({ deployment, project }) => {
        passTime(deployment, context);
        return (
          (wanted.projectId === undefined || [project.id, project.name].includes(wanted.projectId)) &&
          (wanted.app === undefined || project.name === wanted.app) &&
          (wanted.target === undefined || (deployment.target ?? "preview") === wanted.target) &&
          (states === undefined || states.includes(deployment.state)) &&
          (wanted.branch === undefined || deployment.ref === wanted.branch) &&
          (wanted.sha === undefined || deployment.sha === wanted.sha)
        );
      });
      const { items, pagination } = page(
        c,
        found.map(({ deployment }) => deployment),
        20,
      );
      return c.json({ deployments: items.map((one) => deploymentEntry(one, context)), pagination });
    },
    [7],
  );

  route("GET /v13/deployments/:deployment", (c) => {
    const { deployment, project } = find(c);
    passTime(deployment, context);
    return c.json(deploymentView(deployment, project, context));
  });

  // Nothing is built here, so nothing is told of it. Asked for by `format=lines`, one JSON value a line.
  route("GET /v3/deployments/:deployment/events", (c) => {
    find(c);
    return c.req.query("format") === "lines"
      ? c.body("", 200, { "content-type": "application/stream+json" })
      : c.json([]);
  });

  // Not in Vercel's API description: `vercel inspect` lists them.
  route("GET /v11/deployments/:deployment/builds", (c) => {
    find(c);
    return c.json({ builds: [] });
  });

  route("PATCH /v12/deployments/:deployment/cancel", (c) => {
    const { deployment, project } = find(c);
    if (deployment.state !== "QUEUED" && deployment.state !== "BUILDING")
      throw badRequest(`The deployment is ${deployment.state} and cannot be canceled.`);
    Object.assign(deployment, { state: "CANCELED", canceledAt: tick(context) });
    context.changed();
    return c.json(deploymentView(deployment, project, context));
  });

  route("DELETE /v13/deployments/:deployment", (c) => {
    const { deployment, project } = find(c);
    state.deployments = state.deployments.filter((other) => other !== deployment);
    state.aliases = state.aliases.filter(({ deploymentId }) => deploymentId !== deployment.id);
    if (project.productionDeployment === deployment.id) project.productionDeployment = null;
    context.changed();
    return c.json({ uid: deployment.id, state: "DELETED" });
  });

  function of(c: Call): { deployment: StoredDeployment; project: StoredProject }[] {
    const { accountId } = scopeOf(c, context);
    return state.deployments.flatMap((deployment) => {
      const project = state.projects.find(({ id }) => id === deployment.projectId);
      return project?.accountId === accountId ? [{ deployment, project }] : [];
    });
  }

  function find(c: Call): { deployment: StoredDeployment; project: StoredProject } {
    const idOrUrl = c.req.param("deployment");
    const found = of(c).find(({ deployment: { id, url } }) => id === idOrUrl || url === idOrUrl);
    if (!found) throw notFound("Deployment");
    return found;
  }
}

/** @throws Refusal 400 without a source, or where files were not uploaded before */
function fromBody(project: StoredProject, given: NewDeployment, context: Context): StoredDeployment {
  const { state } = context;
  const again = state.deployments.find(({ id, projectId }) => id === given.deploymentId && projectId === project.id);
  if (given.deploymentId !== undefined && !again) throw notFound("Deployment");
  if (!given.gitSource && !given.files && !again)
    throw badRequest("A deployment needs `gitSource`, `files` or `deploymentId`.");
  // Vercel's own SDK deploys by `org` and `repo` into projects that it makes on the way: those need no link.
  if (given.gitSource && !project.link && !("repo" in given.gitSource))
    throw badRequest("The project is not connected to a Git repository.");
  const missing = (given.files ?? []).flatMap((file) =>
    "sha" in file && !state.files.includes(file.sha) ? [file.sha] : [],
  );
  if (missing.length > 0) throw refuse(400, "missing_files", "Some files are missing.", { missing });
  const environment = state.environments.find(
    ({ projectId, id, slug }) => projectId === project.id && [id, slug].includes(given.customEnvironmentSlugOrId ?? ""),
  );
  if (given.customEnvironmentSlugOrId !== undefined && !environment) throw notFound("Custom environment");
  const wanted = {
    name: given.name,
    ref: given.gitSource?.ref ?? again?.ref ?? null,
    sha: given.gitSource?.sha ?? again?.sha ?? null,
    target: given.target === "production" ? ("production" as const) : null,
    customEnvironmentId: environment?.id ?? null,
    source: again ? ("redeploy" as const) : given.gitSource ? ("git" as const) : ("cli" as const),
    meta: { ...again?.meta, ...given.meta },
  };
  return newDeployment(project, wanted, context);
}

type Wanted = Pick<StoredDeployment, "name" | "ref" | "source"> & Partial<StoredDeployment>;

/** A queued deployment that is not in the state yet; a branch that is production's goes there. */
export function newDeployment(project: StoredProject, wanted: Wanted, context: Context): StoredDeployment {
  const { state } = context;
  const { ref } = wanted;
  const owner = state.teams.find(({ id }) => id === project.accountId)?.slug ?? state.user.username;
  const isProduction = wanted.target === undefined && ref !== null && ref === project.link?.productionBranch;
  const target = isProduction ? "production" : (wanted.target ?? null);
  return {
    ...{ id: `dpl_${context.id(28)}`, projectId: project.id, customEnvironmentId: null, meta: {} },
    url: `${project.name}-${context.id(9, "abcdefghijklmnopqrstuvwxyz0123456789")}-${owner}.vercel.app`,
    ...{ state: "QUEUED", substate: target === "production" ? "STAGED" : null, looks: 0 },
    ...{ createdAt: tick(context), buildingAt: null, readyAt: null, canceledAt: null },
    ...wanted,
    ...{ target, sha: wanted.sha ?? (ref === null ? null : commitOf(ref)) },
  };
}

/** The latest commit of a branch, always the same one: there is no repository behind it. */
const commitOf = (ref: string): string => createHash("sha1").update(ref).digest("hex");
