import { accountById, fullName, type GitHubContext, issuesOf, nodeId, repositoryUrl, webUrl } from "../lookup.ts";
import type { Repository } from "../state.ts";
import { simpleUser } from "./account.ts";

/** Addresses of a repository's parts, relative to its own. */
const parts = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** `GET /repos/{owner}/{repo}` for someone with the admin right. */
export function repositoryView(context: GitHubContext, repository: Repository): object {
  const { state } = context;
  const owner = accountById(state, repository.ownerId);
  const url = repositoryUrl(context, repository);
  const web = webUrl(state, repository);
  const open = issuesOf(state, repository).filter((issue) => issue.state === "open").length;
  const { security, ...settings } = repository.settings;
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(state, repository),
    owner: simpleUser(context, owner),
    private: settings.visibility !== "public",
    html_url: web,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(parts).map(([name, path]) => [name, url + path])),
    clone_url: `${web}.git`,
    git_url: `git://github.com/${fullName(state, repository)}.git`,
    ssh_url: `git@github.com:${fullName(state, repository)}.git`,
    svn_url: web,
    mirror_url: null,
    language: null,
    license: null,
    topics: repository.topics,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    subscribers_count: 0,
    network_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: 0,
    has_pages: false,
    disabled: false,
    created_at: repository.created_at,
    updated_at: repository.updated_at,
    pushed_at: repository.pushed_at,
    permissions: { admin: true, maintain: true, push: true, triage: true, pull: true },
    role_name: "admin",
    ...settings,
    use_squash_pr_title_as_default: settings.squash_merge_commit_title === "PR_TITLE",
    security_and_analysis: securityView(repository),
    ...(owner.type === "Organization" ? { organization: simpleUser(context, owner) } : {}),
  };
}

function securityView(repository: Repository): object {
  const { advanced_security, ...rest } = repository.settings.security;
  const status = (value: string) => ({ status: value });
  return {
    // Always on for public repositories, and then not shown.
    ...(repository.settings.visibility === "public" ? {} : { advanced_security: status(advanced_security) }),
    ...Object.fromEntries(Object.entries(rest).map(([feature, value]) => [feature, status(value)])),
    dependabot_security_updates: status(repository.automatedSecurityFixes ? "enabled" : "disabled"),
  };
}
