import type { Hono } from "hono";
import { projectOf, refuse, type Supabase } from "./refusals.ts";
import type { Project } from "./state.ts";

const services = ["auth", "db", "db_postgres_user", "pooler", "realtime", "rest", "storage", "pg_bouncer"] as const;
type Service = (typeof services)[number];

/** Health of the services asked for: they follow the project, and the Data API is unhealthy where it is turned off. */
export function healthRoutes(app: Hono, context: Supabase): void {
  app.get("/v1/projects/:ref/health", (c) => {
    const project = projectOf(context, c);
    const wanted = c.req.queries("services") ?? [];
    const unknown = wanted.filter((name) => !isService(name));
    if (wanted.length === 0 || unknown.length > 0) {
      throw refuse(400, `services: each value must be one of ${services.join(", ")}`);
    }
    return c.json(wanted.filter(isService).map((name) => health(project, name)));
  });
}

function health(project: Project, name: Service): object {
  if (project.transition) return { name, healthy: false, status: "COMING_UP" };
  if (name === "rest" && project.postgrest.db_schema === "") {
    // Supabase: the error is JSON inside a string.
    return { name, healthy: false, status: "UNHEALTHY", error: JSON.stringify({ error: "Data API is disabled" }) };
  }
  return { name, healthy: true, status: "ACTIVE_HEALTHY" };
}

function isService(name: string): name is Service {
  return services.some((service) => service === name);
}
