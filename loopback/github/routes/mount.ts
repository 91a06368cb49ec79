import { Hono, type MiddlewareHandler } from "hono";
import { Refusal } from "../../core/refusal.ts";
import { errorBody, notFound, refuse } from "../errors.ts";
import { conditional, type RepositoryEnv, requireUserAgent } from "../http.ts";
import { apiRoot, type GitHubContext, repositoryByName } from "../lookup.ts";
import { accessRoutes } from "./access.ts";
import { accountRoutes } from "./accounts.ts";
import { actionsSettingsRoutes } from "./actions-settings.ts";
import { branchPolicyRoutes } from "./branch-policies.ts";
import { branchRoutes } from "./branches.ts";
import { contentsRoutes } from "./contents.ts";
import { environmentOf, environmentRoutes } from "./environments.ts";
import { gitDataRoutes } from "./git-data.ts";
import { issueCommentRoutes } from "./issue-comments.ts";
import { issueRoutes } from "./issues.ts";
import { labelRoutes } from "./labels.ts";
import { refRoutes } from "./refs.ts";
import { ownerRoutes, repositoryRoutes } from "./repositories.ts";
import { switchRoutes } from "./repository-switches.ts";
import { rulesetRoutes } from "./rulesets.ts";
import { secretRoutes } from "./secrets.ts";
import { teamRoutes } from "./teams.ts";
import { variableRoutes } from "./variables.ts";

/** GitHub's REST API. The core has cut off `/api/v3`, which clients of any other host than github.com put before. */
export function mountGitHub(api: Hono, context: GitHubContext): void {
  api.use(requireUserAgent, conditional(context));
  accountRoutes(api, context);
  teamRoutes(api, context);
  ownerRoutes(api, context);
  const repo = repositoryApi(context);
  api.route("/repos/:owner/:repo", repo);
  // Every path of a repository also exists by its id; Terraform's provider uses it for environment secrets.
  api.route("/repositories/:repositoryId", repo);
}

function repositoryApi(context: GitHubContext): Hono<RepositoryEnv> {
  const repo = new Hono<RepositoryEnv>();
  repo.use(findRepository(context), refuseArchived);
  repositoryRoutes(repo, context);
  switchRoutes(repo, context);
  actionsSettingsRoutes(repo, context);
  environmentRoutes(repo, context);
  branchPolicyRoutes(repo, context);
  secretRoutes(repo, context, "/actions/secrets", (c) => c.var.repository.actionsSecrets);
  secretRoutes(repo, context, "/dependabot/secrets", (c) => c.var.repository.dependabotSecrets);
  secretRoutes(repo, context, "/environments/:environment/secrets", (c) => environmentOf(c).secrets);
  variableRoutes(repo, context, "/actions/variables", (c) => c.var.repository);
  variableRoutes(repo, context, "/environments/:environment/variables", environmentOf);
  rulesetRoutes(repo, context);
  labelRoutes(repo, context);
  issueRoutes(repo, context);
  issueCommentRoutes(repo, context);
  accessRoutes(repo, context);
  contentsRoutes(repo, context);
  branchRoutes(repo, context);
  gitDataRoutes(repo, context);
  refRoutes(repo, context);
  return repo;
}

/** Sets the repository of the path; a former name is redirected to the numeric address, as GitHub does after a rename. */
function findRepository(context: GitHubContext): MiddlewareHandler<RepositoryEnv> {
  const { state } = context;
  return async (c, next) => {
    const [owner = "", name = "", id] = [c.req.param("owner"), c.req.param("repo"), c.req.param("repositoryId")];
    const repository =
      id === undefined
        ? repositoryByName(state, owner, name)
        : state.repositories.find((candidate) => candidate.id === Number(id));
    if (repository) {
      c.set("repository", repository);
      return next();
    }
    const moved = state.formerNames[`${owner}/${name}`.toLowerCase()];
    if (moved === undefined) throw notFound();
    const { pathname, search } = new URL(c.req.url);
    const rest = pathname.replace(/^\/repos\/[^/]+\/[^/]+/, "");
    const url = `${apiRoot(context)}/repositories/${moved}${rest}${search}`;
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    const message = isRead ? "Moved Permanently" : "Temporary Redirect";
    const status = isRead ? 301 : 307;
    throw new Refusal(status, { ...errorBody(status, message), url }, { Location: url });
  };
}

/** An archived repository can only be read, un-archived (alone in its call) or deleted. */
const refuseArchived: MiddlewareHandler<RepositoryEnv> = async (c, next) => {
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  if (!c.var.repository.settings.archived || isRead) return next();
  const isItself = /\/repos\/[^/]+\/[^/]+\/?$|\/repositories\/\d+\/?$/.test(new URL(c.req.url).pathname);
  if (isItself && c.req.method === "DELETE") return next();
  if (isItself && c.req.method === "PATCH") {
    const body: unknown = await c.req.json();
    if (typeof body === "object" && body !== null && "archived" in body && body.archived === false) return next();
  }
  throw refuse(403, "Repository was archived so is read-only.");
};
