import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { PostgresTools } from "../../../toolchain/postgres.ts";
import { PlatformError } from "../../errors.ts";
import type { ToolSession } from "../postgres-session.ts";
import { type Entry, parseContents } from "./contents.ts";

const run = promisify(execFile);

/** What a dump holds. @throws PlatformError when pg_restore cannot read it */
export async function contentsOf(tools: PostgresTools, file: string): Promise<Entry[]> {
  try {
    const { stdout } = await run(tools.pgRestore, ["--list", file], { env: { LC_ALL: "C" }, maxBuffer: 2 ** 28 });
    return parseContents(stdout);
  } catch (error) {
    throw failed(file, [error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error)]);
  }
}

/**
 * Empties and fills in one transaction of one session: pg_restore writes SQL, psql runs it. It is committed only when
 * pg_restore has ended well and psql has run every statement: an end in between leaves the database as it was.
 * @param clear SQL that runs first
 */
export async function restore(
  tools: PostgresTools,
  session: ToolSession,
  { file, entries, clear }: { file: string; entries: readonly Entry[]; clear: string },
): Promise<void> {
  const list = join(session.folder, "contents");
  writeFileSync(list, `${entries.map(({ line }) => line).join("\n")}\n`, { mode: 0o600 });
  const from = ["--no-owner", `--use-list=${list}`, "--file=-", file];
  const reader = spawn(tools.pgRestore, from, { env: { LC_ALL: "C" }, stdio: ["ignore", "pipe", "pipe"] });
  const into = ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"];
  const writer = spawn(tools.psql, into, { env: session.environment, stdio: ["pipe", "ignore", "pipe"] });
  const said = [...[reader, writer].map(words)];

  // A psql that stops at an error closes its input; what it said is the news, not that.
  writer.stdin.on("error", () => reader.kill());
  writer.stdin.write(`begin;\n${clear}\n`);
  reader.stdout.pipe(writer.stdin, { end: false });
  const ended = [once(reader, "close"), once(writer, "close")] as const;
  const [readCode] = await ended[0];
  writer.stdin.end(readCode === 0 ? "\ncommit;\n" : "");
  const [writeCode] = await ended[1];
  if (readCode !== 0 || writeCode !== 0) throw failed(file, said.flat());
}

/** Errors alone: the lines around them quote rows of people's data. */
function words(child: ChildProcess): string[] {
  const said: string[] = [];
  if (child.stderr === null) return said;
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (/error:|ERROR:|FATAL:/.test(line)) said.push(line.replace(/^psql:[^ ]* /, ""));
  });
  return said;
}

const failed = (file: string, said: readonly string[]): PlatformError =>
  new PlatformError({
    code: "restore/failed",
    where: file,
    problem: `was not restored, and the database is as it was: ${said.slice(0, 3).join(" ") || "the connection was lost"}`,
    fix: "read Postgres' words above; a database of another shape (extensions, accounts) may need --with-accounts or a new project",
  });
