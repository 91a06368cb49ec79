import type { Node, ParseResult } from "libpg-query";

/** One statement of a file. */
export interface Statement {
  /** As the Supabase CLI records it: with the comments before it, without the semicolon. */
  readonly text: string;
  /** Where `text` begins in the file, in characters. */
  readonly offset: number;
  /** Where the statement itself begins in the file, behind those comments. */
  readonly start: number;
  readonly node: Node;
}

/** The file does not parse; `position` is where, in characters from 0. */
export interface Unparsable {
  readonly message: string;
  readonly position: number;
}

/** Splits SQL by Postgres' own parser (its WebAssembly is loaded at first use: 20 ms). */
export async function splitStatements(sql: string): Promise<readonly Statement[] | Unparsable> {
  const { hasSqlDetails, parse } = await import("libpg-query");
  let parsed: ParseResult;
  try {
    parsed = await parse(sql);
  } catch (error) {
    if (hasSqlDetails(error)) return { message: error.message, position: error.sqlDetails?.cursorPosition ?? 0 };
    throw error;
  }
  const bytes = Buffer.from(sql);
  const characters = (from: number, to: number) => bytes.subarray(from, to).toString("utf8").length;
  const statements: Statement[] = [];
  let [endByte, end] = [0, 0];
  // Postgres counts bytes, JavaScript characters: both are carried along.
  for (const { stmt, stmt_location: startByte = 0, stmt_len: length } of parsed.stmts ?? []) {
    if (!stmt) continue;
    const stopByte = length ? startByte + length : bytes.length;
    const start = end + characters(endByte, startByte);
    const stop = start + characters(startByte, stopByte);
    const raw = sql.slice(end, stop);
    const offset = end + (/^[\s;]*/.exec(raw)?.[0].length ?? 0);
    statements.push({ text: sql.slice(offset, stop).trimEnd(), offset, start, node: stmt });
    [endByte, end] = [stopByte, stop];
  }
  return statements;
}

/** The line of a place in the text, from 1. */
export function lineAt(sql: string, position: number): number {
  return sql.slice(0, position).split("\n").length;
}
