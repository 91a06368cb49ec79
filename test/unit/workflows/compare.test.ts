import { describe, expect, it } from "vitest";
import { differences } from "../../../src/workflows/compare.ts";
import { governanceFiles } from "../../../src/workflows/governance-files.ts";
import { parse } from "../../support/platform.ts";

const owners = [{ pattern: "/supabase/", owners: ["@ada"] }];
const { repository } = parse({ stack: "production" });
const declared = governanceFiles({ ...repository, codeOwners: owners });
const texts = (files: readonly { path: string; content: string }[], more: Readonly<Record<string, string>> = {}) =>
  new Map([...files.map(({ path, content }) => [path, content] as const), ...Object.entries(more)]);
const told = (...given: Parameters<typeof differences>) =>
  differences(...given).map(({ path, kind, problem, fix }) => ({ path, kind, problem, fix }));

describe("a file that people wrote", () => {
  it("stays theirs also where it speaks of our header", () => {
    const header = declared[0]?.content.split("\n")[0] ?? "";
    expect(header).toContain("Generated from");
    const quoting = { ".github/workflows/own.yml": `on: push\n${header}\n`, "notes.md": ` ${header}\n` };
    expect(told(declared, texts(declared, quoting))).toEqual([]);
  });
});

describe("a team's own code owners", () => {
  it("stay theirs where the platform declares none", () => {
    const undeclared = governanceFiles(repository);
    expect(told(undeclared, texts(undeclared, { ".github/CODEOWNERS": "* @us\n", CODEOWNERS: "* @us\n" }))).toEqual([]);
  });

  it.each([
    [".github/CODEOWNERS", "`up` would overwrite it"],
    ["CODEOWNERS", "counts no more once .github/CODEOWNERS is there"],
    ["docs/CODEOWNERS", "counts no more once .github/CODEOWNERS is there"],
  ])("are named in %s where it does, with the way out", (path, problem) => {
    expect(told(declared, texts(declared, { [path]: "* @us\n" }))).toEqual([
      {
        ...{ path, kind: "somebody's own", problem: expect.stringContaining(problem) },
        fix: "move its lines into repository.codeOwners of src/platform.ts, then delete the file, and run this again",
      },
    ]);
  });

  it("that were generated and are declared no more go", () => {
    expect(told(governanceFiles(repository), texts(declared))).toMatchObject([
      { path: ".github/CODEOWNERS", kind: "left over" },
    ]);
    expect(told(declared, texts(declared))).toEqual([]);
  });
});
