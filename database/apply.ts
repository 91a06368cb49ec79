import pg, { type ClientBase } from "pg";
import { PlatformError, PlatformErrors } from "../src/errors.ts";
import { contradictions, prepareHistory, type Recorded, readHistory, record, rememberHash } from "./history.ts";
import { whileLocked } from "./lock.ts";
import type { Migration } from "./migrations.ts";
import { lineAt, type Statement, splitStatements } from "./statements.ts";

/** What happens to one migration; `index` counts from 1 to `total` among those to apply. */
export interface Progress {
  readonly migration: Migration;
  readonly index: number;
  readonly total: number;
  readonly state: "applying" | "applied";
}

export interface ApplyOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How long to wait for another session that applies, and for locks of a migration, in milliseconds. */
  readonly lockTimeoutMs?: number;
}

export interface Applied {
  /** Versions applied now, in order. */
  readonly applied: readonly string[];
  /** Versions that were there before. */
  readonly present: readonly string[];
}

/** Versions that `applyMigrations` would apply. Reads only. @throws PlatformErrors as it does. */
export async function pendingMigrations(client: ClientBase, migrations: readonly Migration[]): Promise<Migration[]> {
  return pendingOf(migrations, await readHistory(client));
}

/**
 * Applies what is not applied yet, in order, each in its own transaction together with its record, while holding an
 * advisory lock (which needs a session: the session pooler or a direct connection, not the transaction pooler).
 *
 * A file whose first lines hold `-- groundplan: no-transaction` runs statement by statement without one.
 * @throws PlatformErrors when files and history contradict each other; then nothing was applied.
 * @throws PlatformError with file and line when a statement fails; that migration is rolled back, earlier ones stay.
 */
export async function applyMigrations(
  client: ClientBase,
  migrations: readonly Migration[],
  options: ApplyOptions = {},
): Promise<Applied> {
  const { onProgress, lockTimeoutMs = 30_000 } = options;
  const plans = new Map<string, Plan>();
  return whileLocked(client, lockTimeoutMs, async () => {
    await prepareHistory(client);
    const history = await readHistory(client);
    const pending = pendingOf(migrations, history);
    for (const migration of pending) plans.set(migration.version, await planOf(migration));
    await adoptHashes(client, migrations, history);
    for (const [position, migration] of pending.entries()) {
      const step = { migration, index: position + 1, total: pending.length };
      onProgress?.({ ...step, state: "applying" });
      await settle(client, lockTimeoutMs);
      await applyOne(client, migration, plans.get(migration.version) ?? (await planOf(migration)));
      onProgress?.({ ...step, state: "applied" });
    }
    return { applied: pending.map(({ version }) => version), present: history.map(({ version }) => version) };
  });
}

function pendingOf(migrations: readonly Migration[], history: readonly Recorded[]): Migration[] {
  const problems = contradictions(migrations, history);
  if (problems.length > 0) throw new PlatformErrors("The migrations contradict the database's history:", problems);
  const applied = new Set(history.map(({ version }) => version));
  return migrations.filter(({ version }) => !applied.has(version));
}

/** Migrations that another tool applied are known by their file of today from now on. */
async function adoptHashes(client: ClientBase, migrations: readonly Migration[], history: readonly Recorded[]) {
  const unknown = new Set(history.filter(({ sha256 }) => sha256 === null).map(({ version }) => version));
  for (const migration of migrations) if (unknown.has(migration.version)) await rememberHash(client, migration);
}

interface Plan {
  readonly transaction: boolean;
  readonly statements: readonly Pick<Statement, "text" | "offset" | "start">[];
}

async function planOf(migration: Migration): Promise<Plan> {
  const transaction = !/^\s*--\s*groundplan:\s*no-transaction\s*$/m.test(headOf(migration.sql));
  const statements = await splitStatements(migration.sql);
  // What does not parse is sent as it is: the server's own message counts, and its position leads to the line.
  if (!isList(statements)) return { transaction, statements: [{ text: migration.sql, offset: 0, start: 0 }] };
  const control = transaction ? statements.find(endsTransaction) : undefined;
  if (control) throw transactionControl(migration, lineAt(migration.sql, control.start));
  return { transaction, statements };
}

async function applyOne(client: ClientBase, migration: Migration, { transaction, statements }: Plan): Promise<void> {
  let done = 0;
  if (transaction) await client.query("begin");
  try {
    for (const statement of statements) {
      await client.query(statement.text).catch((error: unknown) => {
        throw explain(error, migration, statement, transaction ? undefined : done);
      });
      done += 1;
    }
    await client.query("reset role");
    if (!transaction) await client.query("begin");
    await record(
      client,
      migration,
      statements.map(({ text }) => text),
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Undoes what an earlier migration set. Long statements are allowed; waiting long for locks would stop the application. */
async function settle(client: ClientBase, lockTimeoutMs: number): Promise<void> {
  await client.query(`reset all; set statement_timeout = 0; set lock_timeout = ${Math.ceil(lockTimeoutMs)}`);
}

function headOf(sql: string): string {
  return sql.split("\n").slice(0, 5).join("\n");
}

function isList(value: Awaited<ReturnType<typeof splitStatements>>): value is readonly Statement[] {
  return Array.isArray(value);
}

/** Savepoints are fine; what begins or ends the transaction would part the migration from its record. */
function endsTransaction({ node }: Statement): boolean {
  if (!("TransactionStmt" in node)) return false;
  const kinds = [
    "TRANS_STMT_BEGIN",
    "TRANS_STMT_START",
    "TRANS_STMT_COMMIT",
    "TRANS_STMT_ROLLBACK",
    "TRANS_STMT_PREPARE",
  ];
  return kinds.includes(node.TransactionStmt.kind ?? "");
}

function transactionControl({ file }: Migration, line: number): PlatformError {
  return new PlatformError({
    code: "migration/transaction-control",
    where: `${file}:${line}`,
    problem: "a migration runs in a transaction of its own already, so it may not begin, commit or roll back one.",
    fix: "remove the statement; or, where the file must run without a transaction, begin it with: -- groundplan: no-transaction",
  });
}

function explain(
  error: unknown,
  { file, sql }: Migration,
  statement: Pick<Statement, "offset" | "start">,
  doneWithout: number | undefined,
): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  // Postgres counts characters from 1; without a position the statement itself is the place.
  const position = error.position ? statement.offset + Number(error.position) - 1 : statement.start;
  const hint = error.hint ? ` (hint: ${error.hint})` : "";
  const inside = error.where ? `, in ${error.where.split("\n")[0]}` : "";
  const state =
    doneWithout === undefined
      ? "the migration was rolled back, earlier ones stay."
      : `it runs without a transaction, so its first ${doneWithout} statements stay and it is not recorded.`;
  return new PlatformError({
    code: "migration/failed",
    where: `${file}:${lineAt(sql, position)}`,
    problem: `Postgres says: ${error.message}${inside}${hint}; ${state}`,
    fix:
      doneWithout === undefined
        ? "correct the file (it was applied nowhere by this run) and run again"
        : "correct the file so that it can run from its beginning again (if not exists), and run again",
  });
}
