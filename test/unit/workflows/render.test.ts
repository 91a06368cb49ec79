import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  all,
  always,
  equal,
  github,
  outputOf,
  pullRequest,
  resultFrom,
  text,
} from "../../../src/workflows/expression.ts";
import { type Job, job, newest } from "../../../src/workflows/job.ts";
import { checksOut, write } from "../../../src/workflows/permissions.ts";
import { pins } from "../../../src/workflows/pins.ts";
import { workflowFiles } from "../../../src/workflows/pipelines.ts";
import { renderWorkflow } from "../../../src/workflows/render.ts";
import { action, groundplan, install, named, script } from "../../../src/workflows/step.ts";
import { cron, dispatch } from "../../../src/workflows/triggers.ts";
import type { Workflow } from "../../../src/workflows/workflow.ts";
import { definition, parse as platform, withValue } from "../../support/platform.ts";

const check = job({
  id: "check",
  name: "check",
  minutes: 5,
  permissions: checksOut,
  steps: [action("actions/checkout", { "persist-credentials": false }), install(), script("check")],
});
const workflow = (...jobs: readonly Job[]): Workflow => ({
  file: "x.yml",
  name: "X",
  on: { pullRequest: { branches: ["main"] } },
  concurrency: newest,
  jobs,
});
const yamlOf = (...jobs: readonly Job[]) => parse(renderWorkflow(workflow(...jobs), "somewhere").content);

describe("a workflow", () => {
  it("is what GitHub reads: no right but those of the job, a limit, a commit with the release that it is", () => {
    const { path, content } = renderWorkflow(workflow(check), "somewhere");
    expect(path).toBe(".github/workflows/x.yml");
    expect(content).toMatch(/^# Generated from somewhere by: npx groundplan workflows generate\n/);
    expect(content).toContain(
      `uses: actions/checkout@${pins["actions/checkout"].commit} # ${pins["actions/checkout"].version}`,
    );
    expect(content).toContain("contents: read # checks out the commit");
    expect(parse(content)).toEqual({
      name: "X",
      on: { pull_request: { branches: ["main"] } },
      permissions: {},
      concurrency: { group: "${{ github.workflow }}-${{ github.ref }}", "cancel-in-progress": true },
      jobs: {
        check: {
          name: "check",
          "runs-on": "ubuntu-24.04",
          "timeout-minutes": 5,
          permissions: { contents: "read" },
          steps: [
            {
              uses: `actions/checkout@${pins["actions/checkout"].commit}`,
              with: { "persist-credentials": false },
            },
            { run: "npm ci" },
            { run: "npm run check" },
          ],
        },
      },
    });
  });

  it("is the same text every time", () => {
    const once = renderWorkflow(workflow(check), "s").content;
    expect(renderWorkflow(workflow(check), "s").content).toBe(once);
  });

  it("says everything in full: what two jobs share is no alias", () => {
    const database = { image: `postgres@sha256:${"0".repeat(64)}`, env: {}, ports: [], options: "" } as const;
    const sharing = [check, { ...check, id: "other" }].map((one) => ({ ...one, services: { database } }));
    expect(renderWorkflow(workflow(...sharing), "s").content).not.toMatch(/[&*]a1\b/);
  });

  it("hands values on: from a step to its job, from a job to the next", () => {
    const deploy = named("deploy", groundplan("deploy", { stack: "s", ref: github.sha, hold: true }));
    const first = job({ ...check, id: "first", outputs: { url: outputOf(deploy, "url") }, steps: [deploy] });
    const smoke = groundplan("smoke", { stack: "s", url: resultFrom(first, "url") });
    const second = job({ ...check, id: "second", needs: [first], if: always(), steps: [smoke] });
    const { jobs } = yamlOf(first, second);
    expect(jobs.first.outputs).toEqual({ url: "${{ steps.deploy.outputs.url }}" });
    expect(jobs.first.steps[0]).toEqual({
      id: "deploy",
      env: { FLAG_REF: "${{ github.sha }}" },
      run: 'npx groundplan deploy --stack s --ref "$FLAG_REF" --hold',
    });
    expect(jobs.second).toMatchObject({ needs: ["first"], if: "always()" });
    expect(jobs.second.steps[0].env).toEqual({ FLAG_URL: "${{ needs.first.outputs.url }}" });
  });

  it("lets what others wrote reach a shell as a variable only", () => {
    const told = job({ ...check, steps: [script("lint", { env: { TITLE: pullRequest.title } })] });
    expect(yamlOf(told).jobs.check.steps[0]).toEqual({
      env: { TITLE: "${{ github.event.pull_request.title }}" },
      run: "npm run lint",
    });
    const flagged = job({ ...check, steps: [script("lint", {}, { only: "a b", fix: true })] });
    expect(yamlOf(flagged).jobs.check.steps[0].run).toBe("npm run lint -- --only 'a b' --fix");
    const odd = job({ ...check, steps: [groundplan("deploy", { stack: "s", app: "a b'c; rm -rf /" })] });
    expect(yamlOf(odd).jobs.check.steps[0].run).toBe(
      String.raw`npx groundplan deploy --stack s --app 'a b'\''c; rm -rf /'`,
    );
  });

  it("writes conditions, schedules, questions and permissions", () => {
    const one = job({
      ...check,
      permissions: { issues: write("opens an issue") },
      if: all(equal(github.eventName, "it's"), always()),
    });
    const asked = dispatch({ to: { description: "where", required: false } });
    const { content } = renderWorkflow({ ...workflow(one), on: { schedule: cron("7 4 * * *"), dispatch: asked } }, "s");
    expect(content).toContain("issues: write # opens an issue");
    expect(parse(content)).toMatchObject({
      on: {
        schedule: [{ cron: "7 4 * * *" }],
        workflow_dispatch: { inputs: { to: { description: "where", required: false, type: "string" } } },
      },
      jobs: { check: { if: "github.event_name == 'it''s' && always()" } },
    });
  });

  it("keeps a reader's words: a text around an expression", () => {
    expect(text`run ${github.runId} of ${"x"}`.rendered).toBe("run ${{ github.run_id }} of x");
  });
});

describe("the files of a platform", () => {
  it("are its checks alone, one job for each required check, while it says nothing about releases", () => {
    const spec = platform({
      stack: "production",
      definition: withValue(definition, ["repository"], { requiredChecks: ["check", "test"], defaultBranch: "trunk" }),
    });
    const files = workflowFiles(spec);
    expect(files.map(({ path }) => path)).toEqual([".github/workflows/ci.yml"]);
    const { on, jobs } = parse(files[0]?.content ?? "");
    expect(on).toEqual({ pull_request: { branches: ["trunk"] }, push: { branches: ["trunk"] } });
    expect(Object.keys(jobs)).toEqual(["check", "test"]);
  });

  it("have one job for each required check, in all workflows together", () => {
    const spec = platform({
      stack: "production",
      definition: {
        ...definition,
        repository: { requiredChecks: ["files"] },
        release: { production: { approval: false }, checks: [{ name: "files" }] },
      },
    });
    expect(() => workflowFiles(spec)).toThrow('"files": is the name of 2 jobs that pull requests run');
  });

  it("have a job for every required check", () => {
    const spec = platform({
      stack: "production",
      definition: {
        ...definition,
        repository: { requiredChecks: ["tset"] },
        release: { production: { approval: false }, checks: [{ name: "test" }] },
      },
    });
    expect(() => workflowFiles(spec)).toThrow('"tset": is the name of no job that pull requests run; allowed: test');
  });
});
