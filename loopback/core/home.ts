import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readIfThere, writePrivately } from "./files.ts";

const controlSchema = z.object({
  pid: z.int().positive(),
  /** Control listens here, the vendors on the ports after it, in the order of `vendorNames`. */
  basePort: z.int(),
  /** The control routes are at `/_loopback/` below it. */
  controlUrl: z.string(),
  controlToken: z.string(),
  /** Where each vendor listens, e.g. `{ vercel: "http://127.0.0.1:4701" }`. */
  origins: z.record(z.string(), z.string()),
  /** What to export so that clients of the vendors come here: endpoint and token of each. */
  environment: z.record(z.string(), z.string()),
  /** ISO 8601. */
  startedAt: z.string(),
});

/** What `control.json` in the loopback's home says while the loopback runs. */
export type ControlFile = z.output<typeof controlSchema>;

export function controlFileOf(home: string): string {
  return join(home, "control.json");
}

/** The control file of the loopback that runs in `home`, if its process lives. One of a crashed loopback counts as none. */
export function readRunning(home: string): ControlFile | undefined {
  const text = readIfThere(controlFileOf(home));
  if (text === undefined) return undefined;
  try {
    const control = controlSchema.parse(JSON.parse(text));
    return isAlive(control.pid) ? control : undefined;
  } catch {
    return undefined;
  }
}

export function writeControl(home: string, control: ControlFile): void {
  writePrivately(controlFileOf(home), JSON.stringify(control, undefined, 2));
}

export function removeControl(home: string): void {
  rmSync(controlFileOf(home), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
