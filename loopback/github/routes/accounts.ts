import type { Hono } from "hono";
import { notFound } from "../errors.ts";
import { idParam, listAnswer, param } from "../http.ts";
import { accountById, accountByLogin, apiRoot, type GitHubContext, isMember, organisation } from "../lookup.ts";
import { membershipView, organisationView, privateUser, publicUser, simpleUser } from "../views/account.ts";

/** Who there is: the token's owner, users, organisations and their members. */
export function accountRoutes(api: Hono, context: GitHubContext): void {
  const { state } = context;
  api.get("/user", (c) => c.json(privateUser(context, accountById(state, state.tokenOwnerId))));
  api.get("/user/:id{[0-9]+}", (c) => {
    const account = state.accounts.find((candidate) => candidate.id === idParam(c, "id"));
    if (!account) throw notFound();
    return c.json(publicUser(context, account));
  });
  api.get("/users/:login", (c) => c.json(publicUser(context, accountByLogin(state, c.req.param("login")))));
  // Undescribed here, but read with every user by Terraform's provider. Nobody has keys on loopback.
  api.on("GET", ["/users/:login/keys", "/users/:login/gpg_keys"], (c) => {
    accountByLogin(state, param(c, "login"));
    return listAnswer(c, context, []);
  });
  api.get("/orgs/:org", (c) => c.json(organisationView(context, organisation(state, c.req.param("org")))));
  api.get("/orgs/:org/members", (c) => {
    const org = organisation(state, c.req.param("org"));
    const members = state.accounts.filter(({ type, id }) => type === "User" && isMember(state, org, id));
    const views = members.map((account) => simpleUser(context, account));
    return listAnswer(c, context, views);
  });
  api.get("/orgs/:org/memberships/:login", (c) => {
    const [org, user] = [organisation(state, param(c, "org")), accountByLogin(state, param(c, "login"))];
    if (!isMember(state, org, user.id)) throw notFound();
    return c.json(membershipView(context, org, user));
  });
  api.get("/meta", (c) => c.json({ verifiable_password_authentication: false, installed_version: "3.19.0" }));
  api.get("/rate_limit", (c) => c.json(rateLimits(context.now())));
  api.get("/zen", (c) => c.text("Keep it logically awesome."));
  api.get("/", (c) => c.json(rootLinks(apiRoot(context))));
}

/** The limits in the headers of every answer are the core's; asking for them is free and shows a full window. */
function rateLimits(now: Date): object {
  const window = (limit: number) => ({
    limit,
    used: 0,
    remaining: limit,
    reset: Math.floor(now.getTime() / 1000) + 3600,
  });
  const core = window(5000);
  return { resources: { core, search: window(30), graphql: window(5000) }, rate: core };
}

function rootLinks(api: string): object {
  const paths = {
    current_user_url: "/user",
    current_user_authorizations_html_url: "/settings/connections/applications{/client_id}",
    authorizations_url: "/authorizations",
    code_search_url: "/search/code?q={query}{&page,per_page,sort,order}",
    commit_search_url: "/search/commits?q={query}{&page,per_page,sort,order}",
    emails_url: "/user/emails",
    emojis_url: "/emojis",
    events_url: "/events",
    feeds_url: "/feeds",
    followers_url: "/user/followers",
    following_url: "/user/following{/target}",
    gists_url: "/gists{/gist_id}",
    issue_search_url: "/search/issues?q={query}{&page,per_page,sort,order}",
    issues_url: "/issues",
    keys_url: "/user/keys",
    label_search_url: "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}",
    notifications_url: "/notifications",
    organization_url: "/orgs/{org}",
    organization_repositories_url: "/orgs/{org}/repos{?type,page,per_page,sort}",
    organization_teams_url: "/orgs/{org}/teams",
    public_gists_url: "/gists/public",
    rate_limit_url: "/rate_limit",
    repository_url: "/repos/{owner}/{repo}",
    repository_search_url: "/search/repositories?q={query}{&page,per_page,sort,order}",
    current_user_repositories_url: "/user/repos{?type,page,per_page,sort}",
    starred_url: "/user/starred{/owner}{/repo}",
    starred_gists_url: "/gists/starred",
    user_url: "/users/{user}",
    user_organizations_url: "/user/orgs",
    user_repositories_url: "/users/{user}/repos{?type,page,per_page,sort}",
    user_search_url: "/search/users?q={query}{&page,per_page,sort,order}",
  };
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, api + path]));
}
