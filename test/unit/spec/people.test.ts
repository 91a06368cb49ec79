import { describe, expect, it } from "vitest";
import { definePlatform } from "../../../src/spec/definition.ts";
import { definition, parse, problems, stacks } from "../../support/platform.ts";

const people = { ana: { user: 7 }, ops: { team: 8 } };
const declared = (repository: object = { people }) => ({ ...definition, repository });
const staging = (approvers: unknown) => ({ ...stacks.staging, deployments: { approvers } });
const production = (approvers: unknown) => ({ ...stacks.production, deployments: { approvers } });
const told = (...given: Parameters<typeof problems>) =>
  problems(...given).map(({ code, where, problem }) => ({ code, where, problem }));

/** Each of these is wrong for the compiler. None is run. */
export function wrongForTheCompiler(): unknown[] {
  const base = { name: "shop", errors: { reason: "errors are not what these tests are about" } };
  return [
    // @ts-expect-error a login: it can be given up, and then it is somebody else's
    definePlatform({ ...base, repository: { people: { ana: { user: "ana" } } } }),
    // @ts-expect-error a number that does not say whose it is
    definePlatform({ ...base, repository: { people: { ana: 7 } } }),
    // @ts-expect-error neither a user nor a team
    definePlatform({ ...base, repository: { people: { ana: { organization: 7 } } } }),
  ];
}

describe("people who approve", () => {
  it("are named in a stack file, and are the platform's in every GitHub environment", () => {
    const { repository, environment } = parse({
      ...{ stack: "production", definition: declared(), data: production(["ops", "ana"]) },
      others: { staging: staging(["ana"]) },
    });
    expect(repository.environments.map(({ name, approvers }) => [name, approvers])).toEqual([
      [
        "production",
        [
          { name: "ops", team: 8 },
          { name: "ana", user: 7 },
        ],
      ],
      ["staging", [{ name: "ana", user: 7 }]],
    ]);
    expect(environment.requiresApproval).toBe(true);
    expect(repository).not.toHaveProperty("people");
  });

  it("that nobody declared are told all at once, with the nearest name and the command", () => {
    const found = problems({ definition: declared(), data: staging(["anna", "nobody", "ops"]) });
    expect(found).toEqual([
      {
        code: "approver/unknown",
        where: "Pulumi.staging.yaml groundplan:environment.deployments.approvers[0]",
        problem: 'is "anna"; allowed: the names in repository.people of src/platform.ts, ana, ops. Did you mean "ana"?',
        fix: "pulumi config set --path --stack staging 'groundplan:environment.deployments.approvers[0]' ana, or edit Pulumi.staging.yaml",
      },
      expect.objectContaining({
        where: "Pulumi.staging.yaml groundplan:environment.deployments.approvers[1]",
        problem: 'is "nobody"; allowed: the names in repository.people of src/platform.ts, ana, ops.',
      }),
    ]);
  });

  it("are looked for in each stack's file by the stack that declares its environment, and by no other", () => {
    const others = { staging: staging(["anna"]), production: production(["opps"]) };
    const of = (stack: "staging" | "production") =>
      told({ stack, definition: declared(), data: others[stack], others }).map(({ where }) => where.split(" ")[0]);
    expect(of("production")).toEqual(["Pulumi.production.yaml", "Pulumi.staging.yaml"]);
    expect(of("staging")).toEqual(["Pulumi.staging.yaml"]);
  });

  it("are said once: by no number, not twice, and at most six of them", () => {
    const form = told({ definition: declared(), data: staging({ users: [7] }) });
    expect(form).toEqual([
      expect.objectContaining({ problem: expect.stringContaining("names from repository.people") }),
    ]);
    expect(told({ definition: declared(), data: staging([7]) })[0]?.problem).toContain("must be a string");
    expect(told({ definition: declared(), data: staging(["ana", "ana"]) })[0]?.problem).toContain(
      "stands in the list twice",
    );
    const seven = ["a", "b", "c", "d", "e", "f", "g"];
    const many = Object.fromEntries(seven.map((name, index) => [name, { user: index + 1 }]));
    expect(told({ definition: declared({ people: many }), data: staging(seven) })[0]?.problem).toContain("at most 6");
    expect(told({ definition: declared({ people: many }), data: staging(seven.slice(1)) })).toEqual([]);
  });

  it.each([
    ["both at once", { ana: { user: 7, team: 8 } }, "repository.people.ana"],
    ["a login", { ana: { user: "ana" } }, "repository.people.ana"],
    ["a name that is a sentence", { "Ana B": { user: 7 } }, "short lower-case name"],
  ])("are refused where they are declared as %s, with the command for an id", (_, wrong, part) => {
    const [found] = problems({ definition: declared({ people: wrong }) });
    expect(`${found?.where} ${found?.problem}`).toContain(part);
    if (part.includes(".ana")) expect(found?.problem).toContain("gh api users/LOGIN --jq .id");
  });
});
