import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface EngineCommand {
  /** Absolute path of `pulumi`. */
  readonly pulumi: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Written to its standard input, e.g. a secret that must not stand in the argument list. */
  readonly input?: string;
  /** Called for each line of its output. */
  onLine?(line: string): void;
}

export interface EngineExit {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It was interrupted by the user. */
  readonly interrupted: boolean;
}

/** Two SIGINTs closer than this are one key press: npm hands on what the terminal has already sent. */
const samePress = 700;

/**
 * Runs the engine. It gets a process group of its own and pipes of ours: a Ctrl-C reaches it once and only through us,
 * and a caller that closes our output early (`| head`) cannot stop it halfway and leave a lock.
 */
export async function runEngine(command: EngineCommand): Promise<EngineExit> {
  const child = spawn(command.pulumi, command.args, {
    cwd: command.cwd,
    env: { ...command.environment },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let interrupted = false;
  let lastPress = Number.NEGATIVE_INFINITY;
  const interrupt = (): void => {
    const now = performance.now();
    if (now - lastPress < samePress) return;
    lastPress = now;
    interrupted = true;
    child.kill("SIGINT");
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  child.stdin.on("error", () => {}); // it may end before it has read its input
  child.stdin.end(command.input ?? "");
  try {
    const [stdout, stderr] = [collect(child.stdout, command.onLine), collect(child.stderr, command.onLine)];
    const [code, signal] = await once(child, "close");
    return { code: code ?? (signal === "SIGINT" ? 130 : 1), stdout: await stdout, stderr: await stderr, interrupted };
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

async function collect(stream: NodeJS.ReadableStream, onLine: ((line: string) => void) | undefined): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    lines.push(line);
    onLine?.(line);
  }
  return lines.join("\n");
}
