import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DownloadBudget } from "../../../toolchain/budget.ts";
import { ensureEngine } from "../../../toolchain/ensure.ts";
import { type EngineWays, engineWays, pluginWays } from "../../../toolchain/ways.ts";
import { contextIn, emptyFolder, pinsAt, serve } from "./support.ts";

const here = `${process.platform}-${process.arch}`;
const never: RequestListener = () => {};

/** A release archive as Pulumi makes it, with a host that a TypeScript program does not need. */
async function archive(): Promise<{ readonly bytes: Buffer; readonly sha256: string }> {
  const folder = await emptyFolder();
  await mkdir(join(folder, "pulumi"));
  for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-language-go"]) {
    await writeFile(join(folder, "pulumi", name), `I am ${name}`, { mode: 0o755 });
  }
  execFileSync("tar", ["-czf", join(folder, "archive.tar.gz"), "-C", folder, "pulumi"]);
  const bytes = readFileSync(join(folder, "archive.tar.gz"));
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

describe("the release archive", () => {
  it("with the pinned sha256 becomes a whole engine in the cache", async () => {
    const { bytes, sha256 } = await archive();
    const origin = await serve((_, response) => response.end(bytes));
    const context = contextIn(await emptyFolder(), { pins: pinsAt(origin, { [here]: sha256 }) });
    const engine = await engineWays.download(context);
    expect(readFileSync(engine.pulumi, "utf8")).toBe("I am pulumi");
    expect(readdirSync(engine.binFolder).sort()).toEqual(["manifest.json", "pulumi", "pulumi-language-nodejs"]);
    expect(await engineWays.cache(context)).toEqual(engine);
    expect(readdirSync(context.places.temporary)).toEqual([]);
  });

  it("with another sha256 is refused and leaves nothing", async () => {
    const { bytes } = await archive();
    const origin = await serve((_, response) => response.end(bytes));
    const context = contextIn(await emptyFolder(), { pins: pinsAt(origin, { [here]: "0".repeat(64) }) });
    await expect(engineWays.download(context)).rejects.toThrow(/has the sha256 [0-9a-f]{64}, not 0{64}: refused/);
    expect(existsSync(context.places.bin)).toBe(false);
    expect(readdirSync(context.places.temporary)).toEqual([]);
  });

  it("without a pinned sha256 is checked against the release's own checksums", async () => {
    const { bytes, sha256 } = await archive();
    const sums = { good: `${sha256}  pulumi.tar.gz\n`, none: `${sha256}  another.tar.gz\n` };
    let served = sums.good;
    const origin = await serve((request, response) => response.end(request.url === "/checksums.txt" ? served : bytes));
    const pins = pinsAt(origin);
    expect((await engineWays.download(contextIn(await emptyFolder(), { pins }))).version).toBe(pins.engine.version);
    served = sums.none;
    await expect(engineWays.download(contextIn(await emptyFolder(), { pins }))).rejects.toThrow(
      "has no sha256 of pulumi.tar.gz, so the archive is refused",
    );
  });

  it("over plain http from another machine is not even asked for", async () => {
    const context = contextIn(await emptyFolder(), { pins: pinsAt("http://releases.invalid", { [here]: "0" }) });
    await expect(engineWays.download(context)).rejects.toThrow("http://releases.invalid/pulumi.tar.gz is not https");
  });

  it("that the server does not have is told with the status", async () => {
    const origin = await serve((_, response) => response.writeHead(404).end());
    const context = contextIn(await emptyFolder(), { pins: pinsAt(origin, { [here]: "0" }) });
    await expect(engineWays.download(context)).rejects.toThrow("answered 404");
  });
});

describe("the budget of failing downloads", () => {
  it("is one for all of them: the second is not begun when the first has used it up, and the build comes next", async () => {
    let requests = 0;
    const origin = await serve(() => {
      requests += 1;
    });
    const cache = await emptyFolder();
    const slow = { ...contextIn(cache), pins: pinsAt(origin, { [here]: "0" }), budget: new DownloadBudget(400) };
    const reasons: string[] = [];
    const download = () =>
      engineWays.download(slow).catch((error: Error) => {
        reasons.push(error.message);
        throw error;
      });
    const found = { pulumi: "/built/pulumi", binFolder: "/built", version: "3.259.0" };
    const engine: EngineWays = { ...engineWays, download, build: async () => found };
    const plugin = {
      ...pluginWays,
      download: async () => (await download()).pulumi,
      build: async () => "/built/plugin",
    };
    const environment = contextIn(cache).environment;
    const result = await ensureEngine({ environment, ways: { engine, plugin }, progress: () => {} });
    expect(result).toMatchObject({ source: "build", githubPlugin: "/built/plugin" });
    expect(reasons).toEqual([reasons[0], reasons[0]]);
    expect(reasons[0]).toBe("no answer within the 0.4 s that failing downloads may take together");
    expect(requests).toBeLessThanOrEqual(1);
  });

  it("ends a download that only trickles", async () => {
    const origin = await serve((_, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    const pins = pinsAt(origin, { [here]: "0" });
    const context = contextIn(await emptyFolder(), { pins, budget: new DownloadBudget(600) });
    await expect(engineWays.download(context)).rejects.toThrow("no answer within");
  });

  it("is not spent by a download that works, however long it takes", async () => {
    const budget = new DownloadBudget(50);
    const work = () =>
      budget.run(async (signal, tell) => {
        tell(100_000_000);
        await new Promise((resolve) => setTimeout(resolve, 80));
        return signal.aborted;
      });
    expect(await work()).toBe(false);
    expect(await work()).toBe(false);
  });

  it("ends at once with the caller's own abort", async () => {
    const origin = await serve(never);
    const stop = new AbortController();
    const pins = pinsAt(origin, { [here]: "0" });
    const context = contextIn(await emptyFolder(), { pins, signal: stop.signal });
    const download = engineWays.download(context);
    stop.abort(new Error("Ctrl-C"));
    await expect(download).rejects.toThrow("Ctrl-C");
  });
});
