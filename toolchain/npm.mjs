// What we ask of npm, and what it has left behind. Plain JavaScript for Node >= 18.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toolEnvironment } from "./environment.mjs";

/**
 * `npm ci`. A registry that does not serve some system's packages (a company's mirror) makes lockfiles without them, which
 * `npm ci` then refuses everywhere: where only optional packages are missing, `npm install` takes the rest from the lockfile.
 */
export async function installPackages(root, lock, signal) {
  const kinds = ["--include=dev", "--include=optional"];
  try {
    await npm(root, ["ci", ...kinds], lock, signal);
  } catch (error) {
    if (!missesOnlyOptional(root, error.npmSaid ?? "")) throw error;
    await npm(root, ["install", "--no-save", ...kinds], lock, signal);
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
export function npm(root, words, lock, signal) {
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
    lock.worker(child.pid);
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

/** Whether npm itself has already put exactly the lockfile's packages there (`npm ci` typed by hand). */
export function isSameTree(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  const names = Object.keys(wanted).filter((name) => name !== "");
  const same = (name) => {
    const [want, have] = [wanted[name], present[name]];
    if (have === undefined) return want.optional === true && !isForThisSystem(want);
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

/** Whether an optional package is made for exactly this system; which C library a Linux has is npm's to know. */
function isForThisSystem({ os, cpu, libc }) {
  return libc === undefined && os?.includes(process.platform) === true && cpu?.includes(process.arch) === true;
}
