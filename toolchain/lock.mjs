// A lock between processes: a folder that one of them made, with the name of its owner inside.
// Plain JavaScript for Node >= 18.
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const heartbeatMs = 5_000;
/** An owner on another machine (a shared home) cannot be asked; silence for this long means it is gone. */
const silenceMs = 120_000;
/** A process that is about to write its name into a fresh lock needs far less than this. */
const namelessMs = 10_000;

/** Whether a process of this machine lives; one of another user lives too. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Takes the lock, waiting for its owner and taking it over from a dead one.
 * `onWait` is called about four times a second with what the owner last told by `tell`.
 * Resolves to `{ waited, tell, release }`. Rejects when `signal` aborts.
 */
export async function acquire(folder, { onWait = () => {}, signal } = {}) {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    if (make(folder)) return hold(folder, waited);
    if (isAbandoned(folder)) takeAway(folder);
    else {
      onWait(read(join(folder, "said.json")));
      // What aborts is told by the loop's first line, with the caller's own reason.
      await pause(250, undefined, { signal }).catch(() => {});
    }
  }
}

function hold(folder, waited) {
  const owner = join(folder, "owner.json");
  const sign = (workers) =>
    writeFileSync(owner, JSON.stringify({ host: hostname(), processes: [process.pid, ...workers].map(identityOf) }));
  sign([]);
  const heartbeat = setInterval(() => touch(owner), heartbeatMs);
  heartbeat.unref();
  return {
    waited,
    /** Names a child that goes on working when its parent is killed: the lock lives as long as one of the two. */
    worker(pid) {
      sign([pid]);
    },
    tell(message) {
      const said = join(folder, "said.json");
      writeFileSync(`${said}.new`, JSON.stringify(message));
      renameSync(`${said}.new`, said);
    },
    release() {
      clearInterval(heartbeat);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isAbandoned(folder) {
  const owner = read(join(folder, "owner.json"));
  if (owner === undefined) return ageOf(folder) > namelessMs;
  if (owner.host !== hostname()) return ageOf(join(folder, "owner.json")) > silenceMs;
  return !owner.processes.some(isSame);
}

/** A process by number and start, because a number may be given to a new process. */
function identityOf(pid) {
  return { pid, started: startOf(pid) };
}

function isSame({ pid, started }) {
  return isAlive(pid) && (started === undefined || started === startOf(pid));
}

/** Removes an abandoned lock; under a second lock, so that nobody removes the one that a faster process just made. */
function takeAway(folder) {
  const guard = `${folder}.takeover`;
  if (!make(guard)) {
    if (ageOf(guard) > namelessMs) removeGuard(guard);
    return;
  }
  try {
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
  } finally {
    removeGuard(guard);
  }
}

function removeGuard(guard) {
  try {
    rmdirSync(guard);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function make(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Milliseconds since the file was last written; 0 when it is gone. */
function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The lock was released between two beats.
  }
}

/** Linux: field 22 of /proc/<pid>/stat, the start time in clock ticks; undefined elsewhere. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
