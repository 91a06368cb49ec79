import type { Context, Hono } from "hono";
import pg from "pg";
import { z } from "zod";
import { body, readyProject, refuse, type Supabase } from "./refusals.ts";
import type { Project } from "./state.ts";

const queryBody = z.object({
  query: z.string().min(1),
  parameters: z.array(z.unknown()).optional(),
  read_only: z.boolean().optional(),
});

/** SQL by HTTP, run for real in the project's own database as `postgres`. */
export function databaseRoutes(app: Hono, context: Supabase): void {
  const base = "/v1/projects/:ref/database";
  const run = async (c: Context, readOnly: boolean) => {
    const project = readyProject(context, c);
    const { query, parameters, read_only } = await body(c, queryBody);
    return c.json(await runQuery(context, project, query, parameters, readOnly || read_only === true), 201);
  };
  app.post(`${base}/query`, (c) => run(c, false));
  app.post(`${base}/query/read-only`, (c) => run(c, true));
  app.get(`${base}/migrations`, async (c) => {
    const project = readyProject(context, c);
    const table = "supabase_migrations.schema_migrations";
    const [found] = await runQuery(context, project, `select to_regclass('${table}') is not null as there`);
    if (!found?.["there"]) return c.json([]);
    return c.json(await runQuery(context, project, `select version, coalesce(name, '') name from ${table} order by 1`));
  });
  app.get("/v1/projects/:ref/storage/buckets", async (c) => {
    const project = readyProject(context, c);
    const columns = "id, name, coalesce(owner_id, '') owner, created_at, updated_at, public";
    return c.json(await runQuery(context, project, `select ${columns} from storage.buckets order by id`));
  });
  app.get(`${base}/backups`, (c) => {
    const project = readyProject(context, c);
    const pitr = project.addons.some((id) => id.startsWith("pitr_"));
    // Nothing makes backups here, and the list says so.
    const none = { backups: [], physical_backup_data: {} };
    return c.json({ region: project.region, walg_enabled: true, pitr_enabled: pitr, ...none });
  });
  app.get(`${base}/backups/schedule`, (c) => c.json(scheduleView(readyProject(context, c))));
  app.patch(`${base}/backups/schedule`, async (c) => {
    const project = readyProject(context, c);
    const { schedule_for } = await body(c, z.object({ schedule_for: z.string() }));
    project.backupSchedule = { for: schedule_for, updatedAt: context.now().toISOString() };
    context.changed();
    return c.json(scheduleView(project));
  });
}

/** When the daily backup is made; nothing is made here. */
export const scheduleView = ({ backupSchedule, createdAt }: Project): object => ({
  schedule_for: backupSchedule?.for ?? "00:00",
  updated_at: backupSchedule?.updatedAt ?? createdAt,
});

async function runQuery(
  context: Supabase,
  project: Project,
  query: string,
  parameters?: readonly unknown[],
  readOnly = false,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    ...{ host: context.cluster.host, port: await context.cluster.port(), database: project.ref },
    ...{ user: `postgres.${project.ref}`, password: project.password.$secret, ssl: false },
  });
  client.on("error", () => undefined); // Told by the query that fails.
  await client.connect();
  try {
    if (readOnly) await client.query("set session characteristics as transaction read only");
    const result: pg.QueryResult | pg.QueryResult[] = await client.query(
      query,
      parameters ? [...parameters] : undefined,
    );
    // Several statements in one text give several results, of which the vendor answers the last.
    const last = Array.isArray(result) ? result.at(-1) : result;
    return last?.rows ?? [];
  } catch (error) {
    if (error instanceof pg.DatabaseError) {
      throw refuse(400, `Failed to run sql query: ${error.severity}:  ${error.code}: ${error.message}`);
    }
    throw error;
  } finally {
    await client.end();
  }
}
