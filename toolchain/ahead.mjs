// Whether to begin the engine's build before the project's own Node is there. Plain JavaScript for Node >= 18.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { enginePlaces, pins, readWhole } from "./cache.mjs";

/** The commands that cannot do without an engine. */
const engineCommands = new Set(["up", "preview", "refresh", "destroy", "rehearse"]);
/** A release server that takes longer to answer a connection is no faster than a build. */
const answerMs = 3_000;

/**
 * Starts the build as a child whose `said` is its last message, when it will be needed for sure: the command needs an
 * engine, none is on PATH or in the cache, and Pulumi's release server cannot be reached. Otherwise resolves to undefined.
 * The command that comes after the installation finds the build by its lock, waits for it and shows its progress.
 */
export async function startEngineBuild(args, environment) {
  if (!needsEngine(args) || isOnPath("pulumi", environment) || !isOnPath("go", environment)) return undefined;
  const forced = args.find((word) => word.startsWith("--engine"));
  if (forced !== undefined) return undefined;
  const places = enginePlaces(environment);
  if (readWhole(places.bin) !== undefined && readWhole(places.plugin) !== undefined) return undefined;
  if (environment.HTTPS_PROXY || environment.https_proxy || (await answers(new URL(pins.engine.release).hostname)))
    return undefined;
  const script = fileURLToPath(new URL("build.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, "engine", "plugin"], {
    env: environment,
    stdio: ["ignore", "pipe", "ignore"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    child.said = JSON.parse(line);
  });
  // A failure is told by the command, which tries all ways itself.
  child.on("error", () => {});
  return child;
}

/** The tests need one too: `run test/…`. */
function needsEngine([command, file]) {
  return engineCommands.has(command) || (command === "run" && file?.startsWith("test/") === true);
}

function isOnPath(name, environment) {
  return (environment.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, name)));
}

function answers(host) {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 443, timeout: answerMs });
    const timer = setTimeout(() => finish(false), answerMs);
    const finish = (answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => finish(true));
    socket.on("error", () => finish(false));
  });
}
