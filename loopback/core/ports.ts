import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Player } from "./play.ts";

export const host = "127.0.0.1";

/** Below the ports that systems hand out for outgoing connections (32768 on Linux), above the well-known ones. */
const freeRange = { from: 10_000, to: 32_000 };
const attempts = 100;

/** Servers on consecutive ports of 127.0.0.1 that do not answer yet: `players[i]` answers for the port `base + i` once it is there. */
export interface OpenPorts {
  readonly base: number;
  readonly players: Player[];
  /** Ends every connection and frees the ports. */
  close(): Promise<void>;
}

/** A port that another program has. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is taken`);
    this.port = port;
  }
}

/** Takes `base` to `base + count - 1`, all or none. @throws PortTaken */
export async function openPorts(base: number, count: number): Promise<OpenPorts> {
  const players: Player[] = [];
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(closeServer));
  };
  for (let i = 0; i < count; i++) {
    const server = createServer(players, i);
    try {
      await listen(server, base + i);
    } catch (error) {
      await close();
      throw error;
    }
    servers.push(server);
  }
  return { base, players, close };
}

/** Finds and takes `count` consecutive free ports. */
export async function openFreePorts(count: number, random: (below: number) => number): Promise<OpenPorts> {
  for (let i = 0; i < attempts; i++) {
    const base = freeRange.from + random(freeRange.to - freeRange.from - count);
    try {
      return await openPorts(base, count);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
    }
  }
  throw new Error(`no ${count} consecutive free ports found in ${attempts} attempts`);
}

function createServer(players: readonly Player[], index: number): Server {
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    serverOptions: { keepAliveTimeout: 75_000 }, // longer than clients keep a connection, so that none writes into a closing one
    async fetch(request, { incoming }) {
      const player = players[index];
      if (!player) return new Response("starting", { status: 503 });
      const { response, dropped } = await player(request);
      if (!dropped) return response;
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    },
  });
  if (!("closeAllConnections" in server)) throw new Error("an HTTP/1 server was asked for");
  return server;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? new PortTaken(port) : error),
    );
    server.listen(port, host, () => resolve());
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
