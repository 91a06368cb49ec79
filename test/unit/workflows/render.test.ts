import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { ciWorkflow } from "../../../src/workflows/ci.ts";
import { pins } from "../../../src/workflows/pins.ts";
import { renderWorkflow } from "../../../src/workflows/render.ts";
import type { Workflow } from "../../../src/workflows/workflow.ts";
import { definition, parse, withValue } from "../../support/platform.ts";

const workflow: Workflow = {
  file: "x.yml",
  name: "X",
  on: { push: { branches: ["main"] } },
  jobs: {
    check: {
      name: "check",
      minutes: 5,
      permissions: { contents: "read" },
      steps: [
        { uses: "actions/checkout", with: { "persist-credentials": false } },
        { install: "npm" },
        { script: "check" },
      ],
    },
  },
};

describe("a workflow", () => {
  it("becomes YAML that names its source, with every action pinned and its version beside it", () => {
    const { path, content } = renderWorkflow(workflow, "somewhere");
    expect(path).toBe(".github/workflows/x.yml");
    expect(content).toContain("# Generated from somewhere.");
    const { commit, version } = pins["actions/checkout"];
    expect(content).toContain(`uses: actions/checkout@${commit} # ${version}`);
    expect(parseYaml(content)).toMatchObject({
      permissions: {},
      jobs: {
        check: {
          "timeout-minutes": 5,
          permissions: { contents: "read" },
          steps: [{}, { run: "npm ci" }, { run: "npm run check" }],
        },
      },
    });
  });

  it("runs scripts of package.json and no shell text", () => {
    const check = { name: "check", minutes: 5, permissions: {}, steps: [{ script: "check; curl evil" }] };
    expect(() => renderWorkflow({ ...workflow, jobs: { check } }, "x")).toThrow("names no script of package.json");
  });

  it("pins whole commits", () => {
    for (const { commit, version } of Object.values(pins)) {
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
    }
  });
});

describe("the checks of a pull request", () => {
  it("are the ones that the rules of main require, by the same names", () => {
    const spec = parse({
      definition: withValue(definition, ["repository"], { requiredChecks: ["check", "test"], defaultBranch: "trunk" }),
    });
    const ci = ciWorkflow(spec);
    expect(Object.values(ci.jobs).map(({ name }) => name)).toEqual(["check", "test"]);
    expect(ci.on.pullRequest?.branches).toEqual(["trunk"]);
  });
});
