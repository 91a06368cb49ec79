import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ConnectionOptions } from "../../database/connect.ts";
import { PlatformError } from "../errors.ts";
import type { CommandContext } from "./command.ts";

type Pair = readonly [ConnectionOptions, ConnectionOptions];

/** A Postgres of this command alone, to be closed at its end. */
export interface ScratchDatabases {
  /** Two empty databases with Supabase's schemas; the first call starts the server (about 5 s). */
  open(): Promise<Pair>;
  /** Stops the server, if there is one, and waits until it and its folder are gone. */
  close(): Promise<void>;
}

/**
 * The server is a process of its own, which ends with our end of its standard input: a killed command leaves none behind.
 */
export function scratchDatabases({ installation, environment }: CommandContext): ScratchDatabases {
  const main = join(installation, "loopback", "cluster", "main.ts");
  let close = async () => {};
  return {
    async open() {
      // Tokens stay outside: a Postgres needs none.
      const names = ["PATH", "HOME", "LANG", "TMPDIR", "NODE_COMPILE_CACHE"];
      const env = Object.fromEntries(Object.entries(environment).filter(([name]) => names.includes(name)));
      const child = spawn(process.execPath, [main, "2"], { stdio: ["pipe", "pipe", "pipe"], env });
      const gone = once(child, "exit");
      const said = collect(child.stderr);
      close = async () => {
        child.stdin.end();
        await gone;
      };
      const line = await firstLine(child.stdout);
      if (line !== undefined) return pairOf(line);
      await gone;
      throw new PlatformError({
        code: "database/no-scratch",
        where: "the Postgres in which the migrations are replayed",
        problem: `did not start: ${(await said).trim() || "it ended without a word"}`,
        fix: "free disk space or memory if it says so, then run again",
      });
    },
    close: () => close(),
  };
}

function pairOf(line: string): Pair {
  const [first, second]: ConnectionOptions[] = JSON.parse(line).databases;
  if (first === undefined || second === undefined) throw new Error(`two databases were asked for, not: ${line}`);
  return [first, second];
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  return chunks.join("");
}
