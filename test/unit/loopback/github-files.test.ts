import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { github } from "../../../loopback/github/vendor.ts";
import { controlOf, startTestCloud, type TestCloud } from "./cloud.ts";
import { octokitOf, refusal } from "./octokit.ts";

let cloud: TestCloud;
let octokit: ReturnType<typeof octokitOf>;
const org = "groundplan-local";
const web = { owner: org, repo: "web" };
const ci = { ...web, path: ".github/workflows/ci.yml" };
const base64 = (text: string) => Buffer.from(text).toString("base64");

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [github] });
  octokit = octokitOf(cloud.control);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await controlOf(cloud.control)("POST reset", {});
  await octokit.repos.createInOrg({ org, name: "web", description: "The site", auto_init: true });
});

/** What git itself calls a blob with this content. */
function gitBlobSha(content: string): string {
  return execFileSync("git", ["hash-object", "--stdin"], { input: content }).toString().trim();
}

describe("GitHub on loopback: files", () => {
  it("begins with a README when asked to", async () => {
    const readme = (await octokit.repos.getContent({ ...web, path: "README.md" })).data;
    expect(readme).toMatchObject({ type: "file", encoding: "base64", sha: gitBlobSha("# web\nThe site\n") });
    expect((await octokit.repos.listBranches(web)).data).toMatchObject([{ name: "main" }]);
    const commits = (await octokit.repos.listCommits(web)).data;
    expect(commits).toMatchObject([
      { commit: { message: "Initial commit" }, author: { login: "octo-founder" }, parents: [] },
    ]);
  });

  it("writes, changes and deletes a file, one commit each", async () => {
    const made = await octokit.repos.createOrUpdateFileContents({
      ...ci,
      message: "Add",
      content: base64("on: push\n"),
    });
    expect(made.status).toBe(201);
    const sha = made.data.content?.sha ?? "";
    expect(sha).toBe(gitBlobSha("on: push\n"));
    const read = (await octokit.repos.getContent(ci)).data;
    expect(read).toMatchObject({ sha, url: expect.stringMatching(/\?ref=main$/) });

    const update = { ...ci, message: "Change", content: base64("on: pull_request\n") };
    expect(await refusal(octokit.repos.createOrUpdateFileContents(update))).toMatchObject({ status: 422 });
    expect(
      await refusal(octokit.repos.createOrUpdateFileContents({ ...update, sha: gitBlobSha("other") })),
    ).toMatchObject({ status: 409 });
    const changed = await octokit.repos.createOrUpdateFileContents({ ...update, sha });
    expect(changed.status).toBe(200);

    const history = (await octokit.repos.listCommits({ ...web, path: ci.path })).data;
    expect(history.map(({ commit }) => commit.message)).toEqual(["Change", "Add"]);
    const commit = (await octokit.repos.getCommit({ ...web, ref: changed.data.commit.sha ?? "" })).data;
    expect(commit.files).toMatchObject([{ filename: ci.path, status: "modified", sha: changed.data.content?.sha }]);

    expect(await refusal(octokit.repos.deleteFile({ ...ci, message: "Drop", sha }))).toMatchObject({ status: 409 });
    const dropped = await octokit.repos.deleteFile({ ...ci, message: "Drop", sha: changed.data.content?.sha ?? "" });
    expect(dropped.data.content).toBeNull();
    expect(await refusal(octokit.repos.getContent(ci))).toMatchObject({ status: 404 });
    expect((await octokit.repos.getContent({ ...web, path: "" })).data).toMatchObject([
      { name: "README.md", type: "file" },
    ]);
  });

  it("refuses a branch that is not there, and content that is no base64", async () => {
    const file = { ...ci, message: "Add", content: base64("x") };
    expect(await refusal(octokit.repos.createOrUpdateFileContents({ ...file, branch: "nowhere" }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(octokit.repos.createOrUpdateFileContents({ ...file, content: "not base64!" }))).toMatchObject({
      status: 422,
    });
    expect(await refusal(octokit.repos.getContent({ ...ci, ref: "nowhere" }))).toMatchObject({ status: 404 });
  });

  it("lists directories, and shows files with their text in the state", async () => {
    for (const path of ["docs/a b.md", "docs/deep/é.md"]) {
      await octokit.repos.createOrUpdateFileContents({ ...web, path, message: "Add", content: base64(path) });
    }
    expect((await octokit.repos.getContent({ ...web, path: "docs" })).data).toMatchObject([
      { path: "docs/a b.md", type: "file" },
      { path: "docs/deep", type: "dir" },
    ]);
    const { github: state } = (await controlOf(cloud.control)("GET state")).body;
    expect(state.files).toContainEqual({
      repository: `${org}/web`,
      branch: "main",
      path: "docs/deep/é.md",
      sha: gitBlobSha("docs/deep/é.md"),
      content: "docs/deep/é.md",
    });
  });

  it("is empty before the first commit, which a file may be", async () => {
    const empty = { owner: org, repo: "empty" };
    await octokit.repos.createInOrg({ org, name: "empty" });
    expect(await refusal(octokit.repos.listCommits(empty))).toMatchObject({
      status: 409,
      data: { message: "Git Repository is empty." },
    });
    expect(await refusal(octokit.git.getRef({ ...empty, ref: "heads/main" }))).toMatchObject({ status: 409 });
    await octokit.repos.createOrUpdateFileContents({ ...empty, path: "a.txt", message: "First", content: base64("a") });
    expect((await octokit.repos.getBranch({ ...empty, branch: "main" })).data.commit.commit.message).toBe("First");
  });
});

describe("GitHub on loopback: git data", () => {
  it("makes many files one commit, forward only", async () => {
    const head = (await octokit.git.getRef({ ...web, ref: "heads/main" })).data.object.sha;
    const base_tree = (await octokit.git.getCommit({ ...web, commit_sha: head })).data.tree.sha;
    const blob = (await octokit.git.createBlob({ ...web, content: base64("b"), encoding: "base64" })).data.sha;
    const tree = (
      await octokit.git.createTree({
        ...web,
        base_tree,
        tree: [
          { path: "a.txt", mode: "100644", type: "blob", content: "a" },
          { path: "dir/b.sh", mode: "100755", type: "blob", sha: blob },
          { path: "README.md", mode: "100644", type: "blob", sha: null },
        ],
      })
    ).data;
    const commit = (await octokit.git.createCommit({ ...web, message: "Two files", tree: tree.sha, parents: [head] }))
      .data;
    await octokit.git.updateRef({ ...web, ref: "heads/main", sha: commit.sha });
    const all = (await octokit.git.getTree({ ...web, tree_sha: "main", recursive: "1" })).data;
    expect(all.tree.map(({ path, mode }) => [path, mode])).toEqual([
      ["a.txt", "100644"],
      ["dir/b.sh", "100755"],
    ]);
    expect(await refusal(octokit.git.updateRef({ ...web, ref: "heads/main", sha: head }))).toMatchObject({
      status: 422,
    });
    expect((await octokit.git.updateRef({ ...web, ref: "heads/main", sha: head, force: true })).data.object.sha).toBe(
      head,
    );
  });

  it("names trees and commits as git does", async () => {
    const head = (await octokit.git.getRef({ ...web, ref: "heads/main" })).data.object.sha;
    const { tree, author, message } = (await octokit.git.getCommit({ ...web, commit_sha: head })).data;
    const who = `${author.name} <${author.email}> ${Date.parse(author.date) / 1000} +0000`;
    const content = `tree ${tree.sha}\nauthor ${who}\ncommitter ${who}\n\n${message}`;
    const hash = (type: string, input: string | Buffer) =>
      execFileSync("git", ["hash-object", "-t", type, "--stdin", "--literally"], { input }).toString().trim();
    expect(head).toBe(hash("commit", content));
    const entry = Buffer.concat([
      Buffer.from("100644 README.md\0"),
      Buffer.from(gitBlobSha("# web\nThe site\n"), "hex"),
    ]);
    expect(tree.sha).toBe(hash("tree", entry));
  });

  it("branches off, renames and makes another branch the default", async () => {
    const sha = (await octokit.git.getRef({ ...web, ref: "heads/main" })).data.object.sha;
    await octokit.git.createRef({ ...web, ref: "refs/heads/feature/x", sha });
    expect(await refusal(octokit.git.createRef({ ...web, ref: "refs/heads/feature/x", sha }))).toMatchObject({
      status: 422,
    });
    expect((await octokit.repos.getBranch({ ...web, branch: "feature/x" })).data.name).toBe("feature/x");
    expect((await octokit.git.listMatchingRefs({ ...web, ref: "heads/feature" })).data).toHaveLength(1);
    expect((await octokit.repos.update({ ...web, default_branch: "feature/x" })).data.default_branch).toBe("feature/x");
    await octokit.repos.renameBranch({ ...web, branch: "feature/x", new_name: "trunk" });
    expect((await octokit.repos.get(web)).data.default_branch).toBe("trunk");
    expect(await refusal(octokit.git.deleteRef({ ...web, ref: "heads/trunk" }))).toMatchObject({ status: 422 });
    await octokit.git.deleteRef({ ...web, ref: "heads/main" });
    expect((await octokit.repos.listBranches(web)).data.map(({ name }) => name)).toEqual(["trunk"]);
  });
});
