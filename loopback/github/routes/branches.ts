import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, refuse } from "../errors.ts";
import { ancestry, branchNames, changesOf, commitAt } from "../git/history.ts";
import { listAnswer, param, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, repositoryUrl } from "../lookup.ts";
import type { Repository } from "../state.ts";
import { branchView, commitView } from "../views/git.ts";

const renameBody = z.object({ new_name: z.string().min(1) });

export function branchRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/branches", (c) => {
    const { repository } = c.var;
    const api = repositoryUrl(context, repository);
    const branches = branchNames(repository.git).map((name) => {
      const sha = repository.git.refs[`refs/heads/${name}`] ?? "";
      return { name, commit: { sha, url: `${api}/commits/${sha}` }, protected: false };
    });
    return listAnswer(c, context, c.req.query("protected") === "true" ? [] : branches);
  });
  repo.post("/branches/:branch/rename", async (c) => {
    const { repository } = c.var;
    const { new_name } = await readBody(c, renameBody, invalidBody);
    renameBranch(repository, param(c, "branch"), new_name);
    context.changed();
    return c.json(branchView(context, repository, new_name) ?? {}, 201);
  });
  repo.get("/branches/:branch", (c) => {
    const view = branchView(context, c.var.repository, param(c, "branch"));
    if (!view) throw refuse(404, "Branch not found");
    return c.json(view);
  });
  commitRoutes(repo, context);
}

function renameBranch(repository: Repository, from: string, to: string): void {
  const { refs } = repository.git;
  const sha = refs[`refs/heads/${from}`];
  if (sha === undefined) throw refuse(404, "Branch not found");
  if (refs[`refs/heads/${to}`] !== undefined) throw refuse(422, `Branch ${to} already exists`);
  refs[`refs/heads/${to}`] = sha;
  delete refs[`refs/heads/${from}`];
  if (repository.settings.default_branch === from) repository.settings.default_branch = to;
}

function commitRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/commits", (c) => {
    const { repository } = c.var;
    refuseEmpty(repository);
    const ref = c.req.query("sha") ?? repository.settings.default_branch;
    const from = commitAt(repository.git, ref);
    if (!from) throw notFound();
    const path = c.req.query("path");
    const touches = (changed: string) => path === undefined || changed === path || changed.startsWith(`${path}/`);
    const commits = ancestry(repository.git, from).filter(
      (commit) => path === undefined || changesOf(repository.git, commit).some((change) => touches(change.path)),
    );
    return listAnswer(
      c,
      context,
      commits.map((commit) => commitView(context, repository, commit)),
    );
  });
  repo.get("/commits/:ref{.+}", (c) => {
    const { repository } = c.var;
    refuseEmpty(repository);
    const ref = param(c, "ref");
    const commit = commitAt(repository.git, ref);
    if (!commit) throw refuse(422, `No commit found for SHA: ${ref}`);
    return c.json(commitView(context, repository, commit, true));
  });
}

function refuseEmpty(repository: Repository): void {
  if (Object.keys(repository.git.refs).length === 0) throw refuse(409, "Git Repository is empty.");
}
