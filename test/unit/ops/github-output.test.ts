import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/ops/command.ts";
import { tellGitHub } from "../../../src/ops/github-output.ts";

const folder = mkdtempSync(join(tmpdir(), "github-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context = (environment: Record<string, string>): CommandContext => ({
  ...{ words: [], flags: {}, project: folder, installation: folder, environment },
  progress: () => undefined,
  readInput: async () => "",
  now: () => new Date(0),
});

describe("outputs of a step", () => {
  it("are added to the file that GitHub names", () => {
    const file = join(folder, "outputs");
    writeFileSync(file, "before=1\n");
    tellGitHub(context({ GITHUB_OUTPUT: file }), { deployment: "dpl_1,dpl_2", url: "https://a.vercel.app" });
    expect(readFileSync(file, "utf8")).toBe("before=1\ndeployment=dpl_1,dpl_2\nurl=https://a.vercel.app\n");
  });

  it("go nowhere on a laptop", () => {
    expect(() => tellGitHub(context({}), { url: "x" })).not.toThrow();
  });

  it("cannot smuggle in another output", () => {
    const file = join(folder, "smuggled");
    expect(() => tellGitHub(context({ GITHUB_OUTPUT: file }), { url: "a\nadmin=true" })).toThrow("line break");
  });
});
