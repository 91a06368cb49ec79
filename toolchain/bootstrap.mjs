#!/usr/bin/env node
// The door of `groundplan`: node toolchain/bootstrap.mjs <command> …, on any Node >= 18, in a fresh clone too.
// Installs the packages when node_modules does not match package-lock.json, then goes on with the project's own Node.
// Besides the commands of src/cli.ts: `run FILE …` runs a TypeScript file of the project.
// Everything that only a first run needs is imported when it is needed: a warm run costs one hash and one process start.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");
const neededMajor = 24;

const lockDigest = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const stamp = `${lockDigest} ${process.platform}-${process.arch}\n`;

const args = process.argv.slice(2);
const ahead = isInstalled() ? undefined : await install();
if (process.exitCode === undefined) goOn(nodeForTheProject(), ahead);

/** Whether a finished installation of exactly this lockfile, for this system, is there. */
function isInstalled() {
  try {
    // A link leads to the packages of another checkout: they are its own to install, and npm ci would empty them.
    if (lstatSync(modules).isSymbolicLink()) return true;
    return readFileSync(join(modules, ".groundplan-stamp"), "utf8") === stamp;
  } catch {
    return false;
  }
}

async function install() {
  const { firstRun } = await import("./first-run.mjs");
  return await firstRun({ root, modules, stamp, args, isInstalled });
}

/** The Node that package-lock.json pins for this system, else the one that runs us when it is new enough. */
function nodeForTheProject() {
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  for (const name of names) {
    const node = join(modules, name, "bin", "node");
    if (existsSync(node)) return node;
  }
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return process.execPath;
  process.stderr.write(
    `groundplan needs Node ${neededMajor}, this is ${process.versions.node}, and npm has no Node for ${process.platform}-${process.arch}: ` +
      "install it from https://nodejs.org/en/download and run the same command again\n",
  );
  process.exit(1);
}

/** Runs the command in the project's Node and ends as it ends. */
function goOn(node, ahead) {
  const child = spawn(node, program(), { stdio: "inherit", env: environment(node) });
  // A terminal's Ctrl-C reaches the child by itself; a second one from here would end a deployment in its middle.
  const ignore = () => {};
  process.on("SIGINT", ignore);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`groundplan: ${node} does not start: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    // A build that nobody waits for any more ends with the command that wanted it.
    ahead?.kill("SIGTERM");
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function program() {
  if (args[0] === "run") return args.slice(1);
  return [join(root, "src", "cli.ts"), ...args];
}

/**
 * The project's Node comes first on PATH, for everything below that starts with `#!/usr/bin/env node`. The compile cache
 * saves parsing the SDK on every run; the user's own choice of its place wins.
 */
function environment(node) {
  return {
    NODE_COMPILE_CACHE: join(cacheFolder(process.env), "compile"),
    ...process.env,
    PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter),
  };
}
