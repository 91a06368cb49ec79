import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Control } from "../../src/engine/loopback.ts";

/** The checkout that the tests belong to. */
export const checkout = join(import.meta.dirname, "..", "..");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Called once it runs, e.g. to interrupt it. */
  started?(pid: number): void;
}

/**
 * A universe of its own for one test: a copy of the project in a folder whose name has a space and a quote, its own
 * state, and its own loopback cloud on free ports. What the machine holds of tokens stays outside.
 */
export class Scratch {
  readonly folder: string;
  readonly project: string;

  constructor(name = "groundplan it's a test") {
    this.folder = mkdtempSync(join(tmpdir(), `${name} `));
    this.project = join(this.folder, "project");
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
      cwd: checkout,
      encoding: "utf8",
    }).split("\0");
    for (const file of files.filter((one) => one !== "" && !one.startsWith("test/"))) {
      mkdirSync(dirname(join(this.project, file)), { recursive: true });
      cpSync(join(checkout, file), join(this.project, file), { force: true });
    }
    symlinkSync(join(checkout, "node_modules"), join(this.project, "node_modules"));
  }

  /** Variables of the machine without anybody's tokens. */
  get environment(): Record<string, string> {
    const names = ["PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "NODE_COMPILE_CACHE"];
    return Object.fromEntries(
      names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    );
  }

  /** `groundplan <args>` in the scratch project. */
  groundplan(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.command(process.execPath, [join(this.project, "src", "cli.ts"), ...args], options);
  }

  /** A line for a POSIX shell, in the scratch project. */
  shell(line: string, options: RunOptions = {}): Promise<Ran> {
    return this.command("sh", ["-c", line], options);
  }

  async command(
    command: string,
    args: readonly string[],
    { environment = {}, input = "", started }: RunOptions = {},
  ): Promise<Ran> {
    const child = spawn(command, args, {
      cwd: this.project,
      env: { ...this.environment, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    if (child.pid !== undefined) started?.(child.pid);
    const [code] = await once(child, "close");
    return { code, stdout: await stdout, stderr: await stderr };
  }

  /** The loopback cloud of this scratch, started on free ports. */
  async loopback(): Promise<Control> {
    const started = await this.groundplan(["loopback", "start", "--base-port", "0"]);
    if (started.code !== 0) throw new Error(started.stderr);
    return this.control;
  }

  get control(): Control {
    return JSON.parse(readFileSync(join(this.project, ".groundplan", "loopback", "control.json"), "utf8"));
  }

  /** Every object at the vendors on loopback, as their own APIs show it. */
  async state(): Promise<Record<string, Record<string, readonly Record<string, unknown>[]>>> {
    return this.ask("GET", "state");
  }

  /** Asks the loopback's control port. */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { controlUrl, controlToken } = this.control;
    const response = await fetch(`${controlUrl}/_loopback/${path}`, {
      method,
      headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return JSON.parse(text === "" ? "null" : text);
  }

  /** Hands this universe's journal on to whoever runs the suites, to hold it against the vendors' API descriptions. */
  keepJournal(name: string): void {
    const folder = process.env["GROUNDPLAN_JOURNALS"];
    const journal = join(this.project, ".groundplan", "loopback", "journal.jsonl");
    if (folder !== undefined) cpSync(journal, join(folder, `${name}.jsonl`));
  }

  /** Stops what runs and removes everything. */
  async remove(): Promise<void> {
    await this.groundplan(["loopback", "stop"]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
