import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const everyMs = 1000;

/** Watches the resident memory of this process and of everything that it started, summed. */
export class MemoryWatch {
  /** In MB of 2^20 bytes; undefined where the system has no `ps`. Pages that processes share are counted for each. */
  peak: number | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(root: number) {
    const look = async (): Promise<void> => {
      const now = await residentMegabytes(root).catch(() => undefined);
      if (now !== undefined) this.peak = Math.max(this.peak ?? 0, now);
    };
    void look();
    this.timer = setInterval(look, everyMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

async function residentMegabytes(root: number): Promise<number> {
  const { stdout } = await run("ps", ["-axo", "pid=,ppid=,rss="]);
  const processes = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, kilobytes = 0]) => ({ pid, parent, kilobytes }));
  const ours = new Set([root]);
  // Parents have lower numbers almost always, but numbers wrap around: go on until nothing new is found.
  for (let size = 0; size !== ours.size; ) {
    size = ours.size;
    for (const { pid, parent } of processes) if (ours.has(parent)) ours.add(pid);
  }
  const sum = processes.filter(({ pid }) => ours.has(pid)).reduce((all, { kilobytes }) => all + kilobytes, 0);
  return Math.round(sum / 1024);
}
