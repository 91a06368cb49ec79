import { z } from "zod";
import { camelKeys, snakeKeys } from "./case.ts";
import { defined, found, gone, path, type Supabase } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";

const amount = (what: string) =>
  z
    .string()
    .regex(/^\d+(B|kB|MB|GB|TB)?$/, "must be an amount of memory, e.g. 64MB")
    .optional()
    .describe(`${what}, e.g. 64MB.`);
const duration = (what: string) =>
  z
    .string()
    .regex(/^(-?[0-9]+(?:\.[0-9]+)?)(us|ms|s|min|h|d)?$/, "must be a duration, e.g. 30s")
    .optional()
    .describe(`${what}, e.g. 30s; without a unit as Postgres has it.`);
const count = (least: number, most: number, what: string) =>
  z.number().int().min(least).max(most).optional().describe(`${what}, ${least} to ${most}.`);
const largest = 2_147_483_647;

/** Postgres' own names in camelCase; what each means is told by Postgres' documentation. */
const Parameters = z.object({
  effectiveCacheSize: amount("What the planner takes the system's cache for"),
  logicalDecodingWorkMem: amount("Memory of a decoding"),
  maintenanceWorkMem: amount("Memory of a VACUUM or CREATE INDEX"),
  trackActivityQuerySize: amount("Length to which a running statement is shown"),
  maxConnections: count(1, 262_143, "Connections to Postgres itself"),
  maxLocksPerTransaction: count(10, 2_147_483_640, "Locks that a transaction may hold on average"),
  maxParallelMaintenanceWorkers: count(0, 1024, "Workers of a maintenance command"),
  maxParallelWorkers: count(0, 1024, "Workers of all queries"),
  maxParallelWorkersPerGather: count(0, 1024, "Workers of one query's node"),
  maxReplicationSlots: count(0, largest, "Replication slots"),
  maxSlotWalKeepSize: z.string().min(1).optional().describe("WAL that slots may hold back, e.g. 4GB; -1 is unlimited."),
  maxStandbyArchiveDelay: z.string().min(1).optional().describe("Delay before a standby cancels queries, e.g. 30s."),
  maxStandbyStreamingDelay: z.string().min(1).optional().describe("The same while it streams, e.g. 30s."),
  maxWalSize: amount("WAL between two checkpoints"),
  maxWalSenders: count(0, largest, "Connections of standbys and of logical replication"),
  maxWorkerProcesses: count(0, 262_143, "Background processes"),
  sessionReplicationRole: z.enum(["origin", "replica", "local"]).optional().describe("Whether triggers fire."),
  sharedBuffers: amount("Postgres' own cache"),
  statementTimeout: duration("Longest statement; 0 is unlimited"),
  trackCommitTimestamp: z.boolean().optional().describe("Keep the time of each commit."),
  walKeepSize: amount("WAL that is kept for standbys"),
  walSenderTimeout: duration("Silence after which a standby's connection ends"),
  workMem: amount("Memory of one sort or hash"),
  checkpointTimeout: duration("Time between two checkpoints"),
  hotStandbyFeedback: z.boolean().optional().describe("A standby tells the primary about its queries."),
});

const at = "/config/database/postgres";

const Live = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullish());

export const DatabaseSettings = projectSettings({
  token: "databaseSettings:DatabaseSettings",
  description:
    "Parameters of a project's Postgres that differ from those of its compute size. What is not declared is left as it is. Deleting takes them back only as far as the vendor lets go of what is no longer named in a write.",
  calls: ["GET /v1/projects/{ref}/config/database/postgres", "PUT /v1/projects/{ref}/config/database/postgres"],
  inputs: Parameters.extend({
    projectRef,
    restartDatabase: z
      .boolean()
      .default(true)
      .describe("Restart Postgres where a parameter needs it; false leaves that to a later restart. Write-only."),
  }),
  writeOnly: ["restartDatabase"],
  at,
  live: Live,
  // Told as it comes: a value that our schema would not take must be seen as a difference.
  told: (live) => camelKeys(set(live)) as z.output<typeof Parameters>,

  async write({ client }, ref, { projectRef: _, restartDatabase, ...declared }) {
    const live = (await parameters(client, ref)) ?? {};
    // The Supabase CLI takes a write for the whole set, others saw it merged: the whole set is right for both.
    const body = { ...live, ...snakeKeys(defined(declared)), restart_database: restartDatabase };
    await client.http.send("PUT", path(ref, at), { body });
  },

  async reset({ client }, ref, { projectRef: _, restartDatabase, ...declared }) {
    const live = await parameters(client, ref);
    const ours = snakeKeys(declared);
    if (live === undefined || !Object.keys(live).some((name) => name in ours)) return;
    const rest = Object.fromEntries(Object.entries(live).filter(([name]) => !(name in ours)));
    const body = { ...rest, restart_database: restartDatabase };
    await client.http.send("PUT", path(ref, at), { body, accept: gone });
  },
});

const set = (live: z.output<typeof Live>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(live).filter(([, value]) => value !== null && value !== undefined));

async function parameters({ http }: Supabase, ref: string): Promise<Record<string, unknown> | undefined> {
  const live = found(Live, await http.send("GET", path(ref, at), { accept: gone }));
  return live && set(live);
}
