import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` with a folder that only we may enter and that is gone afterwards, also when a signal ends us: what stands in
 * it (a password file, people's data that is not whole) must outlive nobody.
 */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-"));
  return withoutLeaving([folder], () => work(folder));
}

/** Runs `work`, after which none of these files and folders is there, however it ended. */
export async function withoutLeaving<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  const remove = () => {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
  };
  const leave = (signal: NodeJS.Signals) => {
    remove();
    // Nobody listens any more: now it ends us as it would have.
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.once(signal, leave);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.removeListener(signal, leave);
    remove();
  }
}
