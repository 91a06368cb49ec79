import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, type Supabase } from "../refusals.ts";

const size = z.string().regex(/^\d+(B|kB|MB|GB|TB)?$/, "must be an amount of memory, e.g. 64MB");
const duration = z.string().regex(/^(-?[0-9]+(?:\.[0-9]+)?)(us|ms|s|min|h|d)?$/, "must be a duration, e.g. 30s");
const workers = z.int().min(0).max(1024);

/** What can be set of Postgres; a write keeps what it does not name, despite its method. */
const change = z.strictObject({
  effective_cache_size: size.optional(),
  logical_decoding_work_mem: size.optional(),
  maintenance_work_mem: size.optional(),
  track_activity_query_size: size.optional(),
  max_connections: z.int().min(1).max(262_143).optional(),
  max_locks_per_transaction: z.int().min(10).max(2_147_483_640).optional(),
  max_parallel_maintenance_workers: workers.optional(),
  max_parallel_workers: workers.optional(),
  max_parallel_workers_per_gather: workers.optional(),
  max_replication_slots: z.int().optional(),
  max_slot_wal_keep_size: z.string().optional(),
  max_standby_archive_delay: z.string().optional(),
  max_standby_streaming_delay: z.string().optional(),
  max_wal_size: size.optional(),
  max_wal_senders: z.int().optional(),
  max_worker_processes: z.int().min(0).max(262_143).optional(),
  session_replication_role: z.enum(["origin", "replica", "local"]).optional(),
  shared_buffers: size.optional(),
  statement_timeout: duration.optional(),
  track_commit_timestamp: z.boolean().optional(),
  wal_keep_size: size.optional(),
  wal_sender_timeout: duration.optional(),
  work_mem: size.optional(),
  checkpoint_timeout: duration.optional(),
  hot_standby_feedback: z.boolean().optional(),
  restart_database: z.boolean().optional(),
});

const poolerChange = z.object({
  default_pool_size: z.int().min(0).max(3000).nullish(),
  pool_mode: z.enum(["transaction", "session"]).optional(),
});

export function databaseSettingRoutes(app: Hono, context: Supabase): void {
  const postgres = "/v1/projects/:ref/config/database/postgres";
  app.get(postgres, (c) => c.json(readyProject(context, c).postgres));
  app.put(postgres, async (c) => {
    const project = readyProject(context, c);
    const { restart_database: _, ...given } = await body(c, change);
    for (const [key, value] of Object.entries(given)) if (value !== undefined) project.postgres[key] = value;
    context.changed();
    return c.json(project.postgres);
  });

  const pooler = "/v1/projects/:ref/config/database/pooler";
  app.get(pooler, async (c) => {
    const { ref, pooler, replicas = [] } = readyProject(context, c);
    const port = await context.cluster.port();
    const host = context.cluster.host;
    const user = `postgres.${ref}`;
    // At the vendor every project's database is called postgres; here one server holds them all, so it has the ref's name.
    const text = `postgresql://${user}:[YOUR-PASSWORD]@${host}:${port}/${ref}`;
    const database = (identifier: string, database_type: string) => ({
      ...{ identifier, database_type, is_using_scram_auth: true },
      ...{ db_user: user, db_host: host, db_port: port, db_name: ref },
      ...{ connection_string: text, connectionString: text, max_client_conn: null, ...pooler },
    });
    // A replica here is the primary itself: one server holds everything.
    return c.json([
      database(ref, "PRIMARY"),
      ...replicas.map(({ identifier }) => database(identifier, "READ_REPLICA")),
    ]);
  });
  app.patch(pooler, async (c) => {
    const project = readyProject(context, c);
    const given = await body(c, poolerChange);
    if (given.default_pool_size !== undefined) project.pooler.default_pool_size = given.default_pool_size;
    if (given.pool_mode !== undefined) project.pooler.pool_mode = given.pool_mode;
    context.changed();
    return c.json(project.pooler);
  });
}
