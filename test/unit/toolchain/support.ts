import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { DownloadBudget } from "../../../toolchain/budget.ts";
import { enginePlaces, type Pins, pins } from "../../../toolchain/cache.mjs";
import { progressOn } from "../../../toolchain/progress.mjs";
import type { Context } from "../../../toolchain/ways.ts";

/** An empty folder that is gone after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "groundplan toolchain's "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A server on a free port of 127.0.0.1 that ends with the test; answers with its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

/** An executable shell script. */
export async function script(file: string, text: string): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
}

/** What a way gets, with a cache of its own and nothing but the system's folders on PATH. */
export function contextIn(cache: string, changes: Partial<Context> & { path?: string } = {}): Context {
  const { path, ...rest } = changes;
  const environment = { HOME: cache, XDG_CACHE_HOME: cache, PATH: path ?? "/usr/bin:/bin" };
  return {
    environment,
    places: enginePlaces(environment),
    budget: new DownloadBudget(10_000),
    pins,
    progress: progressOn({ write: () => {} }, "test", { CI: "1" }),
    forced: false,
    ...rest,
  };
}

/** The pins, with the engine's release on another server. */
export function pinsAt(origin: string, sha256: Readonly<Record<string, string>> = {}): Pins {
  const engine = { ...pins.engine, release: `${origin}/pulumi.tar.gz`, checksums: `${origin}/checksums.txt`, sha256 };
  return { ...pins, engine };
}

/** Resolves when `condition` holds; looks again whenever the event loop is free. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
