#!/usr/bin/env node
// Builds the engine and the GitHub plugin from Go modules into the cache: node build.mjs [--again] engine plugin
// Plain JavaScript for Node >= 18. Standard output carries JSON lines: { text, fraction, secondsLeft } while it works,
// { failed } when it could not. Two at once: the second waits and passes on what the first one says.
import { spawn } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import * as files from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { enginePlaces, goFolder, pins, place, readWhole, removeFolder, sweep, temporaryFolder } from "./cache.mjs";
import { countFresh, estimator } from "./estimate.mjs";
import { findGo, goEnvironment } from "./go.mjs";
import { acquire } from "./lock.mjs";

const gigabyte = 1e9;
const neededBytes = 5 * gigabyte;

const version = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const engineFlags = `-s -w -X ${version}=v${pins.engine.version}`;
/** Step -> the module, the package in it, the file it becomes, and the linker's flags. */
const programs = {
  languageHost: {
    module: "language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    file: "pulumi-language-nodejs",
    flags: engineFlags,
  },
  engine: {
    module: "engine",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    file: "pulumi",
    flags: engineFlags,
  },
  plugin: { module: "github", package: ".", file: "pulumi-resource-github", flags: "-s -w" },
};
const tags = "osusergo,grpcnotrace";

const stop = new AbortController();
const children = new Set();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop.abort(new Error(signal)));
// The process that reads us is gone: nobody waits for this build any more.
process.stdout.on("error", () => stop.abort(new Error("nobody listens")));
stop.signal.addEventListener("abort", () => {
  for (const child of children) killGroup(child);
});

const again = process.argv.includes("--again");
const wanted = process.argv.slice(2).filter((word) => word === "engine" || word === "plugin");
try {
  await main(enginePlaces(process.env));
} catch (error) {
  if (!stop.signal.aborted) say({ failed: error.message });
  process.exitCode = stop.signal.aborted ? 130 : 1;
}

async function main(places) {
  const lock = await acquire(places.lock, { onWait: (said) => say(waiting(said)), signal: stop.signal });
  try {
    const rebuild = again && !lock.waited;
    const targets = wanted.filter((target) => rebuild || readWhole(folderOf(places, target)) === undefined);
    if (targets.length === 0) return;
    sweep(places.temporary);
    await refuseFullDisk(places);
    await build(places, targets, (message) => {
      say(message);
      lock.tell(message);
    });
  } finally {
    lock.release();
  }
}

async function build(places, targets, tell) {
  const work = temporaryFolder(places.temporary);
  try {
    const steps = targets.flatMap((target) => (target === "engine" ? ["languageHost", "engine"] : ["plugin"]));
    const estimate = estimator(["modules", ...steps]);
    const begun = performance.now();
    const at = (step, fraction, text) =>
      tell({ text, ...estimate.at(step, fraction, (performance.now() - begun) / 1000) });
    at("modules", 0, "preparing a build from Go modules");

    const go = await findGo(process.env, places.cache, (text) => at("modules", 0, text));
    const env = await goEnvironment(process.env, go, cacheOf(places, work));
    const packages = await listPackages(go, env, steps, (seen) => at("modules", seen / 400, "fetching Go modules"));
    for (const [index, expected] of countFresh(packages).entries()) {
      const step = steps[index];
      await compile(go, env, step, join(work, step), (done) => {
        const all = Math.max(expected, done);
        at(step, done / all, `building ${programs[step].file} (${done} of ${all} packages)`);
      });
    }
    install(places, work, targets);
  } finally {
    removeAside(work);
  }
}

/** Removes Go's caches in a process of its own: they are many small files, and nobody should wait for that, least of all after Ctrl-C. */
function removeAside(folder) {
  const rm = spawn("rm", ["-rf", "--", folder], { detached: true, stdio: "ignore" });
  rm.on("error", () => removeFolder(folder));
  rm.unref();
}

/** Every package of every program, imports before importers; fetches the modules on the way, all programs at once. */
async function listPackages(go, env, steps, onModule) {
  let modules = 0;
  const format = '{{.ImportPath}} {{with .Module}}{{.Version}}{{end}} {{join .Imports ","}}';
  return await Promise.all(
    steps.map(async (step) => {
      const packages = [];
      const args = ["list", "-deps", "-tags", tags, "-f", format, programs[step].package];
      await runGo(go, args, env, programs[step].module, {
        onOut: (line) => {
          const [path, version, imports] = line.split(" ");
          packages.push({ path, version, imports: imports.split(",") });
        },
        onError: (line) => line.startsWith("go: downloading") && onModule(++modules),
      });
      return packages;
    }),
  );
}

async function compile(go, env, step, output, onPackage) {
  const { module, flags, file } = programs[step];
  let done = 0;
  onPackage(0);
  const args = [
    "build",
    "-v",
    "-trimpath",
    "-tags",
    tags,
    "-ldflags",
    flags,
    "-o",
    join(output, file),
    programs[step].package,
  ];
  await runGo(go, args, env, module, {
    // The name of a package is printed when its compilation begins; the link comes after the last of them.
    onError: (line) => /^[\w.]+(\/\S+)*$/.test(line) && onPackage(++done),
  });
}

/** Runs `go`; every line goes to a listener. Rejects with the last lines of standard error. */
function runGo(go, args, env, module, { onOut = () => {}, onError }) {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that stopping it stops its compilers too.
    const cwd = join(goFolder, module);
    const child = spawn(go, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    const last = [];
    createInterface({ input: child.stdout }).on("line", onOut);
    createInterface({ input: child.stderr }).on("line", (line) => {
      onError(line);
      last.push(line);
      if (last.length > 6) last.shift();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      children.delete(child);
      if (stop.signal.aborted) reject(stop.signal.reason);
      else if (code === 0) resolve();
      else reject(new Error(`go ${args[0]} in toolchain/go/${module} failed: ${last.join(" | ")}`));
    });
    if (stop.signal.aborted) killGroup(child);
  });
}

function install(places, work, targets) {
  stop.signal.throwIfAborted();
  if (targets.includes("engine")) {
    const facts = { version: pins.engine.version, source: "build" };
    renameSync(
      join(work, "languageHost", programs.languageHost.file),
      join(work, "engine", programs.languageHost.file),
    );
    place(join(work, "engine"), places.bin, facts);
  }
  if (targets.includes("plugin")) {
    place(join(work, "plugin"), places.plugin, { version: pins.githubPlugin.version, source: "build" });
  }
}

function folderOf(places, target) {
  return target === "engine" ? places.bin : places.plugin;
}

function cacheOf(places, work) {
  const keep = process.env.GROUNDPLAN_KEEP_GO_CACHE === "1" ? join(places.cache, "go") : work;
  const folders = { modules: join(keep, "modules"), cache: join(keep, "build"), temporary: join(work, "tmp") };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return folders;
}

async function refuseFullDisk(places) {
  mkdirSync(places.cache, { recursive: true, mode: 0o700 });
  if (files.statfs === undefined) return; // Node < 18.15 cannot tell.
  const { bavail, bsize } = await files.statfs(places.cache);
  if (bavail * bsize >= neededBytes) return;
  const free = ((bavail * bsize) / gigabyte).toFixed(1);
  throw new Error(
    `the build needs ${neededBytes / gigabyte} GB of free disk for a while, ${places.cache} has ${free} GB`,
  );
}

function waiting(said) {
  const text = said === undefined ? "waiting for another build" : `another process is ${said.text}`;
  return { ...said, text };
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function killGroup(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
