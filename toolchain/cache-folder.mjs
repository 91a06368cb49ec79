// Plain JavaScript for Node >= 18, and small: bootstrap.mjs imports it on every run.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The user's cache folder for this project: XDG where it is set, else the system's custom. */
export function cacheFolder(environment, platform = process.platform) {
  const xdg = environment.XDG_CACHE_HOME;
  // XDG base directory specification: a relative path is to be ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "groundplan");
  const home = environment.HOME || homedir();
  return platform === "darwin" ? join(home, "Library", "Caches", "groundplan") : join(home, ".cache", "groundplan");
}
