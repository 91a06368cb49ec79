import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlatformErrors } from "../../../src/errors.ts";
import type { CommandContext, Handler } from "../../../src/ops/command.ts";
import { profilesOf } from "../../../src/ops/workflow-files.ts";
import { handle as check } from "../../../src/ops/workflows-check/handler.ts";
import { handle as generate } from "../../../src/ops/workflows-generate/handler.ts";
import { handle as list } from "../../../src/ops/workflows-list/handler.ts";
import { productSpec } from "./products.ts";

const root = join(import.meta.dirname, "../../..");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-generate-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The platform of this repository, its workflows in a folder of their own. */
const run = (handler: Handler, flags: CommandContext["flags"] = { into: folder }) =>
  handler({
    words: [],
    flags,
    project: root,
    installation: root,
    environment: {},
    progress: () => {},
    readInput: async () => "",
    now: () => new Date(0),
  });
const place = () => join(folder, ".github", "workflows");
const read = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [relative(folder, path), readFileSync(path, "utf8")]);
function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A file that was ours. */
const left = "# Generated from src/platform.ts by: npx groundplan workflows generate\n";
const governed = [".github/ISSUE_TEMPLATE/incident.yml", ".github/SECURITY.md", ".github/dependabot.yml"];

describe("workflows generate", () => {
  it("writes what is missing, and the second time nothing", async () => {
    const first = await run(generate);
    expect(first).toMatchObject({ code: 0, json: { removed: [] } });
    const once = read();
    expect(once.map(([path]) => path)).toEqual(
      expect.arrayContaining([".github/workflows/deploy-production.yml", ...governed]),
    );
    const second = await run(generate);
    expect(second.json).toMatchObject({ written: [], removed: [] });
    expect(read()).toEqual(once);
  });

  it("removes what was generated once and is asked for no more, and leaves somebody's own file alone", async () => {
    const own = [
      ...[".github/workflows/own.yml", ".github/ISSUE_TEMPLATE/bug.yml", ".github/FUNDING.yml", "CODEOWNERS"],
      ...[".github/CODEOWNERS", ".github/actions/build/action.yml"],
    ];
    for (const path of own) write(path, "# Generated from src/platform.ts by hand\n");
    write(".github/workflows/old.yml", left);
    write(".github/ISSUE_TEMPLATE/old.md", `<!--${left.slice(1).trimEnd()} -->\n`);
    expect((await run(generate)).json).toMatchObject({
      removed: [".github/ISSUE_TEMPLATE/old.md", ".github/workflows/old.yml"],
    });
    expect(read().map(([path]) => path)).toEqual(expect.arrayContaining(own));
  });

  it("writes nothing where that would be over somebody's own file, and says what to do with each", async () => {
    write(".github/dependabot.yml", "version: 2\n");
    write(".github/workflows/ci.yml", "name: ours\n");
    const before = read();
    const refused: unknown = await run(generate).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PlatformErrors);
    expect((refused as PlatformErrors).problems.map(({ where, fix }) => [where, fix])).toEqual([
      [".github/workflows/ci.yml", "rename the file, and run this again"],
      [
        ".github/dependabot.yml",
        "say what it is for in repository.updates of src/platform.ts, then delete the file, and run this again",
      ],
    ]);
    expect(read()).toEqual(before);
  });
});

describe("workflows check", () => {
  it("is silent about what was generated", async () => {
    await run(generate);
    expect(await run(check)).toMatchObject({ code: 0, json: { findings: [] } });
  });

  it("is silent about the files of this repository", async () => {
    expect(await run(check, {})).toMatchObject({ code: 0, json: { findings: [] } });
  });

  it("names file and line of an edit, and what the edit took away", async () => {
    await run(generate);
    const file = join(place(), "rollback.yml");
    const text = readFileSync(file, "utf8");
    const line = text.split("\n").findIndex((one) => one.includes("timeout-minutes")) + 1;
    writeFileSync(file, text.replace(/ +timeout-minutes: 5\n/, ""));
    const { code, text: told } = await run(check);
    expect(code).toBe(2);
    expect(told).toContain(
      `.github/workflows/rollback.yml:${line}: is "permissions:", generated: "timeout-minutes: 5" [out-of-date]`,
    );
    expect(told).toContain("has no limit of its own, so GitHub stops it after six hours [timeout]");
    expect(told).toContain("fix: npx groundplan workflows generate");
  });

  it("names file and line of an edit in what governs the repository", async () => {
    await run(generate);
    for (const path of governed) {
      const text = readFileSync(join(folder, path), "utf8");
      const lines = text.split("\n");
      const at = lines.length - 3;
      writeFileSync(join(folder, path), lines.with(at, `${lines[at]} (edited)`).join("\n"));
      const { code, text: told } = await run(check);
      expect(code).toBe(2);
      expect(told).toContain(`${path}:${at + 1}: is "${String(lines[at]).trim()} (edited)", generated: "`);
      writeFileSync(join(folder, path), text);
    }
    expect(await run(check)).toMatchObject({ code: 0 });
  });

  it("tells a file that people wrote from one that was edited, and what happens to it", async () => {
    await run(generate);
    write(".github/SECURITY.md", "# Security\n");
    const { code, text } = await run(check);
    expect(code).toBe(2);
    expect(text).toContain(
      ".github/SECURITY.md:1: has no header of ours, so people wrote it; the platform's own stands here: `up` would overwrite it [somebodys-own]",
    );
    expect(text).toContain("fix: keep its address as repository.securityContact of src/platform.ts");
    expect(text).not.toContain("out-of-date");
  });

  it("names a file that is missing, one that is left over, and text behind the end", async () => {
    await run(generate);
    rmSync(join(place(), "drift.yml"));
    writeFileSync(join(place(), "old.yml"), left);
    writeFileSync(join(place(), "ci.yml"), `${readFileSync(join(place(), "ci.yml"), "utf8")}more`);
    const { code, text } = await run(check);
    expect(code).toBe(2);
    expect(text).toContain(".github/workflows/drift.yml:1: is not there [out-of-date]");
    expect(text).toContain(".github/workflows/old.yml:1: was generated once");
    expect(text).toMatch(/ci\.yml:\d+: is "more", generated: ""/);
  });

  it("names an edit of what an action reads, which generate writes again", async () => {
    await run(generate);
    const file = join(folder, ".github", "lighthouse.yml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("maxNumericValue: 2500", "maxNumericValue: 9000"));
    const { code, text: told } = await run(check);
    expect(code).toBe(2);
    expect(told).toContain(
      '.github/lighthouse.yml:16: is "- maxNumericValue: 9000", generated: "- maxNumericValue: 2500" [out-of-date]',
    );
    expect((await run(generate)).json).toMatchObject({ written: [".github/lighthouse.yml"] });
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("holds somebody's own files against the rules too", async () => {
    await run(generate);
    writeFileSync(
      join(place(), "own.yml"),
      "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx groundplan promote --stack production --deployment x\n",
    );
    const { json } = await run(check);
    const { findings } = json as { findings: { rule: string; file: string }[] };
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set(["blast-radius", "timeout", "deploy-concurrency", "release-trigger"]),
    );
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set([".github/workflows/own.yml"]));
  });
});

describe("the profiles of a mobile app", () => {
  const app = productSpec("preset");
  const write = (text: string) => {
    mkdirSync(join(folder, "apps", "mobile"), { recursive: true });
    writeFileSync(join(folder, "apps", "mobile", "eas.json"), text);
  };

  it("are those of its eas.json, none without that file, and no question without an app", () => {
    expect(profilesOf(folder, productSpec("kingtavo"))).toBeUndefined();
    expect(profilesOf(folder, app)).toEqual([]);
    write(
      '{ "build": { "development": { "developmentClient": true }, "preview": {} }, "submit": { "production": {} } }',
    );
    expect(profilesOf(folder, app)).toEqual(["development", "preview"]);
    write("{}");
    expect(profilesOf(folder, app)).toEqual([]);
  });

  it("cannot be read of what is no JSON, and the message says which file", () => {
    write("{ // comment\n}");
    expect(() => profilesOf(folder, app)).toThrow("apps/mobile/eas.json");
    expect(() => profilesOf(folder, app)).toThrow("is no JSON");
  });
});

describe("workflows list", () => {
  it("tells of every job what starts it, what holds it and what it reads", async () => {
    const { text, json } = await run(list);
    expect(text).toContain("deploy-production.yml (push to main, by hand)");
    expect(text).toContain("deploy production [environment production]");
    const inPreview = { environment: "preview", name: "PULUMI_ACCESS_TOKEN", kind: "secret" };
    expect(json).toMatchObject({ byHand: expect.arrayContaining([inPreview]) });
    expect(text).toMatch(/^ {2}preview: PULUMI_ACCESS_TOKEN \(secret\), PLATFORM_GITHUB_TOKEN \(secret\)/m);
  });

  it("writes what the README of the room shows", async () => {
    const readme = readFileSync(join(root, "src/workflows/README.md"), "utf8");
    const { text } = await run(list, { markdown: true });
    const between = /<!-- generated:.*-->\n\n([\s\S]*)\n\n<!-- end -->/.exec(readme)?.[1];
    expect(between).toBe(text);
  });
});
