import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, refuse } from "../errors.ts";
import { commitAt, type File, filesOf, treeOf } from "../git/history.ts";
import { blobContent, type GitStore, putBlob, putCommit, type Signature, type TreeEntry } from "../git/objects.ts";
import { param, type RepositoryEnv } from "../http.ts";
import { accountById, type GitHubContext, nodeId, repositoryUrl, timestamp } from "../lookup.ts";
import type { Repository } from "../state.ts";
import { commitEmail, gitCommitView } from "../views/git.ts";

const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const blobBody = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") });
const treeBody = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string().min(1),
      mode: z.enum(["100644", "100755", "040000", "160000", "120000"]),
      type: z.enum(["blob", "tree", "commit"]).default("blob"),
      sha: z.string().nullish(),
      content: z.string().optional(),
    }),
  ),
});
const commitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: person.optional(),
  committer: person.optional(),
});

/** Blobs, trees and commits one by one, for many files in one commit. An empty repository takes none of them. */
export function gitDataRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  blobs(repo, context);
  trees(repo, context);
  commits(repo, context);
}

/** GitHub's Git database does not exist before the first commit. @throws 409 */
export function refuseEmptyGit(repository: Repository): GitStore {
  if (Object.keys(repository.git.refs).length === 0) throw refuse(409, "Git Repository is empty.");
  return repository.git;
}

function blobs(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.post("/git/blobs", async (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const body = await readBody(c, blobBody, invalidBody);
    const sha = putBlob(git, Buffer.from(body.content, body.encoding === "base64" ? "base64" : "utf8"));
    context.changed();
    return c.json({ sha, url: `${repositoryUrl(context, c.var.repository)}/git/blobs/${sha}` }, 201);
  });
  repo.get("/git/blobs/:sha", (c) => {
    const sha = param(c, "sha");
    const content = blobContent(refuseEmptyGit(c.var.repository), sha);
    if (!content) throw notFound();
    return c.json({
      sha,
      node_id: nodeId("B", sha),
      size: content.length,
      url: `${repositoryUrl(context, c.var.repository)}/git/blobs/${sha}`,
      content: content.toString("base64").replace(/.{1,60}/g, "$&\n"),
      encoding: "base64",
    });
  });
}

function trees(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const view = (repository: Repository, sha: string, recursive: boolean) => {
    const api = repositoryUrl(context, repository);
    const entry = ({ path, mode, type, sha: object }: TreeEntry) => ({
      path,
      mode,
      type,
      sha: object,
      ...(type === "blob" ? { size: blobContent(repository.git, object)?.length ?? 0 } : {}),
      url: `${api}/git/${type === "tree" ? "trees" : "blobs"}/${object}`,
    });
    const entries = recursive
      ? [...filesOf(repository.git, sha)].map(([path, file]) => ({ path, ...file }))
      : (repository.git.trees[sha] ?? []);
    return { sha, url: `${api}/git/trees/${sha}`, tree: entries.map(entry), truncated: false };
  };
  repo.post("/git/trees", async (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const body = await readBody(c, treeBody, invalidBody);
    const base = body.base_tree === undefined ? undefined : (git.commits[body.base_tree]?.tree ?? body.base_tree);
    if (base !== undefined && !git.trees[base]) throw notFound();
    const files = base === undefined ? new Map<string, File>() : filesOf(git, base);
    for (const { path, mode, type, sha, content } of body.tree) {
      if (sha === null) files.delete(path);
      else if (type === "tree")
        throw refuse(422, "tree entries of type tree are not played on loopback: name the files by path");
      else files.set(path, { mode, type, sha: existing(git, sha) ?? putBlob(git, Buffer.from(content ?? "")) });
    }
    const sha = treeOf(git, files);
    context.changed();
    return c.json(view(c.var.repository, sha, false), 201);
  });
  repo.get("/git/trees/:sha", (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const name = param(c, "sha");
    const sha = git.trees[name] ? name : commitAt(git, name)?.tree;
    if (sha === undefined) throw notFound();
    return c.json(view(c.var.repository, sha, c.req.query("recursive") !== undefined));
  });
}

function existing(git: GitStore, sha: string | null | undefined): string | undefined {
  if (typeof sha !== "string") return undefined;
  if (git.blobs[sha] === undefined) throw refuse(422, `tree.sha ${sha} is not a valid blob`);
  return sha;
}

function commits(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.post("/git/commits", async (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const body = await readBody(c, commitBody, invalidBody);
    if (!git.trees[body.tree]) throw refuse(422, "Tree SHA does not exist");
    const lost = body.parents.find((parent) => !git.commits[parent]);
    if (lost !== undefined) throw refuse(422, `Parent SHA ${lost} does not exist or is not a commit object`);
    const owner = accountById(context.state, context.state.tokenOwnerId);
    const now = timestamp(context.now());
    const author = sign(body.author, { name: owner.name ?? owner.login, email: commitEmail(owner), date: now });
    const committer = sign(body.committer, author);
    const { message, tree, parents } = body;
    const commit = putCommit(git, { message, tree, parents, author, committer });
    context.changed();
    return c.json(gitCommitView(context, c.var.repository, commit), 201);
  });
  repo.get("/git/commits/:sha", (c) => {
    const commit = refuseEmptyGit(c.var.repository).commits[param(c, "sha")];
    if (!commit) throw notFound();
    return c.json(gitCommitView(context, c.var.repository, commit));
  });
}

function sign(given: z.output<typeof person> | undefined, otherwise: Signature): Signature {
  return given ? { name: given.name, email: given.email, date: given.date ?? otherwise.date } : otherwise;
}
