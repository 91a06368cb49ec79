import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { github } from "../../../loopback/github/vendor.ts";
import { slack } from "../../../loopback/slack/vendor.ts";
import { workflowFiles } from "../../../src/workflows/pipelines.ts";
import type { RunReport } from "../../runner/report.ts";
import { runWorkflow } from "../../runner/run.ts";
import { type FileJob, readWorkflow } from "../../runner/workflow-file.ts";
import { type Ask, controlOf, startTestCloud, type TestCloud } from "../loopback/cloud.ts";
import { octokitOf } from "../loopback/octokit.ts";
import { productSpec } from "../workflows/products.ts";

/** Actions that talk to somebody: a program of ours in each one's place, and the scripts that the pipelines hand to them. */
const folder = mkdtempSync(join(tmpdir(), "groundplan action's "));
const [owner, repo] = ["groundplan-local", "overview"];
const number = 7;
let cloud: TestCloud;
let control: Ask;

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [github, slack] });
  control = controlOf(cloud.control);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await control("POST reset", {});
  await octokitOf(cloud.control).repos.createInOrg({ org: owner, name: repo });
  const pullRequests = [{ repository: `${owner}/${repo}`, number, title: "A change" }];
  await control("POST seed", { vendor: "github", accounts: { pullRequests } });
  await hook("active");
});

const hook = (state: string) =>
  control("POST seed", {
    vendor: "slack",
    accounts: { hooks: [{ workspace: "T1", id: "B1", channel: "alerts", state }] },
  });
const start = (jobs: Readonly<Record<string, unknown>>): Promise<RunReport> =>
  runWorkflow(stringify({ name: "t", on: { push: {} }, jobs }), {
    github: {
      ...{ event_name: "pull_request", sha: "s".repeat(40), ref: "refs/heads/main", workflow: "t", run_id: "12" },
      ...{ repository: `${owner}/${repo}`, server_url: "https://github.com" },
      ...{ api_url: `${cloud.control.origins["github"]}/api/v3`, token: cloud.control.environment["GITHUB_TOKEN"] },
      event: { number, pull_request: { number } },
    },
    ...{ workspace: folder, temporary: folder, artifacts: folder },
    environment: { PATH: process.env["PATH"] ?? "" },
    secrets: () => ({ SLACK_WEBHOOK_URL: `${cloud.control.origins["slack"]}/services/T1/B1/0123456789abcdef` }),
    approval: async () => undefined,
  });
/** One step, and how it ended. */
const stepOf = async (uses: string, inputs: object) =>
  (await start({ a: { steps: [{ uses: `${uses}@1`, with: inputs }] } })).jobs[0]?.steps[0];
const scripted = (script: string, more: object = {}) => stepOf("actions/github-script", { script, ...more });

describe("a script of github-script", () => {
  it("has a client, the event, its variables, and what lies in the checkout; later steps have its result", async () => {
    writeFileSync(join(folder, "words.cjs"), 'module.exports = "from the checkout";');
    const script = `const { data } = await github.rest.repos.get(context.repo);
const { WORD } = require("node:process").env;
core.setOutput("word", WORD);
return [data.full_name, context.issue.number, context.runId, require("./words.cjs")];`;
    const wanted = `["${owner}/${repo}",7,12,"from the checkout"]`;
    const report = await start({
      a: {
        steps: [
          { id: "it", uses: "actions/github-script@1", with: { script }, env: { WORD: "one\ntwo" } },
          { run: 'test "$RESULT" = "$WANTED"', env: { RESULT: "${{ steps.it.outputs.result }}", WANTED: wanted } },
          { run: 'test "$WORD" = "$(printf "one\\ntwo")"', env: { WORD: "${{ steps.it.outputs.word }}" } },
        ],
      },
    });
    expect(report.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual(["replaced", "run", "run"]);
  });
  it.each([
    ["throws", "throw new Error('for a reason')", "for a reason"],
    ["is refused by GitHub", "await github.rest.issues.get({ ...context.repo, issue_number: 8 })", "Not Found"],
    ["calls endpoints as older clients had them", "await github.issues.get({})", "undefined"],
    ["names what is not handed to it", "await exec.exec('ls')", "exec is not defined"],
    ["is no program", "await (", "SyntaxError"],
  ])("that %s is red", async (_, script, said) => {
    expect(await scripted(script)).toMatchObject({ outcome: "failed", detail: expect.stringContaining(said) });
  });

  it("with a token of its own has no other, and with an input that is not played does not run", async () => {
    const own = await scripted("await github.rest.repos.get(context.repo)", { "github-token": "ghp_nobodys" });
    expect(own).toMatchObject({ outcome: "failed", detail: expect.stringContaining("HttpError: Unauthorized") });
    expect(await scripted("return 1", { retries: 3 })).toMatchObject({ outcome: "cannot" });
  });
});

/** A job of a generated pipeline, as its file says it. */
function jobOf(file: string, id: string): FileJob {
  const found = workflowFiles(productSpec("overview")).find(({ path }) => path.endsWith(`/${file}`));
  const job = readWorkflow(found?.content ?? "").jobs[id];
  if (job === undefined) throw new Error(`${file} has no job ${id}`);
  return job;
}
const state = async () => (await control("GET state")).body;
const address = `https://github.com/${owner}/${repo}/actions/runs/12`;

describe("the incident of a pipeline", () => {
  const sick = () => start({ health: { steps: [{ run: "exit 1" }] }, incident: jobOf("health-check.yml", "incident") });
  const incidents = async () => (await state()).github.issues.filter((one: object) => !("pull_request" in one));

  it("is one issue for as long as it is open, with a comment for each further run", async () => {
    const report = await sick();
    expect(report.jobs.map(({ result }) => result)).toEqual(["failure", "success"]);
    expect(await incidents()).toMatchObject([
      { state: "open", labels: [{ name: "incident" }], body: `See ${address}`, comments: 0 },
    ]);
    await sick();
    expect(await incidents()).toMatchObject([{ comments: 1 }]);
    expect((await state()).github.issueComments).toMatchObject([{ body: `Again: ${address}` }]);
  });

  it("is a new issue once that one is closed, and beside another one", async () => {
    const octokit = octokitOf(cloud.control);
    await octokit.issues.create({ owner, repo, title: "another one", labels: ["incident"] });
    await sick();
    const [, { number: issue_number }] = await incidents();
    await octokit.issues.update({ owner, repo, issue_number, state: "closed" });
    await sick();
    expect((await incidents()).map((one: { state: string }) => one.state)).toEqual(["open", "closed", "open"]);
  });
});

describe("the comment of a preview", () => {
  const deployed = (url: string) =>
    start({
      preview: {
        outputs: { url: "${{ steps.deploy.outputs.url }}" },
        steps: [{ id: "deploy", run: `echo "url=${url}" >> "$GITHUB_OUTPUT"` }],
      },
      comment: jobOf("preview.yml", "comment"),
    });

  it("is made once and then changed, behind those of people", async () => {
    const octokit = octokitOf(cloud.control);
    for (let count = 0; count < 31; count++)
      await octokit.issues.createComment({ owner, repo, issue_number: number, body: "Looks good" });
    for (const url of ["https://one.example", "https://two.example,https://three.example"])
      expect((await deployed(url)).result).toBe("success");
    const comments: { issue: number; body: string }[] = (await state()).github.issueComments;
    expect(comments.slice(31)).toMatchObject([
      { issue: number, body: expect.stringMatching(/\nPreview: https:\/\/two.example, https:\/\/three.example$/) },
    ]);
  });
});

describe("what people are told in Slack", () => {
  /** The job's notices behind a command. */
  const told = (file: string, job: string, command: string) => {
    const notices = jobOf(file, job).steps?.filter(({ uses }) => uses?.startsWith("slackapi/"));
    return start({ a: { steps: [{ run: command }, ...(notices ?? [])] } });
  };

  it.each([
    ["deploy-production", "true", "success", "was deployed"],
    ["deploy-production", "false", "failure", "was not deployed"],
    ["rollback", "true", "success", "was rolled back"],
    ["rollback", "false", "failure", "was not rolled back"],
  ])("by %s after `%s` is the one message that says so", async (job, command, result, words) => {
    expect((await told(`${job}.yml`, job, command)).result).toBe(result);
    expect((await state()).slack.messages).toEqual([
      { webhook: "T1/B1", channel: "alerts", text: `overview, production ${words}: ${address}` },
    ]);
  });

  it("is never that nothing was deployed where Slack refused the message, and the run is red", async () => {
    await hook("prohibited");
    const { jobs } = await told("deploy-production.yml", "deploy-production", "true");
    expect(jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual(["run", "skipped", "failed"]);
  });
});

describe("a post to Slack", () => {
  const payload = '{ "text": "hello" }';
  const post = (inputs: object) =>
    stepOf("slackapi/slack-github-action", {
      webhook: "${{ secrets.SLACK_WEBHOOK_URL }}",
      ...{ "webhook-type": "incoming-webhook", payload, ...inputs },
    });

  it("that Slack refuses is red where errors are asked for, and green where not, as the action is", async () => {
    await hook("removed");
    const refused = expect.stringContaining("404 no_service");
    expect(await post({ errors: true })).toMatchObject({ outcome: "failed", detail: refused });
    expect(await post({})).toMatchObject({ outcome: "replaced" });
  });

  it.each([
    ["a payload that is no JSON", { payload: "{" }],
    ["no webhook", { webhook: "" }],
    ["another kind of webhook", { "webhook-type": "webhook-trigger" }],
  ])("with %s is red in any case", async (_, inputs) => {
    expect(await post(inputs)).toMatchObject({ outcome: "failed" });
  });
});
