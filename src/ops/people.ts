import type { EngineReport } from "../engine/events.ts";
import { PlatformError } from "../errors.ts";
import type { Approver } from "../spec/people.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { GitHubEnvironmentSpec, RepositorySpec } from "../spec/repository.ts";
import { codeOwnersPath } from "../workflows/governance-files.ts";
import { type GitHubApi, partOf, teamsOf } from "./github-api.ts";

/** What is wrong with somebody; undefined: nothing that GitHub tells. */
type Answer = Promise<string | undefined>;

/**
 * People whom a preview would make GitHub's reviewers and who are not there, or may not read the repository: GitHub
 * refuses such a user in the middle of an `up`. Nobody is asked about where nothing is to be written.
 */
export async function missingPeople(
  spec: PlatformSpec,
  report: EngineReport,
  api: GitHubApi,
): Promise<PlatformError[]> {
  const written = report.steps.filter(({ op }) => /create|update|replace|import/.test(op));
  const inputs = (type: string, name: string) =>
    written.flatMap((step) => (step.type === type ? [step.new?.inputs?.[name]] : []));
  const environments = inputs("github:index/repositoryEnvironment:RepositoryEnvironment", "environment");
  const files = inputs("github:index/repositoryFile:RepositoryFile", "file");
  const { repository } = spec;
  const asked = new Asked(api, repository);
  const approvers = approversIn(repository.environments.filter(({ name }) => environments.includes(name)));
  const owners = files.includes(codeOwnersPath) ? codeOwnersIn(repository) : [];
  const found = await Promise.all([
    ...approvers.map(({ approver, places }) =>
      asked.about(approver).then((problem) => wrong(approver, places, problem)),
    ),
    ...owners.map(({ owner, where }) => asked.aboutOwner(owner).then((problem) => wrongOwner(owner, where, problem))),
  ]);
  return found.flat();
}

interface Approving {
  readonly approver: Approver;
  /** Where stack files name them. */
  readonly places: readonly string[];
}

function approversIn(environments: readonly GitHubEnvironmentSpec[]): Approving[] {
  const named = environments.flatMap(({ stack, approvers }) =>
    approvers.map((approver, index) => ({
      approver,
      place: `Pulumi.${stack}.yaml groundplan:environment.deployments.approvers[${index}]`,
    })),
  );
  return [...Map.groupBy(named, ({ approver }) => approver.name).values()].flatMap((same) =>
    same[0] === undefined ? [] : [{ approver: same[0].approver, places: same.map(({ place }) => place) }],
  );
}

const codeOwnersIn = ({ codeOwners }: RepositorySpec): { owner: string; where: string }[] =>
  codeOwners.flatMap(({ owners }, rule) =>
    owners.map((owner, index) => ({ owner, where: `repository.codeOwners[${rule}].owners[${index}]` })),
  );

function wrong(approver: Approver, places: readonly string[], problem: string | undefined): PlatformError[] {
  if (problem === undefined) return [];
  const command = "user" in approver ? "gh api users/LOGIN --jq .id" : "gh api orgs/ORG/teams/SLUG --jq .id";
  return [
    new PlatformError({
      code: "approver/missing",
      where: `src/platform.ts repository.people.${approver.name}`,
      problem: `${problem}; named as an approver in ${places.join(", ")}`,
      fix: `write the id that this says into src/platform.ts: ${command}, or name somebody else`,
    }),
  ];
}

const wrongOwner = (owner: string, where: string, problem: string | undefined): PlatformError[] =>
  problem === undefined
    ? []
    : [
        new PlatformError({
          code: "code-owner/missing",
          where: `src/platform.ts ${where}`,
          problem: `is "${owner}": ${problem}, so GitHub would leave the whole line out`,
          fix: "name an owner that is there",
        }),
      ];

/** Asks GitHub about people, about each organisation's teams once. What it does not tell this token counts as right. */
class Asked {
  private readonly api: GitHubApi;
  private readonly repository: RepositorySpec;
  private readonly teams = new Map<string, ReturnType<typeof teamsOf>>();

  constructor(api: GitHubApi, repository: RepositorySpec) {
    this.api = api;
    this.repository = repository;
  }

  about(approver: Approver): Answer {
    return ("user" in approver ? this.user(approver.user) : this.team(approver.team)).catch(() => undefined);
  }

  aboutOwner(owner: string): Answer {
    const [, login, slug] = /^@([^/]+)(?:\/(.+))?$/.exec(owner) ?? [];
    if (login === undefined) return Promise.resolve(undefined); // nobody can be asked about an e-mail address
    return (slug === undefined ? this.login(login) : this.slug(login, slug)).catch(() => undefined);
  }

  private async user(id: number): Answer {
    const account = accountOf(await this.api.get(`user/${id}`));
    if (account === undefined) return `is the user ${id}, and GitHub has none with that id`;
    if (account.type !== "User") return `is ${id}, and that is the id of ${account.login}, which is no user`;
    if (await this.reads(account.login)) return undefined;
    return `is the user ${id}, ${account.login}, who may not read ${this.repository.owner}/${this.repository.name}`;
  }

  /** Before the repository is there, only members of the organisation will be able to, where it is a private one. */
  private async reads(login: string): Promise<boolean> {
    const { owner, name, visibility } = this.repository;
    if (visibility === "public") return true;
    const permission = await this.api.get(`repos/${owner}/${name}/collaborators/${login}/permission`);
    if (permission !== undefined) return partOf(permission, "permission") !== "none";
    if (visibility === "internal" || (await this.api.get(`orgs/${owner}/memberships/${login}`)) !== undefined)
      return true;
    return (await this.api.get(`orgs/${owner}`)) === undefined; // a person's own repositories have no members
  }

  private async team(id: number): Answer {
    const { owner } = this.repository;
    const teams = await this.teamsOf(owner);
    if (teams === undefined || teams.some((team) => team.id === id)) return undefined;
    return `is the team ${id}, and ${owner} has none with that id`;
  }

  private async login(login: string): Answer {
    const account = accountOf(await this.api.get(`users/${login}`));
    if (account === undefined) return "GitHub has no such user";
    return account.type === "User" ? undefined : "that is no user";
  }

  private async slug(organization: string, slug: string): Answer {
    const teams = await this.teamsOf(organization);
    if (teams === undefined || teams.some((team) => team.slug === slug.toLowerCase())) return undefined;
    return `${organization} has no such team`;
  }

  private teamsOf(organization: string): ReturnType<typeof teamsOf> {
    const asked = this.teams.get(organization) ?? teamsOf(this.api, organization);
    this.teams.set(organization, asked);
    return asked;
  }
}

function accountOf(body: unknown): { readonly login: string; readonly type: unknown } | undefined {
  return body === undefined ? undefined : { login: String(partOf(body, "login")), type: partOf(body, "type") };
}
