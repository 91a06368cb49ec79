import { type Change, changesOf, commitAt } from "../git/history.ts";
import { blobContent, type Commit, type GitStore, type Signature } from "../git/objects.ts";
import { type GitHubContext, nodeId, repositoryUrl, webUrl } from "../lookup.ts";
import type { Account, Repository } from "../state.ts";
import { simpleUser } from "./account.ts";

const unverified = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** Where an account's commits come from when it keeps its address private. */
export function commitEmail(account: Account): string {
  return account.email ?? `${account.id}+${account.login}@users.noreply.github.com`;
}

/** `GET /repos/{owner}/{repo}/commits/{ref}`; without `files` as in lists. */
export function commitView(context: GitHubContext, repository: Repository, commit: Commit, withFiles = false): object {
  const api = repositoryUrl(context, repository);
  const web = webUrl(context.state, repository);
  const who = (signature: Signature) => {
    const account = context.state.accounts.find((candidate) => commitEmail(candidate) === signature.email);
    return account ? simpleUser(context, account) : null;
  };
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unverified,
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${web}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: who(commit.author),
    committer: who(commit.committer),
    parents: parentsView(commit, api, "commits", web),
    ...(withFiles ? filesView(api, web, repository.git, commit) : {}),
  };
}

/** `GET /repos/{owner}/{repo}/git/commits/{sha}`. */
export function gitCommitView(context: GitHubContext, repository: Repository, commit: Commit): object {
  const api = repositoryUrl(context, repository);
  const web = webUrl(context.state, repository);
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${web}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: parentsView(commit, api, "git/commits", web),
    verification: unverified,
  };
}

export function refView(context: GitHubContext, repository: Repository, ref: string): object {
  const api = repositoryUrl(context, repository);
  const sha = repository.git.refs[ref] ?? "";
  return {
    ref,
    node_id: nodeId("REF", ref),
    url: `${api}/git/${ref}`,
    object: { sha, type: "commit", url: `${api}/git/commits/${sha}` },
  };
}

/** `GET /repos/{owner}/{repo}/branches/{branch}`. Undefined when there is no such branch. */
export function branchView(context: GitHubContext, repository: Repository, name: string): object | undefined {
  const sha = repository.git.refs[`refs/heads/${name}`];
  const commit = sha === undefined ? undefined : commitAt(repository.git, sha);
  if (!commit) return undefined;
  const api = repositoryUrl(context, repository);
  const self = `${api}/branches/${encodeURIComponent(name)}`;
  return {
    name,
    commit: commitView(context, repository, commit),
    _links: { self, html: `${webUrl(context.state, repository)}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } },
    protection_url: `${self}/protection`,
  };
}

function parentsView(commit: Commit, api: string, path: string, web: string): object[] {
  return commit.parents.map((sha) => ({ sha, url: `${api}/${path}/${sha}`, html_url: `${web}/commit/${sha}` }));
}

function filesView(api: string, web: string, git: GitStore, commit: Commit): object {
  const files = changesOf(git, commit).map((change) => fileView(api, web, git, commit, change));
  const sum = (pick: (file: { additions: number; deletions: number }) => number) =>
    files.reduce((total, file) => total + pick(file), 0);
  const [additions, deletions] = [sum((file) => file.additions), sum((file) => file.deletions)];
  return { stats: { additions, deletions, total: additions + deletions }, files };
}

/** Lines are counted as wholly replaced; GitHub counts those of the smallest difference. */
function fileView(api: string, web: string, git: GitStore, commit: Commit, change: Change) {
  const lines = (sha: string | undefined) =>
    sha === undefined ? 0 : lineCount(blobContent(git, sha)?.toString("utf8") ?? "");
  const [additions, deletions] = [lines(change.after), lines(change.before)];
  const path = change.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: change.after ?? change.before ?? null,
    filename: change.path,
    status: change.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${web}/blob/${commit.sha}/${path}`,
    raw_url: `${web}/raw/${commit.sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${commit.sha}`,
  };
}

function lineCount(text: string): number {
  return text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
