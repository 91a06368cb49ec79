import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlatformSpec } from "../../../src/spec/platform.ts";
import { repositoryFiles } from "../../../src/workflows/repository-files.ts";
import { type Complaint, type Linter, linters } from "../../tools/linters.mjs";
import { mobileEverywhere, ownSpec, productNames, productSpec } from "./products.ts";

/**
 * GitHub's own parser, zizmor and actionlint over everything that is generated. A tool that a machine cannot get (no
 * Python, no Go, no network) is told of and left out there; where CI is set, that is a failure.
 */
const scratch = mkdtempSync(join(tmpdir(), "groundplan-workflows-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function written(name: string, files: readonly { path: string; content: string }[]): string {
  const folder = join(scratch, name);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const told = (folder: string, complaints: readonly Complaint[]): string[] =>
  complaints.map(({ file, line, message }) => `${relative(folder, file)}:${line} ${message}`);

/** What a weekly update could be used for. */
const wrongUpdates = `version: 2
updates:
  - package-ecosystem: npm
    directory: /
    insecure-external-code-execution: allow
    schedule:
      interval: weekly
`;

/** Wrong in ways that each of the three sees in its own. */
const wrong = `name: wrong
on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-24.04
    needs: nobody
    steps:
      - uses: actions/checkout@v4
      - run: echo \${{ github.event.pull_request.title }} \${{ gihub.ref }}
`;

describe.each<Linter>(linters)("$name", (linter) => {
  let missing: string | undefined;
  beforeAll(async () => {
    try {
      await linter.get();
    } catch (error) {
      missing = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
      process.stderr.write(`NOT CHECKED: ${linter.name} could not be had: ${missing}\n`);
      if (process.env["CI"]) throw error;
    }
  }, 900_000);

  const specs: readonly (readonly [string, () => Promise<PlatformSpec>])[] = [
    ["this repository", ownSpec],
    ["a mobile app", async () => mobileEverywhere()],
    ...productNames.map((name) => [name, async () => productSpec(name)] as const),
  ];

  it.for(specs)("has nothing to say about the files of %s", async ([name, specOf], { skip }) => {
    if (missing !== undefined) return skip(`${linter.name}: ${missing}`);
    const folder = written(join(linter.name, name), repositoryFiles(await specOf()));
    expect(told(folder, await linter.check(folder))).toEqual([]);
  });

  // Of what is no workflow zizmor alone knows something.
  const mistakes = [
    { path: ".github/workflows/wrong.yml", content: wrong, seen: ["", ""] },
    ...(linter.name === "zizmor"
      ? [
          {
            path: ".github/dependabot.yml",
            content: wrongUpdates,
            seen: ["dependabot-cooldown", "dependabot-execution"],
          },
        ]
      : []),
  ];

  it.for(mistakes)("does find what is wrong in $path", async ({ path, content, seen }, { skip }) => {
    if (missing !== undefined) return skip(`${linter.name}: ${missing}`);
    const folder = written(join(linter.name, "wrong"), [{ path, content }]);
    const complaints = told(folder, await linter.check(folder)).filter((one) => one.startsWith(`${path}:`));
    expect(complaints.length).toBeGreaterThanOrEqual(seen.length);
    for (const one of seen) expect(complaints.join("\n")).toContain(one);
    for (const complaint of complaints) expect(complaint).toMatch(/^\.github\/[\w/]+\.yml:\d+ /);
  });
});
