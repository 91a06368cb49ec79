import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { withScratchFolder } from "../../../src/ops/scratch-folder.ts";

describe("a folder for what must not stay", () => {
  it("is ours alone, and gone afterwards, well or not", async () => {
    const seen: string[] = [];
    const work = async (folder: string) => {
      seen.push(folder);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      writeFileSync(join(folder, "secret"), "s");
      if (seen.length === 2) throw new Error("no");
      return 42;
    };
    expect(await withScratchFolder(work)).toBe(42);
    await expect(withScratchFolder(work)).rejects.toThrow("no");
    expect(seen.map((folder) => existsSync(folder))).toEqual([false, false]);
  });

  it("is gone when a signal ends us, which still ends us", async () => {
    const module = join(import.meta.dirname, "../../../src/ops/scratch-folder.ts");
    const program = `
      const { withScratchFolder } = await import(${JSON.stringify(module)});
      setInterval(() => {}, 1000);
      await withScratchFolder((folder) => { console.log(folder); return new Promise(() => {}); });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [folder] = await once(createInterface({ input: child.stdout }), "line");
    expect(existsSync(String(folder))).toBe(true);
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
    expect(existsSync(String(folder))).toBe(false);
  });
});
