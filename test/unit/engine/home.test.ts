import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makePrivate } from "../../../src/engine/home.ts";

const parent = mkdtempSync(join(tmpdir(), "groundplan-home-"));
afterAll(() => rmSync(parent, { recursive: true }));

describe("private folders", () => {
  it.each([
    ["a new one is its owner's alone", undefined, 0o700],
    ["one that everybody could read is closed", 0o744, 0o700],
    ["one that everybody could enter is closed", 0o755, 0o700],
    ["a passage for the account that runs Postgres stays", 0o710, 0o710],
  ])("%s", (name, before, after) => {
    const folder = join(parent, name);
    if (before !== undefined) {
      mkdirSync(folder);
      chmodSync(folder, before);
    }
    makePrivate(folder);
    expect((statSync(folder).mode & 0o777).toString(8)).toBe(after.toString(8));
  });
});
