// What every provider's executable runs first. Plain JavaScript: it must start on the Node of the machine, however old.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The executables' first line keeps V8's space for new objects at 2 MB: a provider makes few of them, and grows by 8 MB otherwise.

/** The first Node that strips types without a flag and has everything that the providers use. */
const oldestNode = 24;

/** Set for a process that this file started: its standard input ends when its parent does. */
const relaunched = "GROUNDPLAN_RELAUNCHED";

/** What a plugin may see besides its vendor's own variables. The engine starts it with everything, passphrases included. */
const harmless = [
  ...["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"],
  ...["NODE_COMPILE_CACHE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_USE_ENV_PROXY"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["GROUNDPLAN_SELF_HOSTED", relaunched],
];

/**
 * Starts a provider: drops what it must not see of the environment, changes to the project's own Node where this one
 * is too old, and imports the provider's `main.ts`.
 * @param {{ variables: readonly string[], main: URL }} options the vendor's own variables; the module to run
 */
export async function launch({ variables, main }) {
  forgetAllBut([...harmless, ...variables]);
  endWithStarter();
  if (Number(process.versions.node.split(".")[0]) < oldestNode) return relaunch();
  if (process.env[relaunched] !== undefined) endWithParent();
  module.enableCompileCache();
  await import(main.href);
  keepCompiled();
}

/**
 * The engine ends a plugin by a signal, which would lose the compile cache: half of what a start costs. Kept twice,
 * because much is loaded only by the first requests.
 */
function keepCompiled() {
  for (const milliseconds of [500, 2500]) setTimeout(() => module.flushCompileCache(), milliseconds).unref();
}

/** @param {readonly string[]} names */
function forgetAllBut(names) {
  for (const name of Object.keys(process.env)) if (!names.includes(name)) delete process.env[name];
}

function relaunch() {
  const node = ownNode(dirname(fileURLToPath(import.meta.url)));
  if (node === undefined) {
    console.error(
      `This provider needs Node ${oldestNode} or newer, and ${process.execPath} is ${process.versions.node}.\n` +
        `  fix: run npm ci in the project, which brings its own, or put a newer Node first on PATH`,
    );
    process.exit(1);
  }
  // The engine ends the whole process group; a parent that is killed alone closes the pipe, which ends the child.
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ["pipe", "inherit", "inherit"],
    env: { ...process.env, [relaunched]: "1" },
  });
  child.on("error", (error) => {
    console.error(`${node} cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}

/** An engine that is killed says goodbye to nobody, and its plugins would stay for good: 100 MB and a token each. */
function endWithStarter() {
  const starter = process.ppid;
  setInterval(() => {
    if (process.ppid !== starter) process.exit(0);
  }, 1000).unref();
}

function endWithParent() {
  process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0));
  process.stdin.resume();
  process.stdin.unref?.();
}

/**
 * The Node that npm installed with the project, looked for from `folder` upwards.
 * @param {string} folder
 * @returns {string | undefined}
 */
export function ownNode(folder) {
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  const found = names.map((name) => join(folder, "node_modules", name, "bin", "node")).find((file) => existsSync(file));
  const above = dirname(folder);
  return found ?? (above === folder ? undefined : ownNode(above));
}
