import { z } from "zod";
import { readBody } from "../core/body.ts";
import { badRequest, invalidBody } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf } from "./scope.ts";
import type { Context, StoredRolling } from "./state.ts";

const configSchema = z.object({
  enabled: z.boolean(),
  advancementType: z.enum(["automatic", "manual-approval"]).optional(),
  stages: z
    .array(
      z.object({
        targetPercentage: z.number().min(0).max(100),
        duration: z.int().min(1).optional(),
        requireApproval: z.boolean().optional(),
      }),
    )
    .min(2)
    .max(10)
    .optional(),
});

/** How a project's releases roll. That a release really rolls is not played: it goes live at once. */
export function rollingReleaseRoutes(route: Route, context: Context): void {
  const path = "/v1/projects/:project/rolling-release/config";

  route(`GET ${path}`, (c) => c.json({ rollingRelease: rollingView(projectOf(c, context).rolling) }));

  route(`PATCH ${path}`, async (c) => {
    const project = projectOf(c, context);
    const { enabled, stages } = await readBody(c, configSchema, invalidBody);
    if (enabled && stages?.at(-1)?.targetPercentage !== 100) throw badRequest("The last stage must be 100 percent.");
    project.rolling = enabled && stages ? { stages } : null;
    context.changed();
    return c.json({ rollingRelease: rollingView(project.rolling) });
  });

  route(`DELETE ${path}`, (c) => {
    projectOf(c, context).rolling = null;
    context.changed();
    return c.json({ rollingRelease: null });
  });
}

const rollingView = (rolling: StoredRolling | null | undefined): object | null =>
  rolling ? { target: "production", stages: rolling.stages, canaryResponseHeader: false } : null;
