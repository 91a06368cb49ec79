import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, mkdtemp, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { PlatformError } from "../../src/errors.ts";
import { readPostmaster, stopLeftover } from "./leftover.ts";
import { giveTo, type Place } from "./place.ts";
import { assembleRuntime, type Runtime } from "./runtime.ts";

const run = promisify(execFile);
/** Postgres gets none of our environment: tokens stay with us. */
const environment = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin" };

/** A Postgres that runs and belongs to this process. */
export interface Server {
  readonly port: number;
  /** True until the process has ended, for whatever reason. */
  running(): boolean;
  stop(): Promise<void>;
}

/** Creates the data folder where there is none, ends a leftover server, and starts Postgres on a free port of 127.0.0.1. */
export async function startServer(place: Place, password: string): Promise<Server> {
  const runtime = await assembleRuntime(join(place.root, "runtime"), place.account);
  const data = join(place.root, "data");
  if (!(await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined))) {
    await initialise(place, runtime, data, password);
  }
  const [portFile, ownerFile] = [join(place.root, "port"), join(place.root, "owner.pid")];
  await stopLeftover(data, await readNumber(ownerFile));
  await writeFile(ownerFile, String(process.pid), { mode: 0o600 });
  const usual = await readNumber(portFile);
  // Between finding a free port and binding it another program may take it: then the next one is tried.
  for (let attempt = 0; ; attempt += 1) {
    const port = (attempt === 0 && usual > 0 && (await freePort(usual))) || (await freePort(0)) || 0;
    try {
      const server = await launch(place, runtime, data, port);
      await writeFile(portFile, String(port), { mode: 0o600 });
      return server;
    } catch (error) {
      const taken = error instanceof PlatformError && /could not bind|could not create any TCP/.test(error.problem);
      if (!taken || attempt >= 5) throw error;
    }
  }
}

async function readNumber(file: string): Promise<number> {
  return Number(await readFile(file, "utf8").catch(() => "0"));
}

/** Runs initdb into a draft that is renamed when it is complete, so an interrupted one leaves nothing half done. */
async function initialise(place: Place, runtime: Runtime, data: string, password: string): Promise<void> {
  const draft = `${data}.new`;
  const passwordFile = join(place.root, "initdb.password");
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await giveTo(passwordFile, place.account);
  // initdb hands its own path to a shell in double quotes, in which these characters are special.
  const unsafe = /["$`\\]/.test(runtime.initdb);
  const detour = unsafe ? await mkdtemp(join(tmpdir(), "groundplan-initdb-")) : undefined;
  try {
    if (detour) await chmod(detour, 0o755);
    const { initdb } = detour ? await assembleRuntime(join(detour, "runtime"), place.account) : runtime;
    const [command, ...before] = [...place.disguise, initdb];
    await run(
      command,
      [
        ...before,
        ...["--pgdata", draft, "--username", "supabase_admin", "--pwfile", passwordFile, "--auth", "scram-sha-256"],
        ...["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
        "--no-instructions",
      ],
      { ...place.account, env: environment, cwd: "/" },
    );
    await rename(draft, data);
  } catch (error) {
    throw failure(data, "initdb could not create the database folder", error instanceof Error ? error.message : "");
  } finally {
    await rm(passwordFile, { force: true });
    if (detour) await rm(detour, { recursive: true, force: true });
  }
}

async function launch(place: Place, runtime: Runtime, data: string, port: number): Promise<Server> {
  const logFile = join(place.root, "server.log");
  const log = await open(logFile, "w", 0o600);
  const options = settings(port).flatMap((setting) => ["-c", setting]);
  const [command, ...before] = [...place.disguise, runtime.postgres];
  const child = spawn(command, [...before, "-D", data, ...options], {
    ...place.account,
    env: environment,
    cwd: "/",
    stdio: ["ignore", "ignore", log.fd],
  });
  await log.close();
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const endWithUs = () => child.kill("SIGINT");
  process.once("exit", endWithUs);
  void ended.then(() => process.removeListener("exit", endWithUs));
  await readiness(child, data, logFile);
  return {
    port,
    running: () => isRunning(child),
    stop: async () => {
      // SIGINT is Postgres' fast shutdown: sessions are ended, the data folder is left clean.
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** As pg_ctl does: the pid file says "ready" once connections are accepted. */
async function readiness(child: ChildProcess, data: string, logFile: string): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 15) {
    const postmaster = await readPostmaster(data);
    if (postmaster?.pid === child.pid && postmaster?.ready) return;
    if (!isRunning(child)) break;
    await pause(15);
  }
  const text = await readFile(logFile, "utf8").catch(() => "");
  child.kill("SIGQUIT");
  throw failure(data, "Postgres did not start", text.trim().split("\n").slice(-3).join(" "));
}

/** Loopback only and no socket file (whose path is limited to 107 bytes). `wal_level` is what Supabase's Realtime needs. */
function settings(port: number): string[] {
  return [
    ...[`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"],
    ...["wal_level=logical", "shared_preload_libraries=pg_stat_statements", "password_encryption=scram-sha-256"],
    // Statements may hold secrets: they are not written to the log when they fail.
    ...["log_statement=none", "log_min_error_statement=panic", "log_min_messages=warning"],
    // A crash of the machine may lose the last moments, never consistency.
    "synchronous_commit=off",
  ];
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** The port when it is free on 127.0.0.1 (0 asks for any), else undefined. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}

function failure(where: string, what: string, detail: string): PlatformError {
  return new PlatformError({
    code: "cluster/start",
    where,
    problem: `${what}: ${detail.trim() || "it said nothing"}`,
    fix: "free disk space or memory if it says so; else remove this folder (its local databases are lost) and run again",
  });
}
