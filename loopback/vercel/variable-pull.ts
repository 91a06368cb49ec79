import type { Route } from "./router.ts";
import { projectOf } from "./scope.ts";
import type { Context, StoredProject, StoredVariable } from "./state.ts";
import { plainValue } from "./variable-view.ts";

/**
 * What `vercel env pull` and `vercel link` ask (not in Vercel's API description; the shape is what the command line
 * reads): the variables that a deployment to `:environment` would see. Sensitive values come back empty.
 */
export function variablePullRoutes(route: Route, context: Context): void {
  route("GET /v3/env/pull/:project/:environment", (c) => {
    const env = seenIn(projectOf(c, context), c.req.param("environment") ?? "", undefined, context);
    return c.json({ env, buildEnv: env });
  });

  route("GET /v3/env/pull/:project/:environment/:branch", (c) => {
    const env = seenIn(projectOf(c, context), c.req.param("environment") ?? "", c.req.param("branch"), context);
    return c.json({ env, buildEnv: env });
  });
}

/** Values by name; a branch's own value wins over the one for all branches. */
function seenIn(
  { id }: StoredProject,
  environment: string,
  branch: string | undefined,
  { state }: Context,
): Record<string, string> {
  const custom = state.environments.find(({ projectId, slug }) => projectId === id && slug === environment);
  const isFor = ({ target, customEnvironmentIds }: StoredVariable): boolean =>
    target.some((one) => one === environment) || (custom !== undefined && customEnvironmentIds.includes(custom.id));
  const seen = state.variables
    .filter((variable) => variable.projectId === id && isFor(variable))
    .filter(({ gitBranch }) => gitBranch === null || gitBranch === branch)
    .toSorted((a, b) => Number(a.gitBranch !== null) - Number(b.gitBranch !== null));
  return Object.fromEntries(
    seen.map((variable) => [variable.key, variable.type === "sensitive" ? "" : plainValue(variable)]),
  );
}
