import { describe, expect, it } from "vitest";
import { findNewOnGitHub, findOnGitHub } from "../../../src/ops/github-objects.ts";
import { github } from "../../support/github.ts";

const now = Date.parse("2026-11-21T13:00:00Z");
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

const repository = "github:index/repository:Repository";
const ruleset = "github:index/repositoryRuleset:RepositoryRuleset";
const variable = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";

describe("an object of GitHub whose create was not answered", () => {
  it("is this run's when GitHub made it while the run lasted", async () => {
    const environment = await github({
      "/repos/acme/web": { created_at: ago(8) },
      "/repos/acme/web/rulesets?includes_parents=false&per_page=100": [{ id: 5, name: "main", created_at: ago(3) }],
      "/repos/acme/web/environments/a%2Fb/variables/APP_ENV": { created_at: ago(10) },
    });
    expect(await findNewOnGitHub(repository, { name: "web" }, "acme", environment, 10)).toBe("web");
    expect(await findNewOnGitHub(ruleset, { repository: "web", name: "main" }, "acme", environment, 10)).toBe("web:5");
    const inputs = { repository: "web", environment: "a/b", variableName: "APP_ENV" };
    expect(await findNewOnGitHub(variable, inputs, "acme", environment, 10)).toBe("web:a/b:APP_ENV");
  });

  it("is a stranger's when it is older than the run, by GitHub's clock and not by ours", async () => {
    const environment = await github({ "/repos/acme/web": { created_at: ago(60) } });
    expect(await findNewOnGitHub(repository, { name: "web" }, "acme", environment, 10)).toBeUndefined();
    expect(await findOnGitHub(repository, { name: "web" }, "acme", environment)).toBe("web");
  });

  it("is a team's right to the repository, which a create would narrow", async () => {
    const environment = await github({
      "/orgs/acme/teams?per_page=100&page=1": [{ id: 8, slug: "ops" }],
      "/orgs/acme/teams/ops/repos/acme/web": {},
    });
    const grant = "github:index/teamRepository:TeamRepository";
    const ask = (teamId: string, repository: string) =>
      findOnGitHub(grant, { teamId, repository }, "acme", environment);
    expect(await ask("8", "web")).toBe("8:web");
    expect([await ask("9", "web"), await ask("8", "other")]).toEqual([undefined, undefined]);
  });

  it("is this run's label only as it was declared, for GitHub tells no label's age", async () => {
    const type = "github:index/issueLabel:IssueLabel";
    const environment = await github({
      "/repos/acme/web/labels/our%20fault": { color: "b60205", description: null },
    });
    const ask = (inputs: object) => {
      const declared = { repository: "web", name: "our fault", color: "b60205", ...inputs };
      return Promise.all([
        findOnGitHub(type, declared, "acme", environment),
        findNewOnGitHub(type, declared, "acme", environment, 10),
      ]);
    };
    expect(await ask({})).toEqual(["web:our fault", "web:our fault"]);
    expect(await ask({ color: "ffffff" })).toEqual(["web:our fault", undefined]);
    expect(await ask({ description: "ours" })).toEqual(["web:our fault", undefined]);
    expect(await ask({ name: "nobody" })).toEqual([undefined, undefined]);
  });

  it("is nobody's when it is not there, or when nothing tells its age", async () => {
    const environment = await github({ "/repos/acme/dateless": { name: "dateless" } });
    expect(await findNewOnGitHub(repository, { name: "web" }, "acme", environment, 10)).toBeUndefined();
    expect(await findNewOnGitHub(repository, { name: "dateless" }, "acme", environment, 10)).toBeUndefined();
    expect(await findNewOnGitHub("github:index/branch:Branch", {}, "acme", environment, 10)).toBeUndefined();
  });
});
