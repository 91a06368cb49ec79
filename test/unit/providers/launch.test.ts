import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

/** A Node of this machine that is older than the providers take, where there is one. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((file) => {
  const { stdout } = spawnSync(file, ["--version"], { encoding: "utf8" });
  return /^v(1\d|2[0-3])\./.test(stdout ?? "");
});

const canaries = { PULUMI_CONFIG_PASSPHRASE: "canary", SUPABASE_ACCESS_TOKEN: "canary", NODE_OPTIONS: "" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "it's a launch-"));
  mkdirSync(join(folder, "kit"));
  mkdirSync(join(folder, "example"));
  cpSync(new URL("../../../providers/kit/launch.mjs", import.meta.url), join(folder, "kit", "launch.mjs"));
  const main = "console.log(JSON.stringify({ node: process.versions.node, seen: Object.keys(process.env) }));";
  writeFileSync(join(folder, "example", "main.ts"), `const told: object = {};\n${main}\nvoid told;\n`);
  const start = 'await launch({ variables: ["EXAMPLE_TOKEN"], main: new URL("./main.ts", import.meta.url) });';
  writeFileSync(join(folder, "example", "start.mjs"), `import { launch } from "../kit/launch.mjs";\n${start}\n`);
  const forever = "console.log(process.pid);\nsetInterval(() => undefined, 60_000);\n";
  writeFileSync(join(folder, "example", "stay.ts"), forever);
  writeFileSync(
    join(folder, "example", "stay.mjs"),
    `import { launch } from "../kit/launch.mjs";\n${start.replace("main.ts", "stay.ts")}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (node: string) =>
  spawnSync(node, [join(folder, "example", "start.mjs")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, EXAMPLE_TOKEN: "mine", ...canaries },
  });

describe("the launcher of every provider", () => {
  it("leaves a provider its own variables and nothing that it must not see", () => {
    const { seen } = JSON.parse(run(process.execPath).stdout);
    expect(seen).toEqual(expect.arrayContaining(["PATH", "HOME", "EXAMPLE_TOKEN"]));
    for (const name of Object.keys(canaries)) expect(seen).not.toContain(name);
  });

  it("ends a provider whose engine was killed", async () => {
    const plugin = JSON.stringify(join(folder, "example", "stay.mjs"));
    const engine = spawn(
      process.execPath,
      ["-e", `require("node:child_process").spawn(process.execPath, [${plugin}], { stdio: ["ignore", 1, 2] })`],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [pid] = await once(engine.stdout, "data");
    onTestFinished(() => void spawnSync("kill", [String(pid).trim()])); // a provider that stays would keep this run open
    const ended = once(engine.stdout, "close");
    engine.kill("SIGKILL");
    // The provider holds the other end of this pipe: it closes when the provider ends, or never.
    await expect(ended).resolves.toBeDefined();
  });

  it("keeps what was compiled, for a provider that is ended by a signal", async () => {
    const cache = join(folder, "compiled");
    const env = { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: cache };
    const plugin = spawn(process.execPath, [join(folder, "example", "stay.mjs")], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void plugin.kill("SIGKILL"));
    await once(plugin.stdout, "data");
    await expect
      .poll(() => (existsSync(cache) ? readdirSync(cache, { recursive: true }).length : 0), { timeout: 20_000 })
      .toBeGreaterThan(1);
  });

  it.skipIf(oldNode === undefined)("says in one sentence what is missing when no Node is new enough", () => {
    const { status, stderr, stdout } = run(oldNode ?? "");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^This provider needs Node 24 or newer, and .* is \d+\.\d+\.\d+\.\n {2}fix: run npm ci/);
  });

  describe.skipIf(oldNode === undefined)("on an old Node, in a project that has its own", () => {
    beforeAll(() => {
      const bin = join(folder, "node_modules", `node-${process.platform}-${process.arch}`, "bin");
      mkdirSync(bin, { recursive: true });
      symlinkSync(process.execPath, join(bin, "node"));
    });

    it("goes on with that one, and still hides what must be hidden", () => {
      const { node, seen } = JSON.parse(run(oldNode ?? "").stdout);
      expect(node).toBe(process.versions.node);
      for (const name of Object.keys(canaries)) expect(seen).not.toContain(name);
    });

    it("leaves nothing behind when it is killed", async () => {
      const parent = spawn(oldNode ?? "", [join(folder, "example", "stay.mjs")], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(parent.stdout, "data");
      const ended = once(parent.stdout, "close");
      parent.kill("SIGKILL");
      // The child holds the other end of this pipe: it closes when the child ends, or never.
      await expect(ended).resolves.toBeDefined();
    });
  });
});
