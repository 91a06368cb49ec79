import { commitAt, filesOf } from "./git/history.ts";
import { blobContent } from "./git/objects.ts";
import { fullName, type GitHubContext, issuesOf } from "./lookup.ts";
import { labelView } from "./routes/labels.ts";
import { secretView } from "./routes/secrets.ts";
import type { Environment, Repository } from "./state.ts";
import { organisationView, publicUser, teamView } from "./views/account.ts";
import { branchPolicyView, environmentView } from "./views/environment.ts";
import { commentsOf, issueCommentView, issueView } from "./views/issue.ts";
import { repositoryView } from "./views/repository.ts";
import { rulesetView } from "./views/ruleset.ts";

/**
 * Every stored object as GitHub's API shows it. What GitHub nests below a repository or an environment says in
 * `repository` (and `environment`) where it belongs; values of secrets are shown nowhere.
 */
export function presentGitHub(context: GitHubContext): Record<string, readonly unknown[]> {
  const { accounts, teams, repositories } = context.state;
  const each = <T>(list: (repository: Repository, place: { repository: string }) => readonly T[]) =>
    repositories.flatMap((repository) => list(repository, { repository: fullName(context.state, repository) }));
  const inEach = <T>(list: (environment: Environment) => readonly T[]) =>
    each((repository, place) =>
      repository.environments.flatMap((environment) =>
        list(environment).map((item) => ({ ...place, environment: environment.name, ...item })),
      ),
    );
  return {
    organizations: accounts
      .filter(({ type }) => type === "Organization")
      .map((account) => organisationView(context, account)),
    users: accounts.filter(({ type }) => type === "User").map((account) => publicUser(context, account)),
    teams: teams.map((team) => teamView(context, team)),
    repositories: repositories.map((repository) => repositoryView(context, repository)),
    environments: each((repository, place) =>
      repository.environments.map((environment) => ({
        ...place,
        ...environmentView(context, repository, environment),
      })),
    ),
    deploymentBranchPolicies: inEach((environment) => environment.branchPolicies.map(branchPolicyView)),
    environmentSecrets: inEach((environment) => environment.secrets.secrets.map(secretView)),
    environmentVariables: inEach((environment) => environment.variables),
    secrets: each((repository, place) =>
      repository.actionsSecrets.secrets.map((secret) => ({ ...place, ...secretView(secret) })),
    ),
    dependabotSecrets: each((repository, place) =>
      repository.dependabotSecrets.secrets.map((secret) => ({ ...place, ...secretView(secret) })),
    ),
    variables: each((repository, place) => repository.variables.map((variable) => ({ ...place, ...variable }))),
    rulesets: each((repository, place) =>
      repository.rulesets.map((ruleset) => ({ ...place, ...rulesetView(context, repository, ruleset) })),
    ),
    labels: each((repository, place) =>
      repository.labels.map((label) => ({ ...place, ...labelView(context, repository, label) })),
    ),
    issues: each((repository, place) =>
      issuesOf(context.state, repository).map((issue) => ({ ...place, ...issueView(context, repository, issue) })),
    ),
    issueComments: each((repository, place) =>
      issuesOf(context.state, repository).flatMap((issue) =>
        commentsOf(context.state, issue).map((comment) => ({
          ...{ ...place, issue: issue.number },
          ...issueCommentView(context, repository, issue, comment),
        })),
      ),
    ),
    files: each((repository, place) => filesOnDefaultBranch(repository).map((file) => ({ ...place, ...file }))),
  };
}

/** Path, SHA and text of each file on the default branch. */
function filesOnDefaultBranch(repository: Repository): object[] {
  const branch = repository.settings.default_branch;
  const head = commitAt(repository.git, `heads/${branch}`);
  if (!head) return [];
  return [...filesOf(repository.git, head.tree)].map(([path, { sha }]) => ({
    branch,
    path,
    sha,
    content: blobContent(repository.git, sha)?.toString("utf8") ?? "",
  }));
}
