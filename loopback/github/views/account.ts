import { accountById, apiRoot, type GitHubContext, nodeId } from "../lookup.ts";
import type { Account, Team } from "../state.ts";

/** An account as it stands inside other answers. */
export function simpleUser(context: GitHubContext, account: Account): object {
  const url = `${apiRoot(context)}/users/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type === "User" ? "U" : "O", account.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `https://github.com/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** `GET /users/{username}`: of organisations too. */
export function publicUser(context: GitHubContext, account: Account): object {
  return {
    ...simpleUser(context, account),
    name: account.name,
    company: null,
    blog: null,
    location: null,
    email: account.email,
    hireable: null,
    bio: account.description,
    public_repos: publicRepositories(context, account),
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.created_at,
    updated_at: account.created_at,
  };
}

/** `GET /user`. */
export function privateUser(context: GitHubContext, account: Account): object {
  const own = context.state.repositories.filter((repository) => repository.ownerId === account.id);
  const privately = own.filter((repository) => repository.settings.visibility !== "public").length;
  return {
    ...publicUser(context, account),
    private_gists: 0,
    total_private_repos: privately,
    owned_private_repos: privately,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

export function organisationView(context: GitHubContext, account: Account): object {
  const url = `${apiRoot(context)}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId("O", account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    description: account.description,
    name: account.name ?? account.login,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: publicRepositories(context, account),
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `https://github.com/${account.login}`,
    type: "Organization",
    created_at: account.created_at,
    updated_at: account.created_at,
    archived_at: null,
  };
}

/** `GET /orgs/{org}/memberships/{username}`: an invitation counts as accepted at once. */
export function membershipView(context: GitHubContext, org: Account, user: Account): object {
  const organization_url = `${apiRoot(context)}/orgs/${org.login}`;
  return {
    url: `${organization_url}/memberships/${user.login}`,
    state: "active",
    role: user.id === context.state.tokenOwnerId ? "admin" : "member",
    organization_url,
    organization: organisationView(context, org),
    user: simpleUser(context, user),
  };
}

export function teamView(context: GitHubContext, team: Team): object {
  const org = accountById(context.state, team.orgId);
  const url = `${apiRoot(context)}/organizations/${org.id}/team/${team.id}`;
  const parent = context.state.teams.find((candidate) => candidate.id === team.parentId);
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: "notifications_enabled",
    permission: "pull",
    url,
    html_url: `https://github.com/orgs/${org.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: "organization",
    organization_id: org.id,
    parent: parent ? teamView(context, { ...parent, parentId: null }) : null,
  };
}

/** What `GET`, `POST` and `PATCH` of one team show beyond a list. */
export function fullTeam(context: GitHubContext, team: Team): object {
  const repositories = context.state.repositories.filter((repository) =>
    repository.teams.some((entry) => entry.teamId === team.id),
  );
  return {
    ...teamView(context, team),
    members_count: team.members.length,
    repos_count: repositories.length,
    created_at: team.created_at,
    updated_at: team.updated_at,
    organization: organisationView(context, accountById(context.state, team.orgId)),
  };
}

function publicRepositories(context: GitHubContext, account: Account): number {
  return context.state.repositories.filter(
    (repository) => repository.ownerId === account.id && repository.settings.visibility === "public",
  ).length;
}
