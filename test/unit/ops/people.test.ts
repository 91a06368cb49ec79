import { describe, expect, it } from "vitest";
import { PlatformError } from "../../../src/errors.ts";
import { missingPeople } from "../../../src/ops/people.ts";
import { reportOf, stepOf } from "../../support/engine-report.ts";
import { definition, parse, stacks } from "../../support/platform.ts";

const people = { ana: { user: 7 }, bob: { user: 9 }, ops: { team: 8 }, crew: { team: 5 } };

/** The owner's stack of a platform, with approvers in both of its environments. */
function specOf(production: readonly string[], staging: readonly string[] = [], repository: object = {}) {
  const data = { ...stacks.production, deployments: { approvers: production } };
  const others = { staging: { ...stacks.staging, deployments: { approvers: staging } } };
  return parse({
    ...{ stack: "production", data, others },
    definition: { ...definition, repository: { people, ...repository } },
  });
}

const environment = (name: string, op = "create") =>
  stepOf(op, "github:index/repositoryEnvironment:RepositoryEnvironment", { environment: name });
const file = (path: string) => stepOf("create", "github:index/repositoryFile:RepositoryFile", { file: path });
const both = reportOf(environment("production"), environment("staging"));

/** A GitHub with these answers, 403 for those that are `"refused"`, and what it was asked. */
function gitHub(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  return {
    asked,
    now: () => 0,
    get: async (path: string) => {
      asked.push(path);
      if (answers[path] !== "refused") return answers[path];
      throw new PlatformError({ code: "github/refused", where: path, problem: "403", fix: "a token" });
    },
  };
}
const user = (login: string) => ({ login, type: "User" });
const member = { state: "active" };
const teams = "orgs/shop-org/teams?per_page=100&page=1";
const right = {
  "user/7": user("ana-dev"),
  "user/9": user("bob-dev"),
  "orgs/shop-org/memberships/ana-dev": member,
  "orgs/shop-org/memberships/bob-dev": member,
  [teams]: [{ id: 8, slug: "ops" }],
};
const told = async (spec: ReturnType<typeof specOf>, answers: Readonly<Record<string, unknown>>, report = both) =>
  (await missingPeople(spec, report, gitHub(answers))).map(({ where, problem, fix }) => ({ where, problem, fix }));

describe("people who approve", () => {
  it("and are there are asked about once, and no word is said", async () => {
    const api = gitHub(right);
    expect(await missingPeople(specOf(["ana", "ops"], ["ana", "ops"]), both, api)).toEqual([]);
    expect(api.asked.toSorted()).toEqual([
      ...["orgs/shop-org/memberships/ana-dev", teams],
      ...["repos/shop-org/shop/collaborators/ana-dev/permission", "user/7"],
    ]);
  });

  it("are asked about only where GitHub is to be told of them", async () => {
    const api = gitHub(right);
    const spec = specOf(["ana", "ops"], []);
    for (const report of [reportOf(), reportOf(environment("staging")), reportOf(environment("production", "delete"))])
      expect(await missingPeople(spec, report, api)).toEqual([]);
    expect(await missingPeople(specOf([]), both, api)).toEqual([]);
    expect(api.asked).toEqual([]);
    await missingPeople(spec, reportOf(environment("production", "update")), api);
    expect(api.asked).not.toEqual([]);
  });

  it("and are not are told all at once, each with every place that names them and the command for an id", async () => {
    const found = await told(specOf(["ana", "crew"], ["bob", "ana"]), { ...right, "user/7": undefined });
    expect(found).toEqual([
      {
        where: "src/platform.ts repository.people.ana",
        problem:
          "is the user 7, and GitHub has none with that id; named as an approver in Pulumi.production.yaml groundplan:environment.deployments.approvers[0], Pulumi.staging.yaml groundplan:environment.deployments.approvers[1]",
        fix: "write the id that this says into src/platform.ts: gh api users/LOGIN --jq .id, or name somebody else",
      },
      {
        where: "src/platform.ts repository.people.crew",
        problem: expect.stringMatching(/^is the team 5, and shop-org has none with that id; .*approvers\[1\]$/),
        fix: expect.stringContaining("gh api orgs/ORG/teams/SLUG --jq .id"),
      },
    ]);
  });

  const permission = (word: string) => ({
    "repos/shop-org/shop/collaborators/ana-dev/permission": { permission: word },
  });
  it.each<[string, object, object, string | undefined]>([
    ["an organisation's id", { "user/7": { login: "acme", type: "Organization" } }, {}, "which is no user"],
    ["somebody who may not read the repository", permission("none"), {}, "ana-dev, who may not read shop-org/shop"],
    ["somebody who may", permission("read"), {}, undefined],
    [
      "somebody outside of the organisation, before the repository is there",
      { "orgs/shop-org/memberships/ana-dev": undefined, "orgs/shop-org": { login: "shop-org" } },
      {},
      "who may not read shop-org/shop",
    ],
    ["a person's own repositories", { "orgs/shop-org/memberships/ana-dev": undefined }, {}, undefined],
    ["a public repository", { ...permission("none") }, { visibility: "public" }, undefined],
    ["what this token is not told", { "user/7": "refused" }, {}, undefined],
  ])("%s", async (_, answers, repository, problem) => {
    const found = await told(specOf(["ana"], [], repository), { ...right, ...answers });
    expect(found.map((one) => one.problem)).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
  });

  it("as a team may be on any page of an organisation's teams", async () => {
    const first = Array.from({ length: 100 }, (_, index) => ({ id: 1000 + index, slug: `team-${index}` }));
    const paged = { [teams]: first, "orgs/shop-org/teams?per_page=100&page=2": [{ id: 8, slug: "ops" }] };
    expect(await told(specOf(["ops"]), paged)).toEqual([]);
    expect(await told(specOf(["crew"]), paged)).toHaveLength(1);
    expect(await told(specOf(["crew"]), { [teams]: "refused" })).toEqual([]);
  });
});

describe("code owners", () => {
  const codeOwners = [
    { pattern: "*", owners: ["@shop-org/ops", "@gone"] },
    { pattern: "/src/", owners: ["@ana-dev", "data@shop.example", "@shop-org/nobodies", "@shop-org"] },
  ];
  const answers = { ...right, "users/ana-dev": user("ana-dev"), "users/shop-org": { type: "Organization" } };

  it("are looked up when the file is to be written, e-mail addresses left out", async () => {
    const found = await told(specOf([], [], { codeOwners }), answers, reportOf(file(".github/CODEOWNERS")));
    expect(found.map(({ where, problem }) => `${where} ${problem}`)).toEqual([
      'src/platform.ts repository.codeOwners[0].owners[1] is "@gone": GitHub has no such user, so GitHub would leave the whole line out',
      'src/platform.ts repository.codeOwners[1].owners[2] is "@shop-org/nobodies": shop-org has no such team, so GitHub would leave the whole line out',
      'src/platform.ts repository.codeOwners[1].owners[3] is "@shop-org": that is no user, so GitHub would leave the whole line out',
    ]);
    expect(await told(specOf([], [], { codeOwners }), answers, reportOf(file(".github/dependabot.yml")))).toEqual([]);
  });
});
