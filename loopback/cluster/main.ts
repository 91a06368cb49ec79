import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformError } from "../../src/errors.ts";
import { openCluster } from "./cluster.ts";

/**
 * The door: a Postgres to be thrown away, with as many empty databases as the one argument says. Prints one JSON line
 * `{ "databases": [{ "host", "port", "user", "database", "password" }] }` once they stand, and is gone, with its folder,
 * as soon as standard input ends: also when the caller was killed.
 */
async function main(count: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "groundplan-scratch-"));
  const cluster = openCluster(home);
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= cluster.stop().finally(() => rm(home, { recursive: true, force: true }));
    return ending;
  };
  const leave = () => void end().then(() => process.exit(), fail);
  process.on("SIGTERM", leave);
  process.on("SIGINT", leave);
  process.stdin.on("end", leave).on("error", leave).resume();
  try {
    const databases = [];
    for (let index = 1; index <= count; index += 1) {
      const [database, password] = [`scratch_${index}`, randomBytes(24).toString("base64url")];
      await cluster.createDatabase(database, password);
      const { host } = cluster;
      databases.push({ host, port: await cluster.port(), user: `postgres.${database}`, database, password });
    }
    process.stdout.write(`${JSON.stringify({ databases })}\n`);
  } catch (error) {
    await end();
    throw error;
  }
}

function fail(error: unknown): never {
  const told = error instanceof PlatformError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${told}\n`);
  process.exit(1);
}

main(Number(process.argv[2] ?? "1")).catch(fail);
