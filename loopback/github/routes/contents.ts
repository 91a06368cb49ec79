import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, invalidRequest, notFound, refuse } from "../errors.ts";
import { branchNames, commitAt, commitFiles, entryAt, type File } from "../git/history.ts";
import { putBlob, type Signature } from "../git/objects.ts";
import { param, type RepositoryEnv } from "../http.ts";
import { accountById, type GitHubContext, timestamp } from "../lookup.ts";
import type { Repository } from "../state.ts";
import { contentsView, directoryView } from "../views/contents.ts";
import { commitEmail, gitCommitView } from "../views/git.ts";

const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const base64 = z
  .string()
  .refine((text) => Buffer.from(text, "base64").toString("base64").replace(/=+$/, "") === text.replace(/[\s=]/g, ""), {
    message: "content is not valid Base64",
  });
const change = {
  message: z.string(),
  branch: z.string().optional(),
  author: person.optional(),
  committer: person.optional(),
};
const putBody = z.object({ ...change, content: base64, sha: z.string().optional() });
const deleteBody = z.object({ ...change, sha: z.string() });

/** Files by path: each write is a commit on one branch. */
export function contentsRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const read = (c: Context<RepositoryEnv>, path: string) => {
    const { repository } = c.var;
    const ref = c.req.query("ref") ?? repository.settings.default_branch;
    if (branchNames(repository.git).length === 0) throw refuse(404, "This repository is empty.");
    const commit = commitAt(repository.git, ref);
    if (!commit) throw refuse(404, `No commit found for the ref ${ref}`);
    const entry = entryAt(repository.git, commit.tree, path);
    if (!entry) throw notFound();
    const place = { path, ref };
    if (entry.type === "tree") return c.json(directoryView(context, repository, entry.sha, place));
    return c.json(contentsView(context, repository, entry, place));
  };
  repo.get("/contents", (c) => read(c, ""));
  repo.get("/contents/", (c) => read(c, ""));
  repo.get("/contents/:path{.+}", (c) => read(c, param(c, "path")));
  repo.put("/contents/:path{.+}", (c) => write(c, context));
  repo.delete("/contents/:path{.+}", (c) => remove(c, context));
}

async function write(c: Context<RepositoryEnv>, context: GitHubContext): Promise<Response> {
  const { repository } = c.var;
  const path = filePath(param(c, "path"));
  const body = await readBody(c, putBody, invalidBody);
  const branch = targetBranch(repository, body.branch);
  const known = fileAt(repository, branch, path);
  if (known && body.sha === undefined) throw invalidRequest(`"sha" wasn't supplied.`);
  if (body.sha !== undefined && body.sha !== known?.sha) throw refuse(409, `${path} does not match ${body.sha}`);
  const file: File = {
    mode: known?.mode ?? "100644",
    type: "blob",
    sha: putBlob(repository.git, Buffer.from(body.content, "base64")),
  };
  const commit = commitOne(context, repository, branch, path, file, body);
  const content = contentsView(
    context,
    repository,
    { path: path.split("/").at(-1) ?? path, ...file },
    { path, ref: branch },
    false,
  );
  return c.json({ content, commit }, known ? 200 : 201);
}

async function remove(c: Context<RepositoryEnv>, context: GitHubContext): Promise<Response> {
  const { repository } = c.var;
  const path = filePath(param(c, "path"));
  const body = await readBody(c, deleteBody, invalidBody);
  const branch = targetBranch(repository, body.branch);
  const known = fileAt(repository, branch, path);
  if (!known) throw notFound();
  if (body.sha !== known.sha) throw refuse(409, `${path} does not match ${body.sha}`);
  const commit = commitOne(context, repository, branch, path, null, body);
  return c.json({ content: null, commit });
}

function filePath(path: string): string {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".." || part === ".git")) {
    throw invalidRequest("path contains a malformed path component");
  }
  return path;
}

/** The branch to write to. The first commit of an empty repository makes its default branch. @throws 404 */
function targetBranch(repository: Repository, wanted = repository.settings.default_branch): string {
  const branch = wanted.replace(/^refs\/heads\//, "");
  const branches = branchNames(repository.git);
  const isFirst = branches.length === 0 && branch === repository.settings.default_branch;
  if (!isFirst && !branches.includes(branch)) throw refuse(404, `Branch ${branch} not found`);
  return branch;
}

function fileAt(repository: Repository, branch: string, path: string): File | undefined {
  const head = commitAt(repository.git, `heads/${branch}`);
  const entry = head && entryAt(repository.git, head.tree, path);
  if (entry?.type === "tree") throw invalidRequest(`${path} is a directory`);
  return entry;
}

function commitOne(
  context: GitHubContext,
  repository: Repository,
  branch: string,
  path: string,
  file: File | null,
  given: {
    message: string;
    author?: z.output<typeof person> | undefined;
    committer?: z.output<typeof person> | undefined;
  },
): object {
  const now = timestamp(context.now());
  const owner = accountById(context.state, context.state.tokenOwnerId);
  const self: Signature = { name: owner.name ?? owner.login, email: commitEmail(owner), date: now };
  const sign = (who: z.output<typeof person> | undefined, otherwise: Signature): Signature =>
    who ? { name: who.name, email: who.email, date: who.date ?? now } : otherwise;
  const committer = sign(given.committer, self);
  const author = sign(given.author, committer);
  const commit = commitFiles(repository.git, {
    branch,
    files: { [path]: file },
    message: given.message,
    author,
    committer,
  });
  repository.pushed_at = now;
  context.changed();
  return gitCommitView(context, repository, commit);
}
