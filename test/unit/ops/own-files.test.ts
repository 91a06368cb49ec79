import { describe, expect, it } from "vitest";
import { ownFiles } from "../../../src/ops/own-files.ts";
import { repositoryFiles } from "../../../src/workflows/repository-files.ts";
import { reportOf, stepOf } from "../../support/engine-report.ts";
import { definition, parse } from "../../support/platform.ts";

const codeOwners = [{ pattern: "*", owners: ["@ada"] }];
const spec = parse({ stack: "production", definition: { ...definition, repository: { codeOwners } } });
const files = repositoryFiles(spec);

const creating = (type: string, inputs: Readonly<Record<string, unknown>> = {}) => stepOf("create", type, inputs);
const creates = files.map(({ path }) => creating("github:index/repositoryFile:RepositoryFile", { file: path }));

/** A repository whose default branch holds these texts. */
function holding(texts: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  return {
    asked,
    now: () => 0,
    get: async (at: string) => {
      asked.push(at);
      const text = texts[/^repos\/shop-org\/shop\/contents\/(.+)\?ref=main$/.exec(at)?.[1] ?? ""];
      return text === undefined ? undefined : { content: Buffer.from(text).toString("base64"), encoding: "base64" };
    },
  };
}

describe("a file that people wrote in the repository", () => {
  it("is refused before ours is written over it, with what to do so that nothing is lost", async () => {
    const own = holding({ ".github/CODEOWNERS": "* @us\n", ".github/ISSUE_TEMPLATE/incident.yml": "name: ours\n" });
    const found = await ownFiles(spec, reportOf(...creates), own);
    expect(found.map(({ where, problem, fix }) => [where, problem, fix])).toEqual([
      [
        "shop-org/shop .github/CODEOWNERS",
        expect.stringContaining("`up` would overwrite it"),
        "move its lines into repository.codeOwners of src/platform.ts, then delete the file, and run this again",
      ],
      [
        "shop-org/shop .github/ISSUE_TEMPLATE/incident.yml",
        expect.stringContaining("`up` would overwrite it"),
        "rename the file, and run this again",
      ],
    ]);
  });

  it("is refused where it would only count no more", async () => {
    const found = await ownFiles(spec, reportOf(...creates), holding({ "docs/CODEOWNERS": "* @us\n" }));
    expect(found.map(({ where }) => where)).toEqual(["shop-org/shop docs/CODEOWNERS"]);
  });

  it("is not one that was generated and committed", async () => {
    const generated = Object.fromEntries(files.map(({ path, content }) => [path, content]));
    expect(await ownFiles(spec, reportOf(...creates), holding(generated))).toEqual([]);
  });

  it("is not looked for where nothing is made, or where the repository itself is", async () => {
    const api = holding({ ".github/CODEOWNERS": "* @us\n" });
    expect(await ownFiles(spec, reportOf(), api)).toEqual([]);
    expect(await ownFiles(spec, reportOf(creating("github:index/repository:Repository"), ...creates), api)).toEqual([]);
    expect(api.asked).toEqual([]);
  });
});
