import { spawn } from "node:child_process";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What a script of this room says on standard output, one JSON object a line. */
export interface Said {
  readonly text?: string;
  readonly fraction?: number;
  readonly secondsLeft?: number;
  readonly bytes?: number;
  readonly total?: number;
  readonly sha256?: string;
  readonly failed?: string;
}

export interface ScriptOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly onSaid?: (said: Said) => void;
}

/**
 * Runs a script of this room in a Node of its own and answers with the last thing that it said.
 * An abort asks it to end (SIGTERM) and waits until it has cleaned up. Rejects with the script's own `failed`.
 */
export function runScript(script: URL, args: readonly string[], options: ScriptOptions): Promise<Said> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
      env: options.environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const stop = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", stop, { once: true });
    let last: Said = {};
    createInterface({ input: child.stdout }).on("line", (line) => {
      last = JSON.parse(line) as Said;
      options.onSaid?.(last);
    });
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(last);
      else reject(new Error(last.failed ?? `${basename(script.pathname)} was ended (${killedBy ?? `exit ${code}`})`));
    });
  });
}
