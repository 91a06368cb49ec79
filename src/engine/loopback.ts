import { spawn } from "node:child_process";
import { once } from "node:events";
import { fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PlatformError } from "../errors.ts";
import { makePrivate } from "./home.ts";

/** What the running loopback cloud says of itself in its control file (0600). */
export interface Control {
  readonly pid: number;
  readonly basePort: number;
  readonly controlUrl: string;
  readonly controlToken: string;
  readonly origins: Readonly<Record<string, string>>;
  /** Endpoint and token variables with which every client finds and enters it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly startedAt: string;
}

export interface LoopbackOptions {
  /** Its folder. */
  readonly home: string;
  /** The file to run, `loopback/main.ts`. */
  readonly main: string;
  readonly basePort?: number;
  readonly rotateTokens?: boolean;
  /** The machine's variables; few of them are handed on. */
  readonly machine: Readonly<Record<string, string | undefined>>;
}

/** The control file of a loopback cloud that is alive, or undefined. */
export function runningLoopback(home: string): Control | undefined {
  const control = readControl(home);
  return control !== undefined && isAlive(control.pid) ? control : undefined;
}

/** The running loopback cloud, started when it is not there. It outlives this process, in a process group of its own. */
export async function startLoopback(options: LoopbackOptions): Promise<Control> {
  const running = runningLoopback(options.home);
  if (running !== undefined) {
    if (options.basePort === undefined || options.basePort === running.basePort) return running;
    throw new PlatformError({
      code: "loopback/running",
      where: `--base-port ${options.basePort}`,
      problem: `the loopback cloud of this checkout runs on base port ${running.basePort} (process ${running.pid})`,
      fix: `npx groundplan loopback stop && npx groundplan loopback start --base-port ${options.basePort}`,
    });
  }
  makePrivate(options.home);
  const log = join(options.home, "loopback.log");
  const logFile = openSync(log, "a", 0o600);
  const earlier = fstatSync(logFile).size;
  const child = spawn(process.execPath, [options.main, ...argumentsOf(options)], {
    detached: true,
    stdio: ["ignore", "pipe", logFile],
    env: machineOnly(options.machine),
  });
  const { stdout } = child;
  if (stdout === null) throw new Error("a piped child has a standard output");
  const outcome = await Promise.race([firstLine(stdout), once(child, "exit").then(() => undefined)]);
  if (outcome === undefined) throw didNotStart(log, earlier);
  stdout.destroy();
  child.unref();
  const control = readControl(options.home);
  if (control === undefined) throw didNotStart(log, earlier);
  return control;
}

/** Stops it and waits until it is gone; false when none was running. */
export async function stopLoopback(home: string): Promise<boolean> {
  const control = runningLoopback(home);
  if (control === undefined) return false;
  process.kill(control.pid, "SIGTERM");
  for (let waited = 0; isAlive(control.pid); waited += 50) {
    if (waited > 15_000) {
      throw new PlatformError({
        code: "loopback/stuck",
        where: `process ${control.pid}`,
        problem: "the loopback cloud did not stop within 15 s",
        fix: `look at ${join(home, "loopback.log")}, then: kill -KILL ${control.pid}`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

/** One request to the control port; the JSON it answered. */
export async function askLoopback(control: Control, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${control.controlUrl}/_loopback/${path}`, {
    method,
    headers: { authorization: `Bearer ${control.controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the loopback cloud answered ${response.status} to ${method} ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

function readControl(home: string): Control | undefined {
  try {
    return JSON.parse(readFileSync(join(home, "control.json"), "utf8"));
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function argumentsOf({ home, basePort, rotateTokens }: LoopbackOptions): string[] {
  return [
    "--home",
    home,
    ...(basePort === undefined ? [] : ["--base-port", String(basePort)]),
    ...(rotateTokens === true ? ["--rotate-tokens"] : []),
  ];
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

/** The vendors on loopback need no variable of ours; no token of the user's ever reaches them. */
function machineOnly(environment: LoopbackOptions["machine"]): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "LANG", "TMPDIR", "NODE_COMPILE_CACHE", "XDG_CACHE_HOME"];
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.includes(name)));
}

/** What the process said of itself, with its own way out where it knew one. @param earlier bytes that earlier runs left in the log */
function didNotStart(log: string, earlier: number): PlatformError {
  const said = readFileSync(log).subarray(earlier).toString("utf8").trimEnd();
  const [problem = "", fix = `read ${log}, then: npx groundplan loopback start`] = said.split("\n  fix: ");
  return new PlatformError({
    code: "loopback/not-started",
    where: "the loopback cloud",
    problem: `could not start: ${problem.split("\n").slice(-6).join("\n") || "it ended without a word"}`,
    fix,
  });
}
