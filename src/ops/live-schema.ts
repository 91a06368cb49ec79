import { join } from "node:path";
import { connection } from "../../database/connect.ts";
import { type Migration, readMigrations } from "../../database/migrations.ts";
import type { OpenScratch } from "../../database/reproduce.ts";
import type { Reached } from "../../database/rewrite.ts";
import { PlatformError } from "../errors.ts";
import type { CommandContext } from "./command.ts";
import { openStack } from "./open-stack.ts";
import { scratchDatabases } from "./scratch-databases.ts";
import { stackDatabase } from "./stack-database.ts";

/** A stack's live schema, what should have made it, and where to replay that. */
export interface LiveSchema {
  readonly stack: string;
  readonly live: Reached;
  /** Folder of the migrations, absolute. */
  readonly directory: string;
  readonly migrations: readonly Migration[];
  readonly openScratch: OpenScratch;
}

/** Opens the schema of the stack that the flags name, runs `work`, and closes everything again. */
export async function withLiveSchema<T>(context: CommandContext, work: (schema: LiveSchema) => Promise<T>): Promise<T> {
  const opened = await openStack(context);
  const { stack, database } = opened.spec;
  if (database === undefined) {
    throw new PlatformError({
      code: "database/none",
      where: `stack ${stack}`,
      problem: "the platform declares no database.",
      fix: "declare one in src/platform.ts: database: {}",
    });
  }
  const directory = join(context.project, database.directory, "migrations");
  const migrations = await readMigrations(directory);
  const options = await stackDatabase(opened);
  const session = await connection(options);
  const scratch = scratchDatabases(context);
  const openScratch = () => {
    context.progress("Replaying the migrations in a scratch database, to hold the live schema against it");
    return scratch.open();
  };
  try {
    return await work({ stack, live: { options, session }, directory, migrations, openScratch });
  } finally {
    await session.end();
    await scratch.close();
  }
}
