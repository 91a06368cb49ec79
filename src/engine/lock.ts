import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { PlatformError } from "../errors.ts";
import { isAlive } from "./loopback.ts";

/** A lock file of Pulumi's file backend (pkg/backend/diy/lock.go). */
interface Lock {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/**
 * Refuses to start on a stack that is locked, and says which of the two it is: an update that runs, or one that was
 * killed and left its lock.
 * @param state the file backend's folder
 */
export function refuseLocked(state: string, projectName: string, stack: string): void {
  const folder = join(state, ".pulumi", "locks", "organization", projectName, stack);
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder)) {
    const lock: Lock = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const dead = lock.hostname === hostname() && !isAlive(lock.pid);
    const holder = `process ${lock.pid} of ${lock.username} on ${lock.hostname}, since ${lock.timestamp}`;
    throw new PlatformError({
      code: dead ? "engine/stale-lock" : "engine/locked",
      where: `stack ${stack}`,
      problem: dead
        ? `an earlier update was killed and left its lock (${holder}, which is no longer running)`
        : `another update is running (${holder})`,
      fix: dead
        ? `eval "$(npx groundplan env --stack ${stack})" && pulumi cancel --yes --stack ${stack}   then run this command again; what was under way is looked up and taken over`
        : "wait until it has ended, then run this command again",
    });
  }
}
