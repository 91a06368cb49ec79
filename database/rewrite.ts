import { extract } from "@supabase/pg-delta/extract";
import { type Action, type Plan, plan } from "@supabase/pg-delta/plan";
import pg, { type ClientBase } from "pg";
import { PlatformError } from "../src/errors.ts";
import { type ConnectionOptions, sessionSettings } from "./connect.ts";
import { compareFacts, type Drift } from "./drift.ts";
import { type Loss, lossOf } from "./losses.ts";
import { managedView } from "./managed.ts";
import { findRenames } from "./renames.ts";
import { readFacts } from "./snapshot.ts";

/** A database, and a session in it. */
export interface Reached {
  readonly options: ConnectionOptions;
  readonly session: ClientBase;
}

/** One statement on the way from one schema to another. */
export interface Change {
  /** Without a semicolon at its end. */
  readonly sql: string;
  /** What of the rows it may cost; absent for most. */
  readonly loss?: Loss;
}

export interface Rewrite {
  /** In their order. Names are whole, so that no `search_path` matters. */
  readonly changes: readonly Change[];
  /** What still differs afterwards: kinds of things that cannot be written this way. */
  readonly rest: readonly Drift[];
}

type FactBase = Awaited<ReturnType<typeof extract>>["factBase"];

/**
 * The first plan brings the things; what Postgres itself gives to new ones (default privileges) shows only then and is
 * corrected by the second. More than that does not converge.
 */
const rounds = 3;

/** Function bodies may name what comes later in the same change. */
export const rewriteSetting = "set local check_function_bodies = off";

/**
 * Gives `from` the schema of `to` by running statements in it, and tells which. Only reads in `to`.
 * @throws PlatformError `database/rewrite-failed` when Postgres refuses one of them
 */
export async function rewrite(from: Reached, to: Reached): Promise<Rewrite> {
  const [goal, target] = [await readFacts(to.session), await factBase(to.options)];
  const changes: Change[] = (await findRenames(from.session, to.session)).map((sql) => ({ sql }));
  await run(from.session, changes);
  for (let round = 0; round < rounds; round += 1) {
    const { actions } = await planFrom(from, target);
    const step = actions.map(toChange);
    if (step.length === 0) break;
    await run(from.session, step);
    changes.push(...step);
    if (compareFacts(await readFacts(from.session), goal).length === 0) break;
  }
  return { changes, rest: compareFacts(await readFacts(from.session), goal) };
}

async function planFrom(from: Reached, target: FactBase): Promise<Plan> {
  const source = await factBase(from.options);
  return plan(source, target, managedView(source, target));
}

const toChange = (action: Action): Change => {
  const sql = action.sql.trim().replace(/;+$/, "");
  const loss = lossOf(action);
  return loss === undefined ? { sql } : { sql, loss };
};

/** Everything or nothing, in one transaction. */
async function run(session: ClientBase, changes: readonly Change[]): Promise<void> {
  await session.query("begin");
  try {
    await runChanges(session, changes);
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => undefined);
    throw error;
  }
}

/**
 * Runs the statements in the session's transaction.
 * @throws PlatformError `database/rewrite-failed` with the statement and Postgres' message
 */
export async function runChanges(session: ClientBase, changes: readonly Change[]): Promise<void> {
  // As a migration has it; reading facts empties it for the rest of a transaction.
  await session.query(`set local search_path to default; ${rewriteSetting}`);
  for (const { sql } of changes) {
    await session.query(sql).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError)) throw error;
      const hint = error.hint ? ` (hint: ${error.hint})` : "";
      throw new PlatformError({
        code: "database/rewrite-failed",
        where: shortened(sql),
        problem: `Postgres says: ${error.message}${hint}; everything was rolled back.`,
        fix: byHand,
      });
    });
  }
}

/** What is left to a person where no statement can be found, or where the found one does not run. */
export const byHand =
  'change it back by hand (psql "$(npx groundplan db url)"), or write it as a migration, then: npx supabase migration repair --status applied <version> --db-url "$(npx groundplan db url)"; the next groundplan up takes it as it is';

const shortened = (sql: string): string => {
  const line = sql.replaceAll(/\s+/g, " ");
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
};

async function factBase(options: ConnectionOptions): Promise<FactBase> {
  const pool = new pg.Pool({ ...(await sessionSettings(options)), max: 1 });
  // A session that is cut off is told by the query that fails.
  pool.on("error", () => undefined);
  try {
    return (await extract(pool)).factBase;
  } finally {
    await pool.end();
  }
}
