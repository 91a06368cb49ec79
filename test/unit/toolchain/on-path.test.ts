import { appendFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAtLeast } from "../../../toolchain/on-path.ts";
import { engineWays } from "../../../toolchain/ways.ts";
import { contextIn, emptyFolder, script } from "./support.ts";

/** A folder with a `pulumi` that tells a version and leaves a line in `calls` each time. */
async function installed(version: string, options: { readonly host?: boolean; readonly bytes?: number } = {}) {
  const folder = await emptyFolder();
  const calls = join(folder, "calls");
  await writeFile(calls, "");
  const pulumi = join(folder, "pulumi");
  await script(pulumi, `echo "$PULUMI_HOME" >> "${calls}"\necho v${version}\nexit 0`);
  if (options.bytes !== undefined) await appendFile(pulumi, "#".repeat(options.bytes));
  if (options.host !== false) await script(join(folder, "pulumi-language-nodejs"), "exit 0");
  return { folder, pulumi, calls: async () => (await readFile(calls, "utf8")).split("\n").filter(Boolean) };
}

describe("pulumi on PATH", () => {
  it("counts when it is new enough and has its language host beside it", async () => {
    const { folder, pulumi } = await installed("3.999.1");
    const engine = await engineWays.path(contextIn(await emptyFolder(), { path: `/usr/bin:${folder}` }));
    expect(engine).toEqual({ pulumi, binFolder: folder, version: "3.999.1" });
  });

  it("may be a link into the folder where its language host is", async () => {
    const { folder, pulumi } = await installed("3.999.1");
    const links = await emptyFolder();
    await symlink(pulumi, join(links, "pulumi"));
    const engine = await engineWays.path(contextIn(await emptyFolder(), { path: links }));
    expect(engine.binFolder).toBe(folder);
  });

  it("is asked for its version with a home of ours, once as long as it is the same file", async () => {
    const { folder, calls } = await installed("3.999.1", { bytes: 1_100_000 });
    const context = contextIn(await emptyFolder(), { path: folder });
    expect(await engineWays.path(context)).toEqual(await engineWays.path(context));
    expect(await calls()).toEqual([join(context.places.cache, "home")]);
  });

  it("of a version manager is asked every time, because its file says nothing", async () => {
    const { folder, calls } = await installed("3.999.1");
    const context = contextIn(await emptyFolder(), { path: folder });
    expect(await engineWays.path(context)).toEqual(await engineWays.path(context));
    expect(await calls()).toHaveLength(2);
  });

  it("that is too old, or alone, is told with its place", async () => {
    const [old, alone] = [await installed("3.100.0"), await installed("3.999.1", { host: false })];
    const context = contextIn(await emptyFolder(), { path: `${old.folder}:${alone.folder}` });
    await expect(engineWays.path(context)).rejects.toThrow(
      `${old.pulumi} is 3.100.0, at least ${context.pins.engine.version} is needed; ` +
        `${alone.pulumi} has no pulumi-language-nodejs beside it`,
    );
  });

  it("that is our own cached one is the cache's business", async () => {
    const cache = await emptyFolder();
    const context = contextIn(cache);
    await mkdir(context.places.bin, { recursive: true });
    await script(join(context.places.bin, "pulumi"), "echo v3.999.1");
    await script(join(context.places.bin, "pulumi-language-nodejs"), "exit 0");
    await expect(engineWays.path(contextIn(cache, { path: context.places.bin }))).rejects.toThrow("no pulumi on PATH");
  });
});

describe("a version", () => {
  it.each([
    ["3.259.0", true],
    ["3.259.0-dev.1", true],
    ["3.260.0", true],
    ["4.0.0", true],
    ["3.258.9", false],
    ["2.999.999", false],
    ["unknown", false],
  ])("%s is enough for 3.259.0: %s", (version, enough) => {
    expect(isAtLeast(version, "3.259.0")).toBe(enough);
  });
});
