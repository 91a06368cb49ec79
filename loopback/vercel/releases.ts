import type { Context as Call } from "hono";
import { passReleaseTime, productionNames } from "./deployment-life.ts";
import type { StoredDeployment } from "./deployment-state.ts";
import { badRequest, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf } from "./scope.ts";
import { type Context, type StoredProject, tick } from "./state.ts";

/** Promote and rollback: production's names move to another deployment, some looks later (`lastAliasRequest`). */
export function releaseRoutes(route: Route, context: Context): void {
  route("POST /v10/projects/:project/promote/:deployment", (c) => request(c, "promote"));
  // `vercel rollback` asks under version 9.
  route("POST /v1/projects/:project/rollback/:deployment", (c) => request(c, "rollback"), [9]);

  route("GET /v1/projects/:project/promote/aliases", (c) => {
    const project = projectOf(c, context);
    passReleaseTime(project, context);
    const status = project.lastAliasRequest?.jobStatus === "succeeded" ? "completed" : "pending";
    const failed = c.req.query("failedOnly") === "true";
    const names = project.lastAliasRequest && !failed ? productionNames(project, context) : [];
    const aliases = names.map((alias) => ({ alias, status, id: `${project.id}/${alias}` }));
    return c.json({ aliases, pagination: { count: aliases.length, next: null, prev: null } });
  });

  function request(c: Call, type: "promote" | "rollback"): Response {
    const project = projectOf(c, context);
    const to = find(project, c.req.param("deployment"));
    const { lastAliasRequest: last, productionDeployment: from } = project;
    if (last?.jobStatus === "pending" || last?.jobStatus === "in-progress")
      throw refuse(409, "conflict", `A ${last.type} of the project is under way.`);
    if (to.state !== "READY") throw badRequest(`The deployment is ${to.state}, not READY.`);
    if (type === "rollback" && to.target !== "production")
      throw badRequest("Only a deployment that was in production can be rolled back to.");
    if (from === to.id) throw refuse(409, "conflict", "The deployment is in production already.");
    project.releaseLooks = 0;
    project.lastAliasRequest = {
      ...{
        fromDeploymentId: from ?? "",
        toDeploymentId: to.id,
        jobStatus: "pending",
        requestedAt: tick(context),
        type,
      },
    };
    context.changed();
    // Vercel REST: 201, or 202 for what waits behind a rolling release; so its command line reads the two.
    return c.body(null, 201);
  }

  function find(project: StoredProject, id: string | undefined): StoredDeployment {
    const found = context.state.deployments.find((one) => one.projectId === project.id && one.id === id);
    if (!found) throw notFound("Deployment");
    return found;
  }
}
