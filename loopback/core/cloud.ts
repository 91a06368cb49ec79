import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import { PlatformError } from "../../src/errors.ts";
import { createControl } from "./control.ts";
import { createFaults } from "./faults.ts";
import { privateFolder } from "./files.ts";
import { placesOf } from "./holds.ts";
import { type ControlFile, readRunning, removeControl, writeControl } from "./home.ts";
import { openJournal } from "./journal.ts";
import { createLimiter } from "./limits.ts";
import { type Counters, createPlayer, type Player } from "./play.ts";
import { host, type OpenPorts, openFreePorts, openPorts, PortTaken } from "./ports.ts";
import { randomText } from "./random.ts";
import { createRedactor } from "./redact.ts";
import { openStore } from "./store.ts";
import { type AnyVendor, type Cluster, type VendorContext, vendorNames } from "./vendor.ts";

export interface CloudOptions {
  /** The folder of state, key, journal, databases and `control.json`; made when it is not there. */
  readonly home: string;
  /** Control listens on it, the vendors on the ports after it. 0: a free range is found. */
  readonly basePort: number;
  readonly rotateTokens: boolean;
  readonly vendors: readonly AnyVendor[];
  readonly cluster: Cluster;
  now(): Date;
  /** One line about what is wrong in the loopback itself. */
  log(line: string): void;
}

export interface Cloud {
  readonly control: ControlFile;
  /** Frees the ports, writes the state, stops the databases. */
  stop(): Promise<void>;
}

/**
 * Plays the vendors on 127.0.0.1. When it resolves, all of them listen and `control.json` says where.
 * @throws PlatformError `loopback/already-running`, `loopback/port-taken`, `loopback/state-unreadable`; then nothing is started.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const home = resolve(options.home);
  const running = readRunning(home);
  const ports = await takePorts(options.basePort, running);
  try {
    if (running) throw alreadyRunning(home, running);
    return await play(ports, { ...options, home });
  } catch (error) {
    await ports.close();
    throw error;
  }
}

async function play(ports: OpenPorts, options: CloudOptions): Promise<Cloud> {
  const { home, vendors, cluster, now, log } = options;
  privateFolder(home);
  const redactor = createRedactor();
  const store = openStore({ ...options, onSecret: redactor.register });
  const journal = openJournal(join(home, "journal.jsonl"));
  const faults = createFaults();
  const stopping = new AbortController();
  const startedAt = now().toISOString();

  const stages = vendors.map((vendor) => {
    const port = portOf(vendor, ports.base);
    const counters: Counters = { requests: 0, unknownRoutes: 0 };
    const limiter = createLimiter(now);
    const context: VendorContext<object> = {
      state: store.state(vendor.name),
      changed: store.changed,
      now,
      id: randomText,
      secret(value) {
        redactor.register(value);
        return { $secret: value };
      },
      origin: `http://${host}:${port}`,
      token: store.token(vendor.name),
      cluster,
    };
    const stage = { port, faults, limiter, journal, redactor, counters, stopping: stopping.signal, log };
    return { vendor, port, context, counters, limiter, player: createPlayer(vendor, context, stage) };
  });

  const control: ControlFile = {
    pid: process.pid,
    basePort: ports.base,
    controlUrl: `http://${host}:${ports.base}`,
    controlToken: store.controlToken,
    origins: Object.fromEntries(stages.map(({ vendor, context }) => [vendor.name, context.origin])),
    environment: Object.fromEntries(
      stages.flatMap(({ vendor, context }) => [
        [vendor.environment.token, context.token],
        [vendor.environment.endpoint, context.origin + vendor.endpointPath],
        ...Object.entries(vendor.variables?.(context.origin) ?? {}),
      ]),
    ),
    startedAt,
  };

  ports.players[0] = createControl({
    log,
    port: ports.base,
    token: store.controlToken,
    faults,
    journal,
    present() {
      store.flush();
      // A vendor may tell a secret to its own clients in plain text: Vercel's protection bypass is even a key.
      const shown = (objects: readonly unknown[]) => objects.map((one) => redactor.json(one, new Set()));
      return Object.fromEntries(
        stages.map(({ vendor, context }) => {
          const kinds = Object.entries(vendor.present(context));
          return [vendor.name, Object.fromEntries(kinds.map(([kind, objects]) => [kind, shown(objects)]))];
        }),
      );
    },
    async reset() {
      for (const { vendor, context } of stages) await vendor.beforeReset?.(context);
      store.empty();
    },
    status: () => ({
      pid: process.pid,
      startedAt,
      vendors: Object.fromEntries(
        stages.map(({ vendor, context, counters }) => [vendor.name, { origin: context.origin, ...counters }]),
      ),
    }),
    holds: (name, sha256) => placesOf(stages.find(({ vendor }) => vendor.name === name)?.context.state, sha256),
    seed(name, accounts) {
      const stage = stages.find(({ vendor }) => vendor.name === name);
      if (!stage?.vendor.seed) throw new Error(`the vendor ${name} has no accounts to seed`);
      stage.vendor.seed(stage.context, accounts);
      store.changed();
    },
    setLimit: (name, limit, windowMs) =>
      stages.find(({ vendor }) => vendor.name === name)?.limiter.set(limit, windowMs),
  });
  for (const { port, player } of stages) ports.players[port - ports.base] = player;
  fillHoles(ports.players);
  writeControl(home, control);

  return {
    control,
    async stop() {
      stopping.abort();
      await ports.close();
      store.flush();
      journal.close();
      removeControl(home);
      await cluster.stop();
    },
  };
}

function portOf(vendor: AnyVendor, base: number): number {
  return base + 1 + vendorNames.indexOf(vendor.name);
}

/** Ports of vendors that are not played here say so. */
function fillHoles(players: Player[]): void {
  for (let i = 0; i <= vendorNames.length; i++)
    players[i] ??= async () => ({
      response: new Response("this vendor is not played here", { status: 501 }),
      dropped: false,
    });
}

async function takePorts(basePort: number, running: ControlFile | undefined): Promise<OpenPorts> {
  const count = vendorNames.length + 1;
  try {
    return basePort === 0 ? await openFreePorts(count, (below) => randomInt(below)) : await openPorts(basePort, count);
  } catch (error) {
    if (error instanceof PortTaken) throw portTaken(error.port, basePort, running);
    throw error;
  }
}

function portTaken(port: number, basePort: number, running: ControlFile | undefined): PlatformError {
  const owner = port === basePort ? "the loopback's control" : `the vendor ${vendorNames[port - basePort - 1]}`;
  const ours = running && port >= running.basePort && port <= running.basePort + vendorNames.length;
  return new PlatformError({
    code: "loopback/port-taken",
    where: `${host}:${port}`,
    problem: `the port for ${owner} is taken by ${ours ? `the loopback that already runs here, process ${running.pid}` : "another program"}; nothing was started`,
    fix: `${ours ? `use that one, or stop it (kill ${running.pid}), or ` : ""}npx groundplan loopback start --base-port 0   (finds ${vendorNames.length + 1} free ports)`,
  });
}

function alreadyRunning(home: string, running: ControlFile): PlatformError {
  return new PlatformError({
    code: "loopback/already-running",
    where: home,
    problem: `a loopback already runs with this home, process ${running.pid} on port ${running.basePort}; two would overwrite each other's state`,
    fix: `use that one, or stop it (kill ${running.pid}), or give another folder with --home`,
  });
}
