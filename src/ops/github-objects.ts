import { type GitHubApi, gitHubApi, partOf, teamsOf } from "./github-api.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Something that stands on GitHub. */
interface Found {
  /** Its import id in `@pulumi/github`. */
  readonly id: string;
  /** When it was made, as GitHub tells it (`2026-11-21T13:06:23Z`). */
  readonly createdAt: string | undefined;
  /** It is in every part what was declared. Said of what GitHub tells no time of. */
  readonly asDeclared?: boolean;
}

type Lookup = (api: GitHubApi, owner: string, inputs: Inputs) => Promise<Found | undefined>;

/** An object with an address of its own. */
const at =
  (path: (owner: string, inputs: Inputs) => string, id: (inputs: Inputs) => string): Lookup =>
  async (api, owner, inputs) => {
    const there = await api.get(path(owner, inputs));
    return there === undefined ? undefined : { id: id(inputs), createdAt: createdAt(there) };
  };

const environmentOf = (owner: string, { repository, environment }: Inputs): string =>
  `repos/${owner}/${repository}/environments/${encodeURIComponent(String(environment))}`;

/**
 * Objects of `@pulumi/github` that are made by POST, so that a create of unknown outcome could be made twice: how each
 * is looked up, and its import id in that provider. Everything else there is a PUT, which a second `up` just repeats;
 * of those, the environment is looked up too, because stacks that do not own it wait for it.
 */
const lookups: Readonly<Record<string, Lookup>> = {
  "github:index/repository:Repository": at(
    (owner, { name }) => `repos/${owner}/${name}`,
    ({ name }) => String(name),
  ),
  "github:index/repositoryEnvironment:RepositoryEnvironment": at(
    environmentOf,
    ({ repository, environment }) => `${repository}:${environment}`,
  ),
  "github:index/actionsVariable:ActionsVariable": at(
    (owner, { repository, variableName }) => `repos/${owner}/${repository}/actions/variables/${variableName}`,
    ({ repository, variableName }) => `${repository}:${variableName}`,
  ),
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": at(
    (owner, inputs) => `${environmentOf(owner, inputs)}/variables/${inputs["variableName"]}`,
    ({ repository, environment, variableName }) => `${repository}:${environment}:${variableName}`,
  ),
  "github:index/repositoryRuleset:RepositoryRuleset": async (api, owner, { repository, name }) => {
    const rulesets = ((await api.get(`repos/${owner}/${repository}/rulesets?includes_parents=false&per_page=100`)) ??
      []) as readonly { id: number; name: string }[];
    const found = rulesets.find((one) => one.name === name);
    return found === undefined ? undefined : { id: `${repository}:${found.id}`, createdAt: createdAt(found) };
  },
  "github:index/issueLabel:IssueLabel": async (api, owner, { repository, name, color, description = "" }) => {
    const label = await api.get(`repos/${owner}/${repository}/labels/${encodeURIComponent(String(name))}`);
    if (label === undefined) return undefined;
    const told = { color: partOf(label, "color"), description: partOf(label, "description") ?? "" };
    const asDeclared = told.color === color && told.description === description;
    return { id: `${repository}:${name}`, createdAt: undefined, asDeclared };
  },
  // A PUT as well, but one that would take rights away which people gave the team.
  "github:index/teamRepository:TeamRepository": async (api, owner, { repository, teamId }) => {
    const team = (await teamsOf(api, owner))?.find(({ id }) => String(id) === teamId);
    const granted = team && (await api.get(`orgs/${owner}/teams/${team.slug}/repos/${owner}/${repository}`));
    return granted === undefined ? undefined : { id: `${teamId}:${repository}`, createdAt: undefined };
  },
};

function createdAt(body: unknown): string | undefined {
  const at = partOf(body, "created_at");
  return typeof at === "string" ? at : undefined;
}

/** The import id of a GitHub object that exists already, or undefined. */
export async function findOnGitHub(
  type: string,
  inputs: Inputs,
  owner: string,
  environment: Environment,
): Promise<string | undefined> {
  return (await lookups[type]?.(gitHubApi(environment), owner, inputs))?.id;
}

/** GitHub tells times in whole seconds, and a run's own clock is read a moment after its first call. */
const slackSeconds = 2;

/**
 * The import id of a GitHub object that was made within the last `seconds` by GitHub's own clock; undefined when there
 * is none, or when it is older and so somebody else's. Where GitHub tells no time it has to be what was declared, in
 * every part: that it was not there before is what the run's own preview has looked at.
 */
export async function findNewOnGitHub(
  type: string,
  inputs: Inputs,
  owner: string,
  environment: Environment,
  seconds: number,
): Promise<string | undefined> {
  const api = gitHubApi(environment);
  const found = await lookups[type]?.(api, owner, inputs);
  if (found?.createdAt === undefined) return found?.asDeclared === true ? found.id : undefined;
  const age = (api.now() - Date.parse(found.createdAt)) / 1000;
  return age <= seconds + slackSeconds ? found.id : undefined;
}
