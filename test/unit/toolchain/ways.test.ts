import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlatformError } from "../../../src/errors.ts";
import { type EngineSource, ensureEngine } from "../../../toolchain/ensure.ts";
import type { EngineWays, Found, PluginSource, PluginWays } from "../../../toolchain/ways.ts";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "groundplan-ways-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const found: Found = { pulumi: "/somewhere/bin/pulumi", binFolder: "/somewhere/bin", version: "3.259.0" };

/** Ways of which only the named ones work; `calls` tells which were tried. */
function fakeWays(working: { readonly engine: readonly EngineSource[]; readonly plugin: readonly PluginSource[] }) {
  const calls: string[] = [];
  const engineWay = (way: EngineSource) => async (): Promise<Found> => {
    calls.push(`engine/${way}`);
    if (!working.engine.includes(way)) throw new Error(`${way} is out of order`);
    return found;
  };
  const pluginWay = (way: PluginSource) => async (): Promise<string> => {
    calls.push(`plugin/${way}`);
    if (!working.plugin.includes(way)) throw new Error(`no plugin by ${way}`);
    return `/plugin/by/${way}`;
  };
  const engine: EngineWays = {
    path: engineWay("path"),
    cache: engineWay("cache"),
    download: engineWay("download"),
    build: engineWay("build"),
  };
  const plugin: PluginWays = { cache: pluginWay("cache"), download: pluginWay("download"), build: pluginWay("build") };
  return { calls, ways: { engine, plugin } };
}

const ensure = (ways: { engine: EngineWays; plugin: PluginWays }, engine?: EngineSource, signal?: AbortSignal) =>
  ensureEngine({ environment: { XDG_CACHE_HOME: cache }, ways, engine, signal, progress: () => {} });

describe("the ways to an engine", () => {
  it("are tried in order until one works, and the engine says which it was", async () => {
    const { calls, ways } = fakeWays({ engine: ["download", "build"], plugin: ["build"] });
    const engine = await ensure(ways);
    expect(engine).toEqual({ ...found, source: "download", githubPlugin: "/plugin/by/build" });
    expect(calls).toEqual([
      "engine/path",
      "engine/cache",
      "engine/download",
      "plugin/cache",
      "plugin/download",
      "plugin/build",
    ]);
  });

  it.each([
    ["path", "plugin/cache"],
    ["cache", "plugin/cache"],
    ["download", "plugin/download"],
    ["build", "plugin/cache"],
  ] as const)("--engine=%s tries no other way", async (forced, plugin) => {
    const { calls, ways } = fakeWays({ engine: ["path", "cache", "download", "build"], plugin: ["cache", "download"] });
    expect((await ensure(ways, forced)).source).toBe(forced);
    expect(calls).toEqual([`engine/${forced}`, plugin]);
  });

  it("that all fail are told one by one, with the two ways out", async () => {
    const { ways } = fakeWays({ engine: [], plugin: [] });
    const error = await ensure(ways).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ code: "toolchain/no-engine", where: "the Pulumi engine" });
    const { message } = error as PlatformError;
    for (const way of ["path", "cache", "download", "build"])
      expect(message).toContain(`${way}: ${way} is out of order`);
    expect(message).toContain("https://www.pulumi.com/docs/install/");
    expect(message).toContain("install Go >= 1.26");
  });

  it("of which a forced one fails name only that one", async () => {
    const { calls, ways } = fakeWays({ engine: ["build"], plugin: ["build"] });
    await expect(ensure(ways, "cache")).rejects.toThrow("cache: cache is out of order");
    expect(calls).toEqual(["engine/cache"]);
  });

  it("to the GitHub plugin are told apart from those to the engine", async () => {
    const { ways } = fakeWays({ engine: ["path"], plugin: [] });
    await expect(ensure(ways)).rejects.toMatchObject({
      where: "the Pulumi plugin for GitHub",
      problem: expect.stringContaining("build: no plugin by build"),
    });
  });

  it("end with an abort instead of going on with the next one", async () => {
    const { calls, ways } = fakeWays({ engine: ["build"], plugin: ["build"] });
    const reason = new Error("Ctrl-C");
    await expect(ensure(ways, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(calls).toEqual(["engine/path"]);
  });

  it("have names, and another name is refused with them", async () => {
    const { calls, ways } = fakeWays({ engine: ["path"], plugin: ["cache"] });
    await expect(ensure(ways, "brew" as EngineSource)).rejects.toThrow(
      '"brew" is not a way to an engine\n  fix: use one of path, cache, download, build',
    );
    expect(calls).toEqual([]);
  });
});
