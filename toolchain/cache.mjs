// Where things lie in the user's cache, and how they get there: written beside, synced, then renamed.
// Plain JavaScript for Node >= 18, because bootstrap.mjs and build.mjs run before any dependency is installed.
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache-folder.mjs";
import { isAlive } from "./lock.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The pinned versions; the only place that names them. */
export const pins = JSON.parse(readFileSync(join(here, "versions.json"), "utf8"));

/** The folder with the Go modules. */
export const goFolder = join(here, "go");

/** Version, platform and a digest of everything that decides what a build makes. */
function engineKey() {
  const digest = createHash("sha256");
  for (const module of ["engine", "language-nodejs", "github"]) {
    for (const name of ["go.mod", "go.sum", "main.go"]) {
      const file = join(goFolder, module, name);
      if (existsSync(file)) digest.update(`${module}/${name}\0`).update(readFileSync(file)).update("\0");
    }
  }
  return `${pins.engine.version}-${process.platform}-${process.arch}-${digest.digest("hex").slice(0, 12)}`;
}

/** The places of one engine in the cache. */
export function enginePlaces(environment) {
  const cache = cacheFolder(environment);
  const home = join(cache, "engine", engineKey());
  const plugin = join(home, "plugins", `resource-github-v${pins.githubPlugin.version}`);
  return { cache, home, bin: join(home, "bin"), plugin, lock: `${home}.lock`, temporary: join(cache, "tmp") };
}

/** What `place` recorded about a folder, when every file of it is still there in full; else undefined. */
export function readWhole(folder) {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    for (const [name, size] of Object.entries(manifest.files)) {
      if (statSync(join(folder, name)).size !== size) return undefined;
    }
    return manifest;
  } catch {
    return undefined;
  }
}

/** Makes an empty folder whose name tells who made it, so that `sweep` can remove what a killed process left. */
export function temporaryFolder(parent) {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(parent, `${process.pid}-`));
}

/** Removes the temporary folders of processes that no longer live. */
export function sweep(parent) {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = Number.parseInt(name, 10);
    if (Number.isInteger(pid) && !isAlive(pid)) removeFolder(join(parent, name));
  }
}

/** Removes a folder; a Go module cache has read-only parts where somebody else's flags made it. */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/**
 * Moves a finished folder to its place, with a manifest of its files, in one rename: a reader sees the old
 * folder, none, or the whole new one, and never a part of it.
 */
export function place(folder, target, facts) {
  const files = {};
  for (const name of readdirSync(folder)) {
    files[name] = statSync(join(folder, name)).size;
    sync(join(folder, name));
  }
  const manifest = join(folder, "manifest.json");
  writeFileSync(manifest, `${JSON.stringify({ ...facts, files }, null, 2)}\n`);
  sync(manifest);
  sync(folder);
  mkdirSync(join(target, ".."), { recursive: true, mode: 0o700 });
  const old = `${folder}-old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(folder, target);
  sync(join(target, ".."));
  removeFolder(old);
}

function sync(path) {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
