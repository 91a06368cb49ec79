import type { ClientBase } from "pg";
import { PlatformError, PlatformErrors } from "../src/errors.ts";
import { applyMigrations } from "./apply.ts";
import { type ConnectionOptions, connection } from "./connect.ts";
import { compareFacts, type Drift } from "./drift.ts";
import { contradictions, readHistory } from "./history.ts";
import type { Migration } from "./migrations.ts";
import { byHand, type Change, type Reached, rewrite } from "./rewrite.ts";
import { type Fact, readFacts } from "./snapshot.ts";

/** Makes two empty databases with Supabase's schemas, which the caller throws away afterwards. */
export type OpenScratch = () => Promise<readonly [ConnectionOptions, ConnectionOptions]>;

/** A drift, made again beside the live database. */
export interface Reproduction {
  readonly drift: readonly Drift[];
  /** The live schema when this began. */
  readonly live: readonly Fact[];
  /** The schema as the migrations say. */
  readonly original: readonly Fact[];
  /** What was done by hand, as statements. Empty without drift. */
  readonly changes: readonly Change[];
  /** Has the live schema, and no rows. */
  readonly copy: Reached;
  /** Has the schema that the migrations make. */
  readonly fresh: Reached;
}

/**
 * Replays the migrations that the live database has in two scratch databases, and brings one of them to the live schema:
 * only what was seen to work there is offered for the live database or as a migration. The live one is only read.
 * @throws PlatformErrors when files and history contradict each other, or where drift cannot be written as statements
 */
export async function reproduce<T>(
  live: Reached,
  openScratch: OpenScratch,
  migrations: readonly Migration[],
  work: (reproduction: Reproduction) => Promise<T>,
): Promise<T> {
  const applied = await appliedOf(live.session, migrations);
  const options = await openScratch();
  const sessions = await Promise.all(options.map((one) => connection(one)));
  try {
    const [copy, fresh] = options.map((one, index) => reached(one, sessions[index]));
    if (copy === undefined || fresh === undefined) throw new Error("two scratch databases were asked for");
    await sameMajor(live.session, fresh.session);
    for (const { session } of [copy, fresh]) await replay(session, applied);
    const [is, original] = [await readFacts(live.session), await readFacts(fresh.session)];
    const drift = compareFacts(original, is);
    const { changes, rest } = drift.length === 0 ? { changes: [], rest: [] } : await rewrite(copy, live);
    if (rest.length > 0) throw notWritable(rest);
    return await work({ drift, live: is, original, changes, copy, fresh });
  } finally {
    await Promise.all(sessions.map((session) => session.end().catch(() => undefined)));
  }
}

const reached = (options: ConnectionOptions, session: ClientBase | undefined): Reached | undefined =>
  session && { options, session };

async function appliedOf(session: ClientBase, migrations: readonly Migration[]): Promise<Migration[]> {
  const history = await readHistory(session);
  const problems = contradictions(migrations, history);
  if (problems.length > 0) throw new PlatformErrors("The migrations contradict the database's history:", problems);
  const versions = new Set(history.map(({ version }) => version));
  return migrations.filter(({ version }) => versions.has(version));
}

/** Other majors print the same schema in other words (and since 17 there is a privilege more). */
async function sameMajor(live: ClientBase, scratch: ClientBase): Promise<void> {
  const major = async (session: ClientBase) => {
    const { rows } = await session.query<{ major: number }>(
      "select current_setting('server_version_num')::int / 10000 as major",
    );
    return rows[0]?.major ?? 0;
  };
  const [there, here] = [await major(live), await major(scratch)];
  if (there === here) return;
  throw new PlatformError({
    code: "database/other-major",
    where: `Postgres ${there}`,
    problem: `the migrations are replayed on Postgres ${here} of this machine, whose schemas cannot be compared with those of Postgres ${there}.`,
    fix: `upgrade the project to Postgres ${here}, or ${byHand}`,
  });
}

async function replay(session: ClientBase, migrations: readonly Migration[]): Promise<void> {
  try {
    await applyMigrations(session, migrations);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    throw new PlatformError({
      code: "database/replay-failed",
      where: error.where,
      problem: `the live database has this migration, but it cannot be replayed on the Postgres of this machine: ${error.problem}`,
      fix: `where it needs an extension that only Supabase has: ${byHand}`,
    });
  }
}

/** Names every object that is out of reach. */
export function notWritable(rest: readonly Drift[]): PlatformErrors {
  return new PlatformErrors(
    "Nothing was changed, because these differences cannot be written as statements:",
    rest.map(
      ({ kind, object, difference }) =>
        new PlatformError({
          code: "database/not-writable",
          where: `${kind} ${object}`,
          problem: difference,
          fix: byHand,
        }),
    ),
  );
}

/** Nobody who types in a console asks for our lock. */
export function changedMeanwhile([first]: readonly Drift[]): PlatformError {
  return new PlatformError({
    code: "database/changed-meanwhile",
    where: first ? `${first.kind} ${first.object}` : "schema",
    problem: `somebody changed the schema while this ran (${first?.difference ?? ""}); nothing was done.`,
    fix: "run the same command again",
  });
}
