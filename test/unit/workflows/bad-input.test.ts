import { describe, expect, it } from "vitest";
import { PlatformError, PlatformErrors } from "../../../src/errors.ts";
import { fetched, keep } from "../../../src/workflows/artifact.ts";
import {
  equal,
  github,
  outputOf,
  pullRequest,
  resultFrom,
  type Text,
  text,
} from "../../../src/workflows/expression.ts";
import {
  environmentFor,
  environmentForPullRequests,
  type Job,
  job,
  matrix,
  newest,
  valueIn,
} from "../../../src/workflows/job.ts";
import { checksOut } from "../../../src/workflows/permissions.ts";
import { renderWorkflow } from "../../../src/workflows/render.ts";
import { action, groundplan, named, script } from "../../../src/workflows/step.ts";
import { answerTo, cron, dispatch } from "../../../src/workflows/triggers.ts";
import { parse } from "../../support/platform.ts";

const base = { id: "a", name: "a", minutes: 5, permissions: checksOut, steps: [script("check")] };
const plainJob = job(base);

/** What is wrong with a workflow of these jobs, as `where: problem`. */
function problems(...jobs: readonly Job[]): string[] {
  try {
    renderWorkflow({ file: "x.yml", name: "X", on: { dispatch: dispatch() }, concurrency: newest, jobs }, "s");
    return [];
  } catch (error) {
    if (error instanceof PlatformErrors) return error.problems.map(({ where, problem }) => `${where}: ${problem}`);
    throw error;
  }
}

/** Each of these is wrong for the compiler. None is run. */
export function wrongForTheCompiler(): unknown[] {
  const deploy = named("deploy", groundplan("deploy", { stack: "s" }));
  const told = job({ ...base, outputs: { url: outputOf(deploy, "url") } });
  const asked = dispatch({ to: { description: "where", required: true } });
  const two = matrix({ os: ["a", "b"] });
  return [
    // @ts-expect-error a job without permissions
    job({ id: "a", name: "a", minutes: 5, steps: [] }),
    // @ts-expect-error a job without a limit
    job({ id: "a", name: "a", permissions: {}, steps: [] }),
    // @ts-expect-error a permission without its reason
    job({ ...base, permissions: { contents: "read" } }),
    // @ts-expect-error a permission that GitHub does not have
    job({ ...base, permissions: { repository: checksOut.contents } }),
    // @ts-expect-error an unknown job in needs: jobs are needed by value
    job({ ...base, needs: ["build"] }),
    // @ts-expect-error an output that no job declared
    resultFrom(told, "adress"),
    // @ts-expect-error an output of a job that has none
    resultFrom(plainJob, "url"),
    // @ts-expect-error an output that the command does not have
    outputOf(deploy, "id"),
    // @ts-expect-error an output of a step without an id
    outputOf(groundplan("deploy", { stack: "s" }), "url"),
    // @ts-expect-error an output that the action does not declare
    outputOf(named("node", action("actions/setup-node", {})), "version"),
    // @ts-expect-error an input that the action does not declare
    action("actions/checkout", { "persist-credential": false }),
    // @ts-expect-error a required input that is missing
    action("actions/upload-artifact", { name: "x" }),
    // @ts-expect-error an action that is not in the table
    action("actions/cache-everything", {}),
    // @ts-expect-error a command that does not exist
    groundplan("restore-drill", { stack: "s" }),
    // @ts-expect-error a flag that the command does not have
    groundplan("smoke", { stack: "s", to: "x" }),
    // @ts-expect-error a command of no stack
    groundplan("smoke", {}),
    // @ts-expect-error an environment that was not looked up among the stacks
    job({ ...base, environment: { stack: "qa", name: "qa" } }),
    // @ts-expect-error a condition that is a text
    job({ ...base, if: "always()" }),
    // @ts-expect-error a condition that is not yes or no
    job({ ...base, if: github.sha }),
    // @ts-expect-error a number where a text is compared
    equal(github.ref, 1),
    // @ts-expect-error what others wrote, as an input of an action
    action("actions/checkout", { ref: pullRequest.headBranch }),
    // @ts-expect-error what others wrote, inside a text of ours
    text`${pullRequest.title}`,
    // @ts-expect-error what somebody typed who started the run, inside a text of ours
    text`${answerTo(asked, "to")}`,
    // @ts-expect-error the repository that a pull request comes from, as an input of an action
    action("actions/checkout", { repository: pullRequest.headRepository }),
    // @ts-expect-error what others wrote, as a job's output
    job({ ...base, outputs: { title: pullRequest.title } }),
    // @ts-expect-error a question that was not asked
    answerTo(asked, "from"),
    // @ts-expect-error a key that the matrix does not have
    valueIn(two, "node"),
    // @ts-expect-error what GitHub fills in, as a flag of a script
    script("check", {}, { to: github.sha }),
    // @ts-expect-error text for a shell
    job({ ...base, steps: [{ run: "echo $TITLE" }] }),
    // @ts-expect-error four fields
    () => cron("5 4 * *"),
    // @ts-expect-error a trigger that runs with our secrets on what others wrote
    { on: { pullRequestTarget: {} } } satisfies { on: import("../../../src/workflows/triggers.ts").Triggers },
    // @ts-expect-error an image that is a tag
    job({ ...base, services: { db: { image: "postgres:17", env: {}, ports: [], options: "" } } }),
  ];
}

describe("what types cannot say is one clear error at generation", () => {
  it("a workflow that is right has none", () => {
    expect(problems(plainJob, job({ ...base, id: "b", needs: [plainJob] }))).toEqual([]);
  });

  it.each<[string, readonly Job[], string]>([
    [
      "a needed job of another workflow",
      [job({ ...base, needs: [job({ ...base, id: "elsewhere" })] })],
      'x.yml job "a" needs: "elsewhere" is no job of this workflow; allowed: .',
    ],
    ["an id that GitHub refuses", [job({ ...base, id: "a b" })], '"a b" is no id of a job'],
    ["an id that is too long", [job({ ...base, id: "a".repeat(100) })], "less than 100"],
    ["an id twice", [plainJob, plainJob], "is another job's too"],
    [
      "a name longer than GitHub takes",
      [job({ ...base, name: "n".repeat(101) })],
      "has 101 characters; GitHub takes at most 100",
    ],
    ["a limit that GitHub does not have", [job({ ...base, minutes: 361 })], "are 361; allowed: 1 to 360"],
    ["no steps", [job({ ...base, steps: [] })], "steps: are none"],
    ["no jobs", [], "jobs: are none"],
    [
      "a step that comes later",
      [job({ ...base, steps: [script("x", { env: { U: outputOf({ id: "later", outputs: ["u"] }, "u") } })] })],
      "no earlier step of this job has that id",
    ],
    [
      "an output of another step",
      [
        job({
          ...base,
          steps: [named("s", script("x")), script("y", { env: { U: outputOf({ id: "s", outputs: ["u"] }, "u") } })],
        }),
      ],
      'steps.s: has no output "u"; it has: none',
    ],
    [
      "a job that is not needed",
      [plainJob, job({ ...base, id: "b", env: { U: resultFrom({ id: "a", outputs: { u: text`x` } }, "u") } })],
      "needs.a: is read, and the job does not need it",
    ],
    [
      "a matrix that the job does not have",
      [job({ ...base, env: { O: valueIn(matrix({ os: ["a"] }), "os") } })],
      "matrix.os: is read",
    ],
    [
      "a question that this workflow does not ask",
      [job({ ...base, env: { T: answerTo(dispatch({ to: { description: "x", required: false } }), "to") } })],
      "inputs.to: is read, and nobody is asked for it",
    ],
    [
      "a script that a shell could misread",
      [job({ ...base, steps: [script("a; b")] })],
      "names no script of package.json",
    ],
    [
      "a step's id twice",
      [job({ ...base, steps: [named("s", script("x")), named("s", script("y"))] })],
      "stands twice",
    ],
    [
      "a variable that is none",
      [job({ ...base, steps: [script("x", { env: { "A-B": "1" } })] })],
      "is no name of a variable",
    ],
    [
      "a program with an expression in it",
      [job({ ...base, steps: [action("actions/github-script", { script: text`console.log(${github.sha})` })] })],
      "is a program with an expression in it",
    ],
    [
      "an artifact that nobody keeps",
      [job({ ...base, steps: [fetched({ name: "dump", path: "x", keepDays: 1 })] })],
      "no job that this one needs keeps it",
    ],
  ])("%s", (_, jobs, problem) => {
    expect(problems(...jobs).join("\n")).toContain(problem);
  });

  it("a circle of needs", () => {
    const needs: Job[] = [];
    const a = job({ ...base, id: "a", needs });
    const b = job({ ...base, id: "b", needs: [a] });
    needs.push(b);
    expect(problems(a, b).filter((one) => one.includes("lead back to the job itself"))).toHaveLength(2);
  });

  it("an artifact that a needed job keeps is no problem", () => {
    const dump = { name: "dump", path: "x", keepDays: 1 };
    const first = job({ ...base, steps: [keep(dump)] });
    expect(problems(first, job({ ...base, id: "b", needs: [first], steps: [fetched(dump)] }))).toEqual([]);
  });

  it("an environment that no stack has", () => {
    const { repository } = parse({ stack: "production" });
    expect(environmentFor(repository, "staging")).toEqual({ name: "staging" });
    expect(() => environmentFor(repository, "stagin")).toThrow(
      'is of no stack; allowed: production, staging. Did you mean "staging"?',
    );
    expect(() => environmentForPullRequests(repository)).toThrow("this platform deploys no pull requests");
  });

  it.each([
    ["61 * * * *", "wrong minute; allowed: 0 to 59"],
    ["0 24 * * *", "wrong hour"],
    ["0 0 0 * *", "wrong day of month"],
    ["0 0 * 13 *", "wrong month"],
    ["0 0 * * mon!", "wrong day of week"],
    ["*/2 * * * *", "more often than every 5 minutes"],
    ["0 0 * * * *", "has 6 fields"],
  ] as const)("the cron line %s", (line, problem) => {
    expect(() => cron(line)).toThrow(problem);
    expect(() => cron(line)).toThrow(PlatformError);
  });

  it.each(["*/5 * * * *", "17 5 * * *", "0 9-17/2 1,15 * 1-5"] as const)("but not %s", (line) => {
    expect(cron(line)).toBe(line);
  });

  it("an expression that was glued into a text", () => {
    const glued: string = "${{ github.head_ref }}";
    expect(() =>
      renderWorkflow({ file: "x.yml", name: glued, on: {}, concurrency: newest, jobs: [plainJob] }, "s"),
    ).toThrow("holds an expression that is not typed");
    const _never: Text = text`${github.sha}`;
    expect(_never.rendered).toBe("${{ github.sha }}");
  });
});
