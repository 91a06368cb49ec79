import type { Context, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../../core/body.ts";
import { invalidBody, notFound, validationFailed } from "../errors.ts";
import { done, idParam, listAnswer, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, issuesOf, laterThan, takeId, timestamp } from "../lookup.ts";
import type { Issue, IssueComment } from "../state.ts";
import { commentsOf, issueCommentView } from "../views/issue.ts";
import { issueOf } from "./issues.ts";

const commentBody = z.strictObject({ body: z.string() });

/** Comments below an issue, or below what a pull request has of one; a single comment is found by its own id. */
export function issueCommentRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const { state } = context;
  const view = (c: Context<RepositoryEnv>, issue: Issue, comment: IssueComment) =>
    issueCommentView(context, c.var.repository, issue, comment);
  const find = (c: Context<RepositoryEnv>) => {
    const comment = state.issueComments.find((candidate) => candidate.id === idParam(c, "id"));
    const issue = issuesOf(state, c.var.repository).find(({ id }) => id === comment?.issueId);
    if (!comment || !issue) throw notFound();
    return { comment, issue };
  };
  const bodyOf = async (c: Context<RepositoryEnv>) => {
    const { body } = await readBody(c, commentBody, invalidBody);
    if (body.trim() === "") throw unprocessable("Body cannot be blank");
    if (body.length > 65_536) throw unprocessable("Body is too long (maximum is 65536 characters)");
    return body;
  };
  repo.get("/issues/:number/comments", (c) => {
    const issue = issueOf(c, context);
    const comments = commentsOf(state, issue).map((comment) => view(c, issue, comment));
    return listAnswer(c, context, comments);
  });
  repo.post("/issues/:number/comments", async (c) => {
    const issue = issueOf(c, context);
    const created = timestamp(context.now());
    const comment: IssueComment = {
      ...{ id: takeId(state), issueId: issue.id, authorId: state.tokenOwnerId, body: await bodyOf(c) },
      ...{ created_at: created, updated_at: created },
    };
    state.issueComments.push(comment);
    issue.updated_at = laterThan(issue.updated_at, context.now());
    context.changed();
    return c.json(view(c, issue, comment), 201);
  });
  repo.get("/issues/comments/:id", (c) => {
    const { issue, comment } = find(c);
    return c.json(view(c, issue, comment));
  });
  repo.patch("/issues/comments/:id", async (c) => {
    const { issue, comment } = find(c);
    comment.body = await bodyOf(c);
    comment.updated_at = laterThan(comment.updated_at, context.now());
    context.changed();
    return c.json(view(c, issue, comment));
  });
  repo.delete("/issues/comments/:id", (c) => {
    const { comment } = find(c);
    state.issueComments = state.issueComments.filter((candidate) => candidate !== comment);
    context.changed();
    return done(c);
  });
}

const unprocessable = (message: string) =>
  validationFailed({ resource: "IssueComment", code: "unprocessable", field: "data", message });
