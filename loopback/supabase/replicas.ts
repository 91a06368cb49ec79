import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, refuse, type Supabase } from "./refusals.ts";
import { regions } from "./regions.ts";
import type { Replica } from "./state.ts";

/** Read replicas: their start takes some looks at the organisation's list, the only place that tells about it. */
export function replicaRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/read-replicas";
  app.post(`${path}/setup`, async (c) => {
    const project = readyProject(context, c);
    const { read_replica_region: region } = await body(c, z.object({ read_replica_region: z.enum(regions) }));
    const identifier = `${project.ref}-rr-${region}-${context.id(5, "abcdefghijklmnopqrstuvwxyz")}`;
    project.replicas = [...(project.replicas ?? []), { identifier, region, readsLeft: 2 }];
    context.changed();
    return c.body(null, 201);
  });
  app.post(`${path}/remove`, async (c) => {
    const project = readyProject(context, c);
    const { database_identifier: wanted } = await body(c, z.object({ database_identifier: z.string() }));
    if (!project.replicas?.some(({ identifier }) => identifier === wanted)) {
      throw refuse(404, `Read replica ${wanted} not found`);
    }
    project.replicas = project.replicas.filter(({ identifier }) => identifier !== wanted);
    context.changed();
    return c.body(null, 201);
  });
}

/** A replica in the organisation's list of projects; counts the look. */
export function replicaSummary(replica: Replica, size: string): object {
  const status = replica.readsLeft > 0 ? "INIT_READ_REPLICA" : "ACTIVE_HEALTHY";
  replica.readsLeft = Math.max(0, replica.readsLeft - 1);
  const { identifier, region } = replica;
  return { identifier, type: "READ_REPLICA", region, status, cloud_provider: "AWS", infra_compute_size: size };
}
