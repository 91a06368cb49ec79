import { PlatformError } from "../errors.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Objects of `@pulumi/github` that are made by POST, so that a create of unknown outcome could be made twice: how each
 * is looked up, and its import id in that provider. Everything else there is a PUT, which a second `up` just repeats;
 * of those, the environment is looked up too, because stacks that do not own it wait for it.
 */
const lookups: Readonly<Record<string, (api: Api, owner: string, inputs: Inputs) => Promise<string | undefined>>> = {
  "github:index/repository:Repository": async (api, owner, { name }) =>
    (await api(`repos/${owner}/${name}`)) === undefined ? undefined : String(name),
  "github:index/repositoryEnvironment:RepositoryEnvironment": async (api, owner, { repository, environment }) =>
    (await api(`repos/${owner}/${repository}/environments/${encodeURIComponent(String(environment))}`)) === undefined
      ? undefined
      : `${repository}:${environment}`,
  "github:index/actionsVariable:ActionsVariable": async (api, owner, { repository, variableName }) =>
    (await api(`repos/${owner}/${repository}/actions/variables/${variableName}`)) === undefined
      ? undefined
      : `${repository}:${variableName}`,
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": async (
    api,
    owner,
    { repository, environment, variableName },
  ) => {
    const at = `repos/${owner}/${repository}/environments/${encodeURIComponent(String(environment))}/variables/${variableName}`;
    return (await api(at)) === undefined ? undefined : `${repository}:${environment}:${variableName}`;
  },
  "github:index/repositoryRuleset:RepositoryRuleset": async (api, owner, { repository, name }) => {
    const rulesets = ((await api(`repos/${owner}/${repository}/rulesets?includes_parents=false&per_page=100`)) ??
      []) as readonly { id: number; name: string }[];
    const found = rulesets.find((one) => one.name === name);
    return found === undefined ? undefined : `${repository}:${found.id}`;
  },
};

/** The JSON at a path, or undefined for a 404. */
type Api = (path: string) => Promise<unknown>;

/** The import id of a GitHub object that exists already, or undefined. */
export async function findOnGitHub(
  type: string,
  inputs: Inputs,
  owner: string,
  environment: Environment,
): Promise<string | undefined> {
  return lookups[type]?.(apiOf(environment), owner, inputs);
}

function apiOf(environment: Environment): Api {
  const base = new URL(environment["GITHUB_BASE_URL"] || "https://api.github.com/");
  return async (path) => {
    const response = await fetch(new URL(path, base), {
      redirect: "manual",
      headers: {
        authorization: `Bearer ${environment["GITHUB_TOKEN"]}`,
        accept: "application/vnd.github+json",
        "user-agent": "groundplan",
        "x-github-api-version": "2022-11-28",
      },
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw refused(response.status, path);
    return response.json();
  };
}

const refused = (status: number, path: string): PlatformError =>
  new PlatformError({
    code: "github/refused",
    where: `GET ${path}`,
    problem: `GitHub answered ${status}`,
    fix: [401, 403].includes(status)
      ? "export a GITHUB_TOKEN that is valid for this owner; npx groundplan doctor says what it must be allowed to do"
      : "try again; https://www.githubstatus.com says whether GitHub is well",
  });
