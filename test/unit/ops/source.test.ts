import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/ops/command.ts";
import { sourceOf } from "../../../src/ops/deploy/source.ts";

const folder = mkdtempSync(join(tmpdir(), "source of a deployment "));
const checkout = join(folder, "checkout");
let head: string;

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd: checkout,
    encoding: "utf8",
  }).trim();

beforeAll(() => {
  mkdirSync(checkout);
  git("init", "--quiet", "--initial-branch=main");
  git("commit", "--quiet", "--allow-empty", "--message=one");
  head = git("rev-parse", "HEAD");
  git("tag", "v1.0.0");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function source(ref: string | undefined, environment: Record<string, string> = {}, project = checkout) {
  const context: CommandContext = {
    ...{ words: [], flags: { ref }, project, installation: folder },
    environment: { PATH: process.env["PATH"], GIT_CEILING_DIRECTORIES: folder, ...environment },
    progress: () => undefined,
    readInput: async () => "",
    now: () => new Date(0),
  };
  return sourceOf(context);
}

describe("what is deployed", () => {
  it("is the checkout's own commit, under the branch of the run", async () => {
    expect(await source(undefined)).toEqual({ ref: head, commit: head });
    expect(await source(undefined, { GITHUB_REF_NAME: "main" })).toEqual({ ref: "main", commit: head });
    const pullRequest = { GITHUB_HEAD_REF: "feature", GITHUB_REF_NAME: "12/merge" };
    expect(await source(head, pullRequest)).toEqual({ ref: "feature", commit: head });
  });

  it("is a name, at the commit that this checkout knows under it", async () => {
    expect(await source("v1.0.0")).toEqual({ ref: "v1.0.0", commit: head });
    expect(await source("only-on-github")).toEqual({ ref: "only-on-github", commit: undefined });
  });

  it("is never an option of git, and never nothing", async () => {
    await expect(source("--output=x")).rejects.toMatchObject({ code: "release/ref" });
    await expect(source(undefined, {}, folder)).rejects.toMatchObject({ code: "release/no-commit" });
  });
});
