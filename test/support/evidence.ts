import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./files.ts";

/** One thing that a run left somewhere. */
export interface Trace {
  /** The kind of place, e.g. `state`. */
  readonly sink: string;
  /** The place itself: a file, a command's output. */
  readonly where: string;
  readonly content: Buffer;
}

/** Regular files below a folder, with what is in them; links are not followed. */
export function filesWithContent(folder: string, sinkOf: (file: string) => string | undefined): Trace[] {
  return filesBelow(folder).flatMap((file) => {
    const sink = sinkOf(file);
    if (sink === undefined) return [];
    const content = readRegular(join(folder, file));
    return content === undefined ? [] : [{ sink, where: file, content }];
  });
}

/** Undefined for what is no regular file, or is gone by now. */
function readRegular(path: string): Buffer | undefined {
  try {
    return lstatSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

const looksAtAProcess = 20;

/** Looks at what is there only for a moment, as often as it can, while something runs. */
export class Watch {
  private readonly seen = new Map<string, Trace>();
  private readonly looks: readonly (() => void)[];
  /** Processes that are there, and how often each was looked at. */
  private looked: ReadonlyMap<string, number> = new Map();
  private timer: NodeJS.Timeout | undefined;

  /** @param temporary the folder in which the run makes its temporary files. */
  constructor(temporary: string) {
    this.looks = [() => this.processes(), () => this.temporaryFiles(temporary)];
  }

  start(): void {
    this.timer = setInterval(() => {
      for (const look of this.looks) look();
    }, 15);
  }

  stop(): readonly Trace[] {
    clearInterval(this.timer);
    return [...this.seen.values()];
  }

  /** Linux: /proc/<pid>/cmdline has the arguments of every process, each ended by a zero byte. A new one is read several times: it may still become another program. */
  private processes(): void {
    const now = new Map<string, number>();
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const looks = this.looked.get(pid) ?? 0;
      now.set(pid, looks + 1);
      const content = looks < looksAtAProcess ? readRegular(join("/proc", pid, "cmdline")) : undefined;
      if (content === undefined) continue;
      const where = content.toString("utf8").replaceAll("\0", " ").trim();
      this.seen.set(`process ${where}`, { sink: "process list", where, content });
    }
    this.looked = now;
  }

  private temporaryFiles(folder: string): void {
    for (const file of filesBelow(folder)) {
      const path = join(folder, file);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile()) continue;
      const key = `file ${file} ${stat.mtimeMs} ${stat.size}`;
      if (this.seen.has(key)) continue;
      const content = readRegular(path);
      if (content !== undefined) this.seen.set(key, { sink: "temporary files", where: file, content });
    }
  }
}
