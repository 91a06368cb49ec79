import type { Action } from "@supabase/pg-delta/plan";
import pg, { type ClientBase } from "pg";

/** What a statement does to rows that are there. */
export interface Loss {
  /** e.g. `column public.notes.extra`. */
  readonly what: string;
  /** `deletes` what it names with its values; `casts` them into another type, which may cut some. */
  readonly how: "deletes" | "casts";
  /** Counts the rows that it concerns; absent where the thing itself holds none. */
  readonly count?: string;
}

/** A loss, and how many rows it concerns now; undefined where that cannot be counted. */
export interface CountedLoss {
  readonly what: string;
  readonly how: Loss["how"];
  readonly rows: number | undefined;
}

/** How long counting one thing may take. */
const countingMs = 20_000;

/** What one statement of pg-delta may cost. */
export function lossOf({ dataLoss, destroys, sql }: Action): Loss | undefined {
  // pg-delta casts explicitly, and an explicit cast to a shorter type cuts silently.
  const cast = /^ALTER TABLE (.+) ALTER COLUMN (".+") TYPE (.+) USING /s.exec(sql);
  if (cast) {
    const [, table = "", column = "", type = ""] = cast;
    const count = `select count(*) from ${table} where (${column}::${type})::text is distinct from ${column}::text`;
    return { what: `column ${unquoted(`${table}.${column}`)}`, how: "casts", count };
  }
  if (dataLoss !== "destructive") return undefined;
  for (const id of destroys) {
    if (id.kind === "table") {
      const count = `select count(*) from ${quoted(id.schema, id.name)}`;
      return { what: `table ${id.schema}.${id.name}`, how: "deletes", count };
    }
    if (id.kind === "column") {
      const count = `select count(${quoted(id.name)}) from ${quoted(id.schema, id.table)}`;
      return { what: `column ${id.schema}.${id.table}.${id.name}`, how: "deletes", count };
    }
  }
  return { what: sql.split("\n")[0] ?? sql, how: "deletes" };
}

/** Counts what the losses concern. A cast that changes no value is none. */
export async function countLosses(client: ClientBase, losses: readonly Loss[]): Promise<CountedLoss[]> {
  const counted: CountedLoss[] = [];
  for (const { what, how, count } of losses) {
    const rows = count === undefined ? undefined : await countOf(client, count);
    if (how === "deletes" || rows !== 0) counted.push({ what, how, rows });
  }
  return counted;
}

/** Undefined when it takes too long, or when the statement before has yet to make what is counted. */
async function countOf(client: ClientBase, sql: string): Promise<number | undefined> {
  await client.query(`begin read only; set local statement_timeout = ${countingMs}`);
  try {
    const { rows } = await client.query<{ count: string }>(sql);
    return Number(rows[0]?.count);
  } catch (error) {
    if (error instanceof pg.DatabaseError) return undefined;
    throw error;
  } finally {
    await client.query("rollback").catch(() => undefined);
  }
}

const quoted = (...names: readonly string[]): string => names.map(pg.escapeIdentifier).join(".");
const unquoted = (name: string): string => name.replaceAll('"', "");
