import { PlatformError } from "../errors.ts";

/** Reads GitHub's REST API, as the token of a run may. */
export interface GitHubApi {
  /** The JSON at a path, `true` for an answer without one, or undefined for a 404. @throws PlatformError for any refusal. */
  get(path: string): Promise<unknown>;
  /** GitHub's own clock at its last answer, in ms since the epoch. */
  now(): number;
}

/** A field of an answer; undefined where there is none. */
export const partOf = (body: unknown, key: string): unknown =>
  typeof body === "object" && body !== null ? Reflect.get(body, key) : undefined;

/** @param environment holds GITHUB_TOKEN, and GITHUB_BASE_URL where it is not github.com. */
export function gitHubApi(environment: Readonly<Record<string, string | undefined>>): GitHubApi {
  const base = new URL(environment["GITHUB_BASE_URL"] || "https://api.github.com/");
  let clock = Number.NaN;
  return {
    now: () => clock,
    async get(path) {
      const response = await fetch(new URL(path, base), {
        redirect: "manual",
        headers: {
          authorization: `Bearer ${environment["GITHUB_TOKEN"]}`,
          accept: "application/vnd.github+json",
          "user-agent": "groundplan",
          "x-github-api-version": "2022-11-28",
        },
      });
      clock = Date.parse(response.headers.get("date") ?? "");
      if (response.status === 404) return undefined;
      if (!response.ok) throw refused(response.status, path);
      return response.status === 204 ? true : response.json();
    },
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

/** What is read of a team. */
interface Team {
  readonly id: number;
  readonly slug: string;
}

/** GitHub REST: at most this many entries a page. */
const pageSize = 100;

/**
 * Every team of an organisation that the token may see; undefined where there is no such organisation. The REST API
 * describes no way to ask for a team by its id.
 */
export async function teamsOf(api: GitHubApi, organization: string): Promise<readonly Team[] | undefined> {
  const teams: Team[] = [];
  for (let page = 1; ; page++) {
    const found = await api.get(`orgs/${organization}/teams?per_page=${pageSize}&page=${page}`);
    if (!Array.isArray(found)) return undefined;
    teams.push(...found);
    if (found.length < pageSize) return teams;
  }
}
