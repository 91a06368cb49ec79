import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { type ConnectionOptions, connection } from "../../../database/connect.ts";
import { openCluster } from "../../../loopback/cluster/cluster.ts";

export const migrationsFolder = join(import.meta.dirname, "fixtures/migrations");

/** A real Postgres of this test file, and databases in it. */
export interface TestServer {
  /** A new database with Supabase's schemas; how to log in to it. */
  database(): Promise<ConnectionOptions>;
  /** A session of a new database; ended with the server. */
  session(options?: ConnectionOptions): Promise<pg.Client>;
  stop(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const home = await mkdtemp(join(tmpdir(), "database-"));
  const cluster = openCluster(home);
  const clients: pg.Client[] = [];
  const password = "made-up Passw0rd";
  let count = 0;
  const database = async () => {
    count += 1;
    const name = `test_${count}`;
    await cluster.createDatabase(name, password);
    return { host: cluster.host, port: await cluster.port(), user: `postgres.${name}`, database: name, password };
  };
  return {
    database,
    async session(options) {
      const client = await connection(options ?? (await database()));
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
      await cluster.stop();
      await rm(home, { recursive: true });
    },
  };
}
