import type { Context as Call, Hono } from "hono";
import type { StoredDeployment } from "./deployment-state.ts";
import type { Context, StoredProject } from "./state.ts";

/**
 * What `https://<name>/<path>` is at Vercel is `<origin>/_deployments/<name>/<path>` here; the name is a deployment's id,
 * its own address, or any name that points at one (a custom domain, `<project>.vercel.app`).
 */
export const addressPath = "/_deployments/";

/**
 * The addresses of what is deployed. Nothing was built, so nothing of an application answers: `/api/health` says `ok`,
 * every other path says so in a sentence. That proves the way to a deployment (which one a name shows, its protection,
 * whether it is ready), never the application. Faults reach these paths: with one, a check of it can be seen to fail.
 */
export function addressRoutes(app: Hono, context: Context): void {
  const { state } = context;

  app.get(`${addressPath}:name/*`, (c) => {
    const name = c.req.param("name");
    const deployment = find(name);
    const project = state.projects.find(({ id }) => id === deployment?.projectId);
    // Vercel: an unknown name is 404 with this header, a build under way has no answer yet.
    if (!deployment || !project)
      return c.text("DEPLOYMENT_NOT_FOUND", 404, { "x-vercel-error": "DEPLOYMENT_NOT_FOUND" });
    if (deployment.state !== "READY")
      return c.text(`The deployment is ${deployment.state}.`, 503, { "x-vercel-error": "DEPLOYMENT_NOT_READY" });
    if (isProtected(name, deployment, project) && !mayPass(c, project)) return c.text("Authentication Required", 401);
    const headers = { "x-vercel-id": deployment.id, "cache-control": "no-store" };
    const path = c.req.path.slice(addressPath.length + name.length);
    if (path === "/api/health")
      return c.json({ status: "ok", deployment: deployment.id, commit: deployment.sha }, 200, headers);
    return c.text(
      `Loopback: ${deployment.id} at commit ${deployment.sha ?? "(files)"}. Nothing was built.`,
      200,
      headers,
    );
  });

  function find(name: string): StoredDeployment | undefined {
    const alias = state.aliases.find((one) => one.alias === name);
    return state.deployments.find(({ id, url }) => [id, url].includes(name) || id === alias?.deploymentId);
  }

  /** Vercel: deployment protection, by what an address is. */
  function isProtected(name: string, deployment: StoredDeployment, project: StoredProject): boolean {
    const kind = kindOf(project.settings["ssoProtection"]);
    const isDomain = state.domains.some((domain) => domain.name === name && domain.projectId === project.id);
    if (kind === undefined) return false;
    if (kind === "all") return true;
    if (kind === "preview") return deployment.target === null;
    if (kind === "all_except_custom_domains") return !isDomain;
    return deployment.target === null || (!isDomain && name !== `${project.name}.vercel.app`);
  }

  /** Vercel: the automation bypass, as a header or in the query. */
  function mayPass(c: Call, project: StoredProject): boolean {
    const given = c.req.header("x-vercel-protection-bypass") ?? c.req.query("x-vercel-protection-bypass");
    return state.bypasses.some(({ projectId, secret }) => projectId === project.id && secret.$secret === given);
  }
}

function kindOf(setting: unknown): string | undefined {
  if (typeof setting !== "object" || setting === null || !("deploymentType" in setting)) return undefined;
  return typeof setting.deploymentType === "string" ? setting.deploymentType : undefined;
}
