import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, type Supabase } from "../refusals.ts";

const change = z.object({
  db_schema: z.string().optional(),
  db_extra_search_path: z.string().optional(),
  max_rows: z.int().min(0).max(1_000_000).optional(),
  db_pool: z.int().min(0).max(1000).nullish(),
});

/** The Data API. `db_schema` "" turns it off. Only the read holds the JWT secret. */
export function postgrestRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/postgrest";
  app.get(path, (c) => {
    const { postgrest, jwtSecret } = readyProject(context, c);
    return c.json({ ...postgrest, jwt_secret: jwtSecret.$secret });
  });
  app.patch(path, async (c) => {
    const project = readyProject(context, c);
    const given = Object.entries(await body(c, change)).filter(([, value]) => value !== undefined);
    Object.assign(project.postgrest, Object.fromEntries(given));
    context.changed();
    return c.json(project.postgrest);
  });
}
