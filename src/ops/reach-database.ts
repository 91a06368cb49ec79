import { join } from "node:path";
import type { ConnectionOptions } from "../../database/connect.ts";
import { type Migration, readMigrations } from "../../database/migrations.ts";
import { connect } from "../../providers/supabase/client.ts";
import { sessionOf } from "../../providers/supabase/migrations-session.ts";
import { belongsTo, listProjects, readPooler } from "../../providers/supabase/project-facts.ts";
import { PlatformError } from "../errors.ts";
import type { DatabaseSpec } from "../spec/database.ts";
import type { CommandContext } from "./command.ts";
import { type ReachedStack, reachStack } from "./reach-stack.ts";
import { stackSecret } from "./stack-secret.ts";
import { inVendorWords } from "./vendor-words.ts";

/** A stack's database, reached without an engine. */
export interface ReachedDatabase {
  readonly reached: ReachedStack;
  readonly database: DatabaseSpec;
  /** The Supabase project. */
  readonly ref: string;
  /** A session of the pooler, as the owner role. */
  readonly options: ConnectionOptions;
  /** The migrations of this checkout, with paths as people type them. */
  readonly migrations: readonly Migration[];
}

/** Finds the stack's project at Supabase by its name, and how to log in to it. @throws PlatformError when it is not there */
export async function reachDatabase(context: CommandContext): Promise<ReachedDatabase> {
  const reached = await reachStack(context);
  const { spec } = reached;
  const { database } = spec;
  if (database === undefined) throw nothingDeclared(spec.stack);
  const folder = join(database.directory, "migrations");
  const absolute = join(context.project, folder);
  const read = await readMigrations(absolute);
  const migrations = read.map((one) => ({ ...one, file: one.file.replace(absolute, folder) }));
  const { ref, pooler } = await find(context, reached, database);
  const password = await stackSecret(context, reached, "SUPABASE_DB_PASSWORD");
  return { reached, database, ref, options: sessionOf(pooler, password), migrations };
}

async function find({ project }: CommandContext, { spec, environment }: ReachedStack, database: DatabaseSpec) {
  const { signal } = new AbortController();
  const where = `Supabase project ${database.projectName}`;
  return inVendorWords(where, async () => {
    const client = connect({ environment, signal }, project);
    const named = (await listProjects(client)).filter(
      (one) => one.name === database.projectName && belongsTo(one, database.organization),
    );
    const [found, second] = named;
    if (found === undefined) throw noProject(where, database, spec.stack);
    if (second !== undefined) throw twoOfAName(where, [found.ref, second.ref]);
    const pooler = await readPooler(client, found.ref);
    if (pooler === undefined) throw paused(where, found.ref);
    return { ref: found.ref, pooler };
  });
}

const nothingDeclared = (stack: string): PlatformError =>
  new PlatformError({
    code: "database/none",
    where: `stack ${stack}`,
    problem: "the platform declares no database.",
    fix: "declare one in src/platform.ts: database: {}",
  });

const noProject = (where: string, { organization }: DatabaseSpec, stack: string): PlatformError =>
  new PlatformError({
    code: "database/none",
    where,
    problem: `does not exist in the organization ${organization}`,
    fix: `npx groundplan up --stack ${stack}`,
  });

const twoOfAName = (where: string, refs: readonly string[]): PlatformError =>
  new PlatformError({
    code: "database/ambiguous",
    where,
    problem: `stands there twice: ${refs.join(", ")}`,
    fix: "rename the one that is not this stack's in Supabase's dashboard, then run again",
  });

const paused = (where: string, ref: string): PlatformError =>
  new PlatformError({
    code: "database/gone",
    where,
    problem: "is gone or paused.",
    fix: `restore it at https://supabase.com/dashboard/project/${ref}`,
  });
