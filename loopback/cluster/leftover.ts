import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { PlatformError } from "../../src/errors.ts";

const run = promisify(execFile);

/** What Postgres writes into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Reads the pid file of a data folder (lines: pid, folder, start time, port, socket folder, address, memory, status). */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => undefined);
  const lines = text?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/**
 * Stops the server that a killed loopback left behind in this data folder, and nothing else: the process must be a
 * Postgres that was started with this very folder, and `owner`, the process that started it, must not be its parent any
 * more (an orphan gets another one). With its owner alive the folder is in use, which is an error.
 */
export async function stopLeftover(data: string, owner: number): Promise<void> {
  const postmaster = await readPostmaster(data);
  if (!postmaster) return;
  const { command, parent } = await describeProcess(postmaster.pid);
  if (!command.includes(data)) {
    // Gone, or its number was given to another program meanwhile, beside which Postgres itself would refuse to start.
    await rm(join(data, "postmaster.pid"), { force: true });
    return;
  }
  if (parent === owner) {
    throw new PlatformError({
      code: "cluster/in-use",
      where: data,
      problem: `the local Postgres of this folder already runs (process ${postmaster.pid}) for process ${parent}.`,
      fix: "npx groundplan loopback stop",
    });
  }
  process.kill(postmaster.pid, "SIGINT");
  await gone(postmaster.pid, data);
}

/** Waits until the process has ended; Postgres' fast shutdown takes well under a second. */
async function gone(pid: number, data: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (!(await describeProcess(pid)).command.includes(data)) return;
    await pause(20);
  }
  throw new PlatformError({
    code: "cluster/stuck",
    where: data,
    problem: `the Postgres that an earlier loopback left behind (process ${pid}) does not stop.`,
    fix: `kill -QUIT ${pid}`,
  });
}

/** The command line and the parent of a process; empty when it is gone or only waits for its parent (a zombie). */
export async function describeProcess(pid: number): Promise<{ command: string; parent: number }> {
  try {
    const [command, status] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, "utf8"),
      readFile(`/proc/${pid}/status`, "utf8"),
    ]);
    return { command: command.replaceAll("\0", " "), parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0) };
  } catch {
    // No /proc on macOS.
    const answer = await run("ps", ["-o", "ppid=,args=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
    const [, parent = "0", command = ""] = /^\s*(\d+)\s+(.*)$/s.exec(answer.stdout) ?? [];
    return { command, parent: Number(parent) };
  }
}
