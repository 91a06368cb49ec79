import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { asker, newHome } from "./cloud.ts";

const main = join(import.meta.dirname, "../../../loopback/main.ts");
const children: ChildProcess[] = [];

function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
});

describe("the loopback's door", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "says when it is ready, and ends on %s with everything written",
    async (signal) => {
      const home = newHome();
      const child = run("--home", home, "--base-port", "0");
      const [line] = await once(createInterface({ input: child.stdout }), "line");
      const control = JSON.parse(readFileSync(join(home, "control.json"), "utf8"));
      expect(JSON.parse(String(line))).toEqual({
        ready: true,
        pid: child.pid,
        basePort: control.basePort,
        control: join(home, "control.json"),
      });
      await asker(control.origins.vercel, control.environment.VERCEL_API_TOKEN)("POST /v11/projects", { name: "kept" });
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(readFileSync(join(home, "state.json"), "utf8")).toContain('"kept"');
      expect(existsSync(join(home, "control.json"))).toBe(false);
    },
  );

  it.each([
    [["--base-port", "0"], "--home is missing"],
    [["--home", "x", "--base-port", "many"], "--base-port takes 0 to 65530, not many"],
    [["--home", "x", "--port", "1"], "Unknown option '--port'"],
  ])("answers %j with one error and exit code 1", async (args, problem) => {
    const child = run(...args);
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(code).toBe(1);
    expect(errors).toContain(`loopback/usage loopback: ${problem}`);
    expect(errors).not.toMatch(/\n {4}at /);
  });
});
