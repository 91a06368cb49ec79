import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { point } from "./deployment-life.ts";
import type { StoredAlias, StoredDeployment } from "./deployment-state.ts";
import { page } from "./page.ts";
import { badRequest, invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { scopeOf } from "./scope.ts";
import type { Context } from "./state.ts";

const assignSchema = z.object({
  alias: z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, "is not a domain name"),
  redirect: z.string().nullable().optional(),
});

/** Names that point at a deployment. A name of the same account moves; that of another is its own. */
export function aliasRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v2/deployments/:deployment/aliases", async (c) => {
    const deployment = deploymentOf(c);
    const { alias: name } = await readBody(c, assignSchema, invalidBody);
    if (deployment.state !== "READY") throw badRequest(`The deployment is ${deployment.state}, not READY.`);
    const before = state.aliases.find(({ alias }) => alias === name);
    if (before && !own(c, before)) throw notFound("Alias");
    const oldDeploymentId = before?.deploymentId ?? null;
    point([name], deployment, context);
    context.changed();
    const made = state.aliases.find(({ alias }) => alias === name);
    if (!made) throw notFound("Alias");
    return c.json({ uid: made.uid, alias: name, created: new Date(made.createdAt).toISOString(), oldDeploymentId });
  });

  route("GET /v2/deployments/:deployment/aliases", (c) => {
    const { id } = deploymentOf(c);
    const aliases = state.aliases.filter(({ deploymentId }) => deploymentId === id);
    return c.json({ aliases: aliases.map(aliasView) });
  });

  route("GET /v4/aliases", (c) => {
    const project = c.req.query("projectId");
    const domain = c.req.query("domain");
    const found = state.aliases.filter(
      (alias) =>
        own(c, alias) &&
        (project === undefined || alias.projectId === project) &&
        (domain === undefined || alias.alias === domain),
    );
    const { items, pagination } = page(c, found, 20);
    return c.json({ aliases: items.map(aliasView), pagination });
  });

  route("DELETE /v2/aliases/:alias", (c) => {
    const wanted = c.req.param("alias");
    const found = state.aliases.find((one) => own(c, one) && (one.uid === wanted || one.alias === wanted));
    if (!found) throw notFound("Alias");
    state.aliases = state.aliases.filter((other) => other !== found);
    context.changed();
    return c.json({ status: "SUCCESS" });
  });

  function own(c: Call, { projectId }: StoredAlias): boolean {
    const { accountId } = scopeOf(c, context);
    return state.projects.some((project) => project.id === projectId && project.accountId === accountId);
  }

  function deploymentOf(c: Call): StoredDeployment {
    const { accountId } = scopeOf(c, context);
    const mine = state.projects.filter((project) => project.accountId === accountId).map(({ id }) => id);
    const id = c.req.param("deployment");
    const found = state.deployments.find((one) => one.id === id && mine.includes(one.projectId));
    if (!found) throw notFound("Deployment");
    return found;
  }
}

export function aliasView({
  uid,
  alias,
  redirect,
  createdAt,
  updatedAt,
  deploymentId,
  projectId,
}: StoredAlias): object {
  return {
    ...{ uid, alias, redirect, createdAt, updatedAt, deploymentId, projectId },
    created: new Date(createdAt).toISOString(),
  };
}
