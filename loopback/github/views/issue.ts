import { accountById, type GitHubContext, nodeId, repositoryUrl, webUrl } from "../lookup.ts";
import { labelView } from "../routes/labels.ts";
import type { GitHubState, Issue, IssueComment, Repository } from "../state.ts";
import { simpleUser } from "./account.ts";

/** An issue's comments, as they were written. */
export function commentsOf(state: GitHubState, issue: Issue): readonly IssueComment[] {
  return state.issueComments.filter((comment) => comment.issueId === issue.id);
}

/** GitHub REST, "Issues": every pull request is an issue too, and shows itself by `pull_request`. */
export function issueView(context: GitHubContext, repository: Repository, issue: Issue): object {
  const { id, number, isPullRequest, title, body, state, stateReason, created_at, updated_at, closed_at } = issue;
  const base = repositoryUrl(context, repository);
  const url = `${base}/issues/${number}`;
  const page = pageOf(context, repository, issue);
  const pull = {
    pull_request: {
      url: `${base}/pulls/${number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: null,
    },
    draft: false,
  };
  return {
    ...{ id, node_id: nodeId(isPullRequest ? "PR" : "I", id), number, title, body, state, state_reason: stateReason },
    ...{ url, repository_url: base, labels_url: `${url}/labels{/name}`, comments_url: `${url}/comments` },
    ...{ events_url: `${url}/events`, timeline_url: `${url}/timeline`, html_url: page },
    user: simpleUser(context, accountById(context.state, issue.authorId)),
    author_association: association(repository, issue.authorId),
    // A label that was deleted since is gone from its issues.
    labels: repository.labels
      .filter((label) => issue.labelIds.includes(label.id))
      .map((label) => labelView(context, repository, label)),
    ...{ assignee: null, assignees: [], milestone: null, locked: false, active_lock_reason: null },
    comments: commentsOf(context.state, issue).length,
    ...{ created_at, updated_at, closed_at, performed_via_github_app: null },
    ...(isPullRequest ? pull : {}),
  };
}

export function issueCommentView(
  context: GitHubContext,
  repository: Repository,
  issue: Issue,
  comment: IssueComment,
): object {
  const { id, body, authorId, created_at, updated_at } = comment;
  const base = `${repositoryUrl(context, repository)}/issues`;
  return {
    ...{ id, node_id: nodeId("IC", id), body, created_at, updated_at, performed_via_github_app: null },
    ...{ url: `${base}/comments/${id}`, issue_url: `${base}/${issue.number}` },
    html_url: `${pageOf(context, repository, issue)}#issuecomment-${id}`,
    user: simpleUser(context, accountById(context.state, authorId)),
    author_association: association(repository, authorId),
  };
}

const pageOf = (context: GitHubContext, repository: Repository, { isPullRequest, number }: Issue): string =>
  `${webUrl(context.state, repository)}/${isPullRequest ? "pull" : "issues"}/${number}`;

const association = (repository: Repository, userId: number): string =>
  repository.ownerId === userId ? "OWNER" : "MEMBER";
