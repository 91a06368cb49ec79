import type { Context, Hono } from "hono";
import { readBody } from "../../core/body.ts";
import { invalidBody, invalidRequest, refuse } from "../errors.ts";
import { branchNames, commitFiles } from "../git/history.ts";
import { emptyStore, putBlob } from "../git/objects.ts";
import { done, listAnswer, param, type RepositoryEnv } from "../http.ts";
import {
  accountById,
  accountByLogin,
  fullName,
  type GitHubContext,
  issuesOf,
  laterThan,
  organisation,
  repositoryByName,
  takeId,
  timestamp,
} from "../lookup.ts";
import { changeSettings, creationBody, defaultSettings, updateBody } from "../settings.ts";
import type { Account, Label, Repository } from "../state.ts";
import { commitEmail } from "../views/git.ts";
import { repositoryView } from "../views/repository.ts";

/** GitHub's labels of every new repository. */
const firstLabels: readonly (readonly [name: string, color: string, description: string])[] = [
  ["bug", "d73a4a", "Something isn't working"],
  ["documentation", "0075ca", "Improvements or additions to documentation"],
  ["duplicate", "cfd3d7", "This issue or pull request already exists"],
  ["enhancement", "a2eeef", "New feature or request"],
  ["good first issue", "7057ff", "Good for newcomers"],
  ["help wanted", "008672", "Extra attention is needed"],
  ["invalid", "e4e669", "This doesn't seem right"],
  ["question", "d876e3", "Further information is requested"],
  ["wontfix", "ffffff", "This will not be worked on"],
];

/** Creating and listing, below an owner. */
export function ownerRoutes(api: Hono, context: GitHubContext): void {
  const { state } = context;
  const list = (c: Context, owner: Account) => {
    const own = state.repositories.filter((repository) => repository.ownerId === owner.id);
    return listAnswer(
      c,
      context,
      own.map((repository) => repositoryView(context, repository)),
    );
  };
  api.get("/orgs/:org/repos", (c) => list(c, organisation(state, param(c, "org"))));
  api.get("/user/repos", (c) => list(c, accountById(state, state.tokenOwnerId)));
  api.get("/users/:login/repos", (c) => list(c, accountByLogin(state, param(c, "login"))));
  api.post("/orgs/:org/repos", (c) => create(c, context, organisation(state, param(c, "org"))));
  api.post("/user/repos", (c) => create(c, context, accountById(state, state.tokenOwnerId)));
}

/** Reading, changing and deleting one. */
export function repositoryRoutes(repo: Hono<RepositoryEnv>, context: GitHubContext): void {
  const { state } = context;
  repo.get("/", (c) => c.json(repositoryView(context, c.var.repository)));
  repo.patch("/", async (c) => {
    const { repository } = c.var;
    const { name, ...change } = await readBody(c, updateBody, invalidBody);
    const owner = accountById(state, repository.ownerId);
    const newName =
      name === undefined || name === repository.name ? undefined : usableName(context, owner, name, repository);
    repository.settings = changeSettings(repository.settings, change, {
      byOrganisation: owner.type === "Organization",
      branches: branchNames(repository.git),
    });
    if (newName !== undefined) rename(context, repository, newName);
    repository.updated_at = laterThan(repository.updated_at, context.now());
    context.changed();
    return c.json(repositoryView(context, repository));
  });
  repo.delete("/", (c) => {
    const { repository } = c.var;
    state.repositories = state.repositories.filter((candidate) => candidate !== repository);
    const issues = new Set(issuesOf(state, repository).map(({ id }) => id));
    state.issues = state.issues.filter(({ id }) => !issues.has(id));
    state.issueComments = state.issueComments.filter(({ issueId }) => !issues.has(issueId));
    state.formerNames = Object.fromEntries(Object.entries(state.formerNames).filter(([, id]) => id !== repository.id));
    context.changed();
    return done(c);
  });
}

async function create(c: Context, context: GitHubContext, owner: Account): Promise<Response> {
  const { state } = context;
  const body = await readBody(c, creationBody, invalidBody);
  if (body.gitignore_template || body.license_template) {
    throw refuse(
      501,
      "gitignore_template and license_template are not played on loopback: their texts are GitHub's own",
    );
  }
  const name = usableName(context, owner, body.name);
  const visibility = body.visibility ?? (body.private ? "private" : "public");
  const { visibility: _given, private: _privately, ...rest } = body;
  const now = timestamp(context.now());
  const repository: Repository = {
    id: takeId(state),
    ownerId: owner.id,
    name,
    created_at: now,
    updated_at: now,
    pushed_at: now,
    settings: changeSettings(defaultSettings(visibility), rest, {
      byOrganisation: owner.type === "Organization",
      branches: [],
    }),
    topics: [],
    vulnerabilityAlerts: false,
    automatedSecurityFixes: false,
    git: emptyStore(),
    environments: [],
    actionsSecrets: { key: null, secrets: [] },
    dependabotSecrets: { key: null, secrets: [] },
    variables: [],
    rulesets: [],
    labels: firstLabels.map(
      ([label, color, description]): Label => ({ id: takeId(state), name: label, color, description, default: true }),
    ),
    actions: {
      enabled: true,
      allowedActions: "all",
      shaPinningRequired: false,
      selected: { github_owned_allowed: true, verified_allowed: false, patterns_allowed: [] },
      workflowPermissions: "read",
      canApprovePullRequests: false,
      accessLevel: "none",
      oidcSubject: { use_default: true },
    },
    collaborators: [],
    teams: [],
  };
  state.repositories.push(repository);
  delete state.formerNames[`${owner.login}/${name}`.toLowerCase()];
  if (body.auto_init) firstCommit(context, repository, now);
  context.changed();
  return c.json(repositoryView(context, repository), 201);
}

/** `auto_init`: a README with the name and the description. */
function firstCommit(context: GitHubContext, repository: Repository, date: string): void {
  const author = accountById(context.state, context.state.tokenOwnerId);
  const { description, default_branch: branch } = repository.settings;
  const readme = `# ${repository.name}${description ? `\n${description}\n` : ""}`;
  const signature = { name: author.name ?? author.login, email: commitEmail(author), date };
  commitFiles(repository.git, {
    branch,
    files: { "README.md": { mode: "100644", type: "blob", sha: putBlob(repository.git, Buffer.from(readme)) } },
    message: "Initial commit",
    author: signature,
    committer: signature,
  });
}

/** @throws 422 when the name is taken or no name; other characters than letters, digits, `.`, `-`, `_` become hyphens. */
function usableName(context: GitHubContext, owner: Account, wanted: string, besides?: Repository): string {
  const name = wanted.replace(/[^A-Za-z0-9._-]+/g, "-");
  if (name === "." || name === "..") throw invalidRequest(`The repository name ${wanted} is reserved`);
  const taken = repositoryByName(context.state, owner.login, name);
  if (taken && taken !== besides) {
    throw refuse(422, "Repository creation failed.", [
      { resource: "Repository", field: "name", code: "custom", message: "name already exists on this account" },
    ]);
  }
  return name;
}

function rename(context: GitHubContext, repository: Repository, name: string): void {
  const { state } = context;
  state.formerNames[fullName(state, repository).toLowerCase()] = repository.id;
  repository.name = name;
  delete state.formerNames[fullName(state, repository).toLowerCase()];
}
