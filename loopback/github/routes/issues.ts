import type { Context, Hono } from "hono";
import { z } from "zod";
import { type Issue as Problem, readBody, readQuery } from "../../core/body.ts";
import type { Refusal } from "../../core/refusal.ts";
import { invalidBody, notFound, refuse, validationFailed } from "../errors.ts";
import { idParam, listAnswer, type RepositoryEnv } from "../http.ts";
import { type GitHubContext, issuesOf, laterThan, repositoryUrl, sameName, takeId, timestamp } from "../lookup.ts";
import type { Issue, Repository } from "../state.ts";
import { commentsOf, issueView } from "../views/issue.ts";

const title = z.union([z.string(), z.number().int()]).transform(String);
const labels = z.array(
  z.union([z.string().min(1), z.object({ name: z.string().min(1) }).transform(({ name }) => name)]),
);
/** Closed: assignees, milestones, types and fields are not played, and are refused rather than dropped. */
const issueBody = z.strictObject({ title, body: z.string().optional(), labels: labels.default([]) });
const issueChange = z.strictObject({
  title: title.optional(),
  body: z.string().nullish(),
  labels: labels.optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
});
/** Closed: a filter that is not played would answer too much. */
const issueQuery = z.strictObject({
  state: z.enum(["open", "closed", "all"]).default("open"),
  labels: z.string().default(""),
  sort: z.enum(["created", "updated", "comments"]).default("created"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  per_page: z.string().optional(),
  page: z.string().optional(),
});

/**
 * The issue that the path's `:number` names; a pull request has one too.
 * @throws 404, and 410 for one of a repository whose issues are switched off
 */
export function issueOf(c: Context<RepositoryEnv>, { state }: GitHubContext): Issue {
  const number = idParam(c, "number");
  const issue = issuesOf(state, c.var.repository).find((candidate) => candidate.number === number);
  if (!issue) throw notFound();
  if (!issue.isPullRequest) refuseWithoutIssues(c.var.repository);
  return issue;
}

export function issueRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const view = (c: Context<RepositoryEnv>, issue: Issue) => issueView(context, c.var.repository, issue);
  repo.get("/issues", (c) => {
    const query = readQuery(c, issueQuery, invalidQuery);
    const found = listed(context, c.var.repository, query).map((issue) => view(c, issue));
    return listAnswer(c, context, found);
  });
  repo.post("/issues", async (c) => {
    const { repository } = c.var;
    refuseWithoutIssues(repository);
    const body = await readBody(c, issueBody, invalidBody);
    refuseTexts(body);
    const issue = openIssue(context, repository, { title: body.title, body: body.body || null });
    issue.labelIds = labelIds(context, repository, body.labels);
    context.changed();
    return c.json(view(c, issue), 201, { Location: `${repositoryUrl(context, repository)}/issues/${issue.number}` });
  });
  repo.get("/issues/:number", (c) => c.json(view(c, issueOf(c, context))));
  repo.patch("/issues/:number", async (c) => {
    const issue = issueOf(c, context);
    const change = await readBody(c, issueChange, invalidBody);
    refuseTexts(change);
    if (change.title !== undefined) issue.title = change.title;
    if (change.body !== undefined) issue.body = change.body || null;
    if (change.labels !== undefined) issue.labelIds = labelIds(context, c.var.repository, change.labels);
    if (change.state !== undefined && change.state !== issue.state) {
      issue.state = change.state;
      issue.closed_at = change.state === "closed" ? timestamp(context.now()) : null;
      issue.stateReason = change.state === "closed" ? "completed" : "reopened";
    }
    if (change.state_reason) issue.stateReason = change.state_reason;
    issue.updated_at = laterThan(issue.updated_at, context.now());
    context.changed();
    return c.json(view(c, issue));
  });
}

/** Opens an issue by the token's owner, or stands for a pull request that somebody has opened. */
export function openIssue(
  { state, now }: GitHubContext,
  repository: Repository,
  given: Pick<Issue, "title" | "body"> & Partial<Pick<Issue, "number" | "isPullRequest">>,
): Issue {
  const created = timestamp(now());
  const issue: Issue = {
    id: takeId(state),
    repositoryId: repository.id,
    number: Math.max(0, ...issuesOf(state, repository).map(({ number }) => number)) + 1,
    isPullRequest: false,
    authorId: state.tokenOwnerId,
    ...{ state: "open", stateReason: null, labelIds: [] },
    ...{ created_at: created, updated_at: created, closed_at: null },
    ...given,
  };
  state.issues.push(issue);
  return issue;
}

/** Ids of labels by name. GitHub makes a label that is not there: grey, without a description. */
function labelIds({ state }: GitHubContext, repository: Repository, names: readonly string[]): number[] {
  const ids = names.map((name) => {
    const known = repository.labels.find((label) => sameName(label.name, name));
    if (known) return known.id;
    const label = { id: takeId(state), name, color: "ededed", description: null, default: false };
    repository.labels.push(label);
    return label.id;
  });
  return [...new Set(ids)];
}

/** Issues and pull requests that have every one of the labels. */
function listed({ state }: GitHubContext, repository: Repository, query: z.output<typeof issueQuery>): Issue[] {
  const wanted = query.labels.split(",").filter((name) => name !== "");
  const has = ({ labelIds }: Issue, name: string) =>
    repository.labels.some((label) => labelIds.includes(label.id) && sameName(label.name, name));
  const order = {
    created: ({ number }: Issue) => number,
    updated: ({ updated_at }: Issue) => Date.parse(updated_at),
    comments: (issue: Issue) => commentsOf(state, issue).length,
  }[query.sort];
  return issuesOf(state, repository)
    .filter((issue) => issue.isPullRequest || repository.settings.has_issues)
    .filter((issue) => query.state === "all" || issue.state === query.state)
    .filter((issue) => wanted.every((name) => has(issue, name)))
    .toSorted((a, b) => (query.direction === "asc" ? order(a) - order(b) : order(b) - order(a)));
}

function refuseTexts({ title, body }: { title?: string | undefined; body?: string | null | undefined }): void {
  if (title?.trim() === "") throw validationFailed({ resource: "Issue", code: "missing_field", field: "title" });
  const refuseLong = (field: string, text: string | null | undefined, most: number) => {
    const message = `${field} is too long (maximum is ${most} characters)`;
    if ((text ?? "").length > most) throw validationFailed({ resource: "Issue", code: "custom", field, message });
  };
  refuseLong("title", title, 256);
  refuseLong("body", body, 65_536);
}

function refuseWithoutIssues({ settings }: Repository): void {
  if (!settings.has_issues) throw refuse(410, "Issues are disabled for this repo");
}

const invalidQuery = (problems: readonly Problem[]): Refusal =>
  validationFailed(
    ...problems
      .flatMap((problem) => (problem.code === "unrecognized_keys" ? problem.keys : [problem.path.join(".")]))
      .map((field) => ({ resource: "Issue", field, code: "invalid" as const })),
  );
