import { z } from "zod";
import { readBody } from "../core/body.ts";
import { newDeployment } from "./deployments.ts";
import { projectView } from "./project-view.ts";
import { badRequest, invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf } from "./scope.ts";
import { type Context, type StoredHook, type StoredLink, tick } from "./state.ts";

const linkSchema = z.object({ type: z.enum(["github", "gitlab", "bitbucket"]), repo: z.string() });
const branchSchema = z.strictObject({ branch: z.string().min(1).max(250) });
const hookSchema = z.strictObject({ name: z.string().min(1), ref: z.string().min(1) });

/** Where deploy hooks are called: no call of the API, so without a token. */
export const hookPath = "/v1/integrations/deploy/";

/** The Git repository behind a project: link, production branch, deploy hooks. */
export function gitRoutes(route: Route, context: Context): void {
  route("POST /v9/projects/:project/link", async (c) => {
    const project = projectOf(c, context);
    const { type, repo } = await readBody(c, linkSchema, invalidBody);
    project.link = newLink(type, repo, context);
    context.changed();
    return c.json(projectView(project, context));
  });

  route("DELETE /v9/projects/:project/link", (c) => {
    const project = projectOf(c, context);
    project.link = null;
    context.changed();
    return c.json(projectView(project, context));
  });

  route("PATCH /v9/projects/:project/branch", async (c) => {
    const project = projectOf(c, context);
    const { branch } = await readBody(c, branchSchema, invalidBody);
    linked(project.link).productionBranch = branch;
    linked(project.link).updatedAt = tick(context);
    context.changed();
    return c.json(projectView(project, context));
  });

  route("POST /v2/projects/:project/deploy-hooks", async (c) => {
    const project = projectOf(c, context);
    const { name, ref } = await readBody(c, hookSchema, invalidBody);
    linked(project.link).deployHooks.push(newHook(project.id, name, ref, context));
    context.changed();
    return c.json(projectView(project, context), 201);
  });

  // The address of a hook is all that its caller needs to know.
  route(`POST ${hookPath}:project/:key`, (c) => {
    const called = new URL(c.req.url).pathname;
    for (const project of context.state.projects) {
      const hook = project.link?.deployHooks.find(({ url }) => new URL(url.$secret).pathname === called);
      if (!hook) continue;
      const deployment = newDeployment(
        project,
        { name: project.name, ref: hook.ref, source: "git-deploy-hook" },
        context,
      );
      context.state.deployments.push(deployment);
      context.changed();
      return c.json({ job: { id: context.id(20), state: "PENDING", createdAt: deployment.createdAt } }, 201);
    }
    throw notFound("Deploy hook");
  });

  route("DELETE /v2/projects/:project/deploy-hooks/:hook", (c) => {
    const { link } = projectOf(c, context);
    if (!link) throw notFound("Deploy hook");
    const rest = link.deployHooks.filter(({ id }) => id !== c.req.param("hook"));
    if (rest.length === link.deployHooks.length) throw notFound("Deploy hook");
    link.deployHooks = rest;
    context.changed();
    return c.body(null, 204);
  });
}

/** @throws Refusal 400 when the repository is not of the form `org/name`. */
export function newLink(type: StoredLink["type"], repository: string, context: Context): StoredLink {
  if (!/^[^/\s]+(\/[^/\s]+)+$/.test(repository)) throw badRequest(`The repository "${repository}" could not be found.`);
  const at = tick(context);
  return { type, repository, productionBranch: "main", createdAt: at, updatedAt: at, deployHooks: [] };
}

function newHook(projectId: string, name: string, ref: string, context: Context): StoredHook {
  const [id, key] = [context.id(24), context.id(10)];
  const url = context.secret(`${context.origin}${hookPath}${projectId}/${key}`);
  return { id, name, ref, url, createdAt: tick(context) };
}

function linked(link: StoredLink | null): StoredLink {
  if (!link) throw badRequest("The project is not connected to a Git repository.");
  return link;
}
