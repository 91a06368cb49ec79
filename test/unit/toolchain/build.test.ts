import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readWhole } from "../../../toolchain/cache.mjs";
import { type Context, engineWays, pluginWays } from "../../../toolchain/ways.ts";
import { contextIn, emptyFolder, script, until } from "./support.ts";

// A stand-in for the Go command: what is under test is everything around it. The real build is recorded in toolchain/README.md.
interface FakeGo {
  readonly context: Context;
  /** One line for each program that was linked. */
  built(): string[];
  /** While this file exists, builds take their time. */
  readonly hold: string;
  /** While this file exists, builds fail. */
  readonly broken: string;
}

async function fakeGo(): Promise<FakeGo> {
  const folder = await emptyFolder();
  const [log, hold, broken] = [join(folder, "log"), join(folder, "hold"), join(folder, "broken")];
  await writeFile(log, "");
  const quoted = (file: string) => `'${file.replaceAll("'", `'\\''`)}'`;
  await script(
    join(folder, "bin", "go"),
    `case "$1" in
      version) echo "go version go1.26.8 test/test" ;;
      env) echo '{"GOMODCACHE":"/nonexistent","GOPROXY":"off"}' ;;
      list) echo "fmt  "; echo "example.org/program v1 fmt" ;;
      build)
        while [ "$1" != "-o" ]; do shift; done
        echo "fmt" >&2
        echo "building $(basename "$2")" >> ${quoted(log)}
        while [ -e ${quoted(hold)} ]; do sleep 0.02; done
        if [ -e ${quoted(broken)} ]; then echo "ld: out of ink" >&2; exit 1; fi
        mkdir -p "$(dirname "$2")"
        printf 'binary of %s' "$(basename "$2")" > "$2" ;;
    esac`,
  );
  const context = contextIn(join(folder, "cache"), { path: `${join(folder, "bin")}:/usr/bin:/bin` });
  const built = () => readFileSync(log, "utf8").split("\n").filter(Boolean);
  return { context, built, hold, broken };
}

const programs = ["pulumi-language-nodejs", "pulumi", "pulumi-resource-github"].map((name) => `building ${name}`);

describe("a build", () => {
  it("puts engine, language host and plugin into the cache, and leaves nothing else behind", async () => {
    const { context, built } = await fakeGo();
    const engine = await engineWays.build(context);
    expect(built()).toEqual(programs);
    expect(readFileSync(engine.pulumi, "utf8")).toBe("binary of pulumi");
    expect(await engineWays.cache(context)).toEqual(engine);
    expect(readFileSync(await pluginWays.cache(context, engine), "utf8")).toBe("binary of pulumi-resource-github");
    await until(() => readdirSync(context.places.temporary).length === 0);
    expect(existsSync(context.places.lock)).toBe(false);
  });

  it("that fails leaves no engine and tells what Go said", async () => {
    const { context, broken } = await fakeGo();
    await writeFile(broken, "");
    await expect(engineWays.build(context)).rejects.toThrow(
      "go build in toolchain/go/language-nodejs failed: fmt | ld: out of ink",
    );
    expect(existsSync(context.places.bin)).toBe(false);
    await until(() => readdirSync(context.places.temporary).length === 0);
    await rm(broken);
    expect((await engineWays.build(context)).version).toBe(context.pins.engine.version);
  });

  it("that is stopped in the middle leaves no engine, no lock and no folder", async () => {
    const { context, built, hold } = await fakeGo();
    await writeFile(hold, "");
    const stop = new AbortController();
    const build = engineWays.build({ ...context, signal: stop.signal });
    await until(() => built().length > 0);
    stop.abort(new Error("Ctrl-C"));
    await expect(build).rejects.toThrow("Ctrl-C");
    expect(readWhole(context.places.bin)).toBeUndefined();
    expect(existsSync(context.places.lock)).toBe(false);
    await until(() => readdirSync(context.places.temporary).length === 0);
  });

  it("that runs twice at once runs once", async () => {
    const { context, built, hold } = await fakeGo();
    await writeFile(hold, "");
    const seen: string[] = [];
    const progress = { show: (message: { text: string }) => seen.push(message.text), line: () => {}, end: () => {} };
    const first = engineWays.build(context);
    await until(() => built().length > 0);
    const second = engineWays.build({ ...context, progress });
    await until(() => seen.some((text) => text.startsWith("another process is building")));
    await rm(hold);
    expect(await second).toEqual(await first);
    expect(built()).toEqual(programs);
  });

  it("takes over from one that was killed, and removes what that one left", async () => {
    const { context, built, hold } = await fakeGo();
    await writeFile(hold, "");
    const killed = spawnBuild(context);
    await until(() => built().length > 0);
    killed.kill("SIGKILL");
    await new Promise((resolve) => killed.once("close", resolve));
    expect(existsSync(context.places.lock)).toBe(true);
    expect(readdirSync(context.places.temporary)).toHaveLength(1);
    await rm(hold);
    expect((await engineWays.build(context)).binFolder).toBe(context.places.bin);
    await until(() => readdirSync(context.places.temporary).length === 0);
  });

  it("is repeated when it is forced, and not when the plugin alone is missing", async () => {
    const { context, built } = await fakeGo();
    const engine = await engineWays.build(context);
    await engineWays.build({ ...context, forced: true });
    expect(built()).toEqual([...programs, ...programs]);
    await rm(context.places.plugin, { recursive: true });
    await pluginWays.build(context, engine);
    expect(built().slice(6)).toEqual(["building pulumi-resource-github"]);
  });
});

describe("the cache", () => {
  it("does not take an engine of which a part is missing", async () => {
    const { context } = await fakeGo();
    const engine = await engineWays.build(context);
    truncateSync(engine.pulumi, 3);
    await expect(engineWays.cache(context)).rejects.toThrow(`nothing whole in ${context.places.bin}`);
  });
});

function spawnBuild(context: Context): ChildProcess {
  const file = fileURLToPath(new URL("../../../toolchain/build.mjs", import.meta.url));
  return spawn(process.execPath, [file, "engine", "plugin"], {
    env: { ...context.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
