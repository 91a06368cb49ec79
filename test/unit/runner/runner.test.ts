import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { assignments } from "../../runner/machine.ts";
import { runWorkflow } from "../../runner/run.ts";

/** The runner itself: a runner that passes over things would make every pipeline look well. */
const folder = mkdtempSync(join(tmpdir(), "groundplan runner's "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (jobs: string, answer?: "approved" | "rejected") =>
  runWorkflow(`name: t\non: { push: {} }\njobs:\n${jobs.replaceAll(/^/gm, "  ")}`, {
    github: { event_name: "push", sha: "s".repeat(40) },
    workspace: folder,
    temporary: folder,
    artifacts: join(folder, "artifacts"),
    environment: { PATH: process.env["PATH"] ?? "" },
    secrets: (environment) => (environment === "live" ? { KEY: "sesame" } : {}),
    approval: async () => answer,
  });
const outcomesOf = async (steps: string) =>
  (await start(`a:\n  steps:\n${steps.replaceAll(/^/gm, "    ")}`)).jobs[0]?.steps.map(({ outcome }) => outcome);

describe("a runner of workflow files", () => {
  it("hands outputs from step to step and from job to job, in the order of needs", async () => {
    const report = await start(`b:
  needs: a
  steps:
    - env: { GOT: "\${{ needs.a.outputs.out }}" }
      run: test "$GOT" = "one two"
a:
  outputs: { out: "\${{ steps.make.outputs.made }}" }
  steps:
    - id: make
      run: |
        echo "made=one two" >> "$GITHUB_OUTPUT"
        echo "LATER=\${{ github.event_name }}" >> "$GITHUB_ENV"
    - run: test "$LATER" = push`);
    expect(report.jobs.map(({ job, result }) => [job, result])).toEqual([
      ["a", "success"],
      ["b", "success"],
    ]);
  });

  it("ends a script at its first command that fails, and stops what stands behind it", async () => {
    expect(
      await outcomesOf(
        '- run: "false\\ntrue"\n- run: "true"\n- if: failure()\n  run: "true"\n- if: always()\n  run: "true"',
      ),
    ).toEqual(["failed", "skipped", "run", "run"]);
  });

  it("puts success() before a condition that asks for no status", async () => {
    expect(await outcomesOf("- run: exit 3\n- if: github.event_name == 'push'\n  run: 'true'")).toEqual([
      "failed",
      "skipped",
    ]);
    expect(
      await outcomesOf("- if: github.event_name == 'push'\n  run: 'true'\n- if: failure()\n  run: 'true'"),
    ).toEqual(["run", "skipped"]);
  });

  it("lets a job behind a failed one run only where it asks for it", async () => {
    const report = await start(
      "a: { steps: [{ run: exit 1 }] }\nb: { needs: a, steps: [{ run: 'true' }] }\nc: { needs: [a, b], if: failure(), steps: [{ run: 'true' }] }",
    );
    expect(report.jobs.map(({ result }) => result)).toEqual(["failure", "skipped", "success"]);
  });

  it("hands an environment's secrets to its own jobs alone", async () => {
    const step = `steps: [{ env: { K: "\${{ secrets.KEY }}" }, run: 'test "$K" = sesame' }]`;
    const report = await start(`a: { environment: live, ${step} }\nb: { ${step} }`);
    expect(report.jobs.map(({ result }) => result)).toEqual(["success", "failure"]);
  });

  it("runs no step of a job whose environment says no", async () => {
    const report = await start("a: { environment: live, steps: [{ run: 'true' }] }", "rejected");
    expect(report.jobs).toMatchObject([{ result: "failure", gate: "live: rejected", steps: [{ outcome: "skipped" }] }]);
  });

  it("says what it cannot run instead of passing over it", async () => {
    expect(await outcomesOf("- uses: nobody/knows@1234")).toEqual(["cannot"]);
    await expect(start("a: { strategy: { matrix: { n: [1] } }, steps: [] }")).rejects.toThrow("jobs.a.strategy");
    await expect(start("a: { steps: [{ shell: pwsh, run: x }] }")).rejects.toThrow("steps[0].shell");
    await expect(start("a: { needs: b, steps: [] }")).rejects.toThrow("not there");
    await expect(start("a: { if: nonsense(), steps: [] }")).rejects.toThrow(/nonsense/i);
  });

  it("fails where a stand-in finds that the real one would", async () => {
    expect(
      await outcomesOf("- uses: actions/upload-artifact@1\n  with: { path: none, if-no-files-found: error }"),
    ).toEqual(["failed"]);
    expect(await outcomesOf("- uses: slackapi/slack-github-action@1\n  with: { payload: '{' }")).toEqual(["failed"]);
  });

  it("reads the files that GitHub gives to a step", () => {
    expect(assignments("a=b=c\nd<<END\none\ntwo\nEND\n")).toEqual({ a: "b=c", d: "one\ntwo" });
    expect(() => assignments("a\n")).toThrow("no name=value");
    expect(() => assignments("a<<END\n")).toThrow("has no end");
  });
});
