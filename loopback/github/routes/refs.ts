import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, refuse } from "../errors.ts";
import { ancestry } from "../git/history.ts";
import { done, param, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, timestamp } from "../lookup.ts";
import { refView } from "../views/git.ts";
import { refuseEmptyGit } from "./git-data.ts";

const creation = z.object({ ref: z.string(), sha: z.string() });
const update = z.object({ sha: z.string(), force: z.boolean().default(false) });

/** Branches and tags as git sees them. Reading is `git/ref/…`, writing `git/refs/…`. */
export function refRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  repo.get("/git/ref/:ref{.+}", (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const ref = `refs/${param(c, "ref")}`;
    if (git.refs[ref] === undefined) throw notFound();
    return c.json(refView(context, c.var.repository, ref));
  });
  repo.get("/git/matching-refs/:ref{.+}", (c) => {
    const start = `refs/${param(c, "ref")}`;
    const refs = Object.keys(refuseEmptyGit(c.var.repository).refs).filter((ref) => ref.startsWith(start));
    return c.json(refs.sort().map((ref) => refView(context, c.var.repository, ref)));
  });
  repo.post("/git/refs", async (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const { ref, sha } = await readBody(c, creation, invalidBody);
    if (!/^refs\/(heads|tags)\/[^\s~^:?*[\\]+$/.test(ref)) throw refuse(422, `${ref} is not a valid ref name`);
    if (!git.commits[sha]) throw refuse(422, "Object does not exist");
    if (git.refs[ref] !== undefined) throw refuse(422, "Reference already exists");
    git.refs[ref] = sha;
    context.changed();
    return c.json(refView(context, c.var.repository, ref), 201);
  });
  repo.patch("/git/refs/:ref{.+}", async (c) => {
    const git = refuseEmptyGit(c.var.repository);
    const ref = `refs/${param(c, "ref")}`;
    const { sha, force } = await readBody(c, update, invalidBody);
    const [old, next] = [git.refs[ref], git.commits[sha]];
    if (old === undefined) throw refuse(422, "Reference does not exist");
    if (!next) throw refuse(422, "Object does not exist");
    const isForward = ancestry(git, next).some((commit) => commit.sha === old);
    if (!force && !isForward) throw refuse(422, "Update is not a fast forward");
    git.refs[ref] = sha;
    c.var.repository.pushed_at = timestamp(context.now());
    context.changed();
    return c.json(refView(context, c.var.repository, ref));
  });
  repo.delete("/git/refs/:ref{.+}", (c) => {
    const { repository } = c.var;
    const git = refuseEmptyGit(repository);
    const ref = `refs/${param(c, "ref")}`;
    if (git.refs[ref] === undefined) throw refuse(422, "Reference does not exist");
    if (ref === `refs/heads/${repository.settings.default_branch}`)
      throw refuse(422, "Cannot delete the default branch");
    delete git.refs[ref];
    context.changed();
    return done(c);
  });
}
