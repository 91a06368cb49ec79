import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { github } from "../../../loopback/github/vendor.ts";
import { controlOf, startTestCloud, type TestCloud } from "./cloud.ts";
import { octokitOf, refusal } from "./octokit.ts";

let cloud: TestCloud;
let octokit: ReturnType<typeof octokitOf>;
const org = "groundplan-local";
const web = { owner: org, repo: "web" };

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [github] });
  octokit = octokitOf(cloud.control);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await controlOf(cloud.control)("POST reset", {});
  await octokit.repos.createInOrg({ org, name: "web" });
});

const opened = async (title: string, labels: string[] = []) =>
  (await octokit.issues.create({ ...web, title, labels, body: "See there" })).data;
const commented = async (issue_number: number, body: string) =>
  (await octokit.issues.createComment({ ...web, issue_number, body })).data;
const titles = async (filter: Parameters<typeof octokit.issues.listForRepo>[0] | object = {}) =>
  (await octokit.issues.listForRepo({ ...web, ...filter })).data.map(({ title }) => title);
const seeded = (pullRequest: object) =>
  controlOf(cloud.control)("POST seed", { vendor: "github", accounts: { pullRequests: [pullRequest] } });
const pull = { repository: `${org}/web`, number: 7, title: "A change" };

describe("GitHub on loopback: issues", () => {
  it("opens one with labels, and makes the label that is not there", async () => {
    const answer = await octokit.issues.create({
      ...web,
      title: "Down",
      labels: ["BUG", "incident"],
      body: "See there",
    });
    expect(answer.headers.location).toBe(answer.data.url);
    expect(answer.data).toMatchObject({
      ...{ number: 1, state: "open", comments: 0, closed_at: null, user: { login: "octo-founder" } },
      html_url: `https://github.com/${org}/web/issues/1`,
      labels: [
        { name: "bug", default: true },
        { name: "incident", color: "ededed", description: null, default: false },
      ],
    });
    await opened("Down again", ["incident"]);
    expect((await octokit.issues.listLabelsForRepo(web)).data).toHaveLength(10);
    expect((await octokit.repos.get(web)).data.open_issues_count).toBe(2);
  });

  it("lists by state and by every label, newest first", async () => {
    await opened("one", ["incident"]);
    await opened("two", ["incident", "bug"]);
    const { number } = await opened("three", ["incident"]);
    await octokit.issues.update({ ...web, issue_number: number, state: "closed" });
    expect(await titles()).toEqual(["two", "one"]);
    expect(await titles({ labels: "Incident", direction: "asc" })).toEqual(["one", "two"]);
    expect(await titles({ labels: "incident,bug" })).toEqual(["two"]);
    expect(await titles({ labels: "incident", state: "closed" })).toEqual(["three"]);
    expect(await titles({ state: "all" })).toHaveLength(3);
    await commented(1, "loud");
    expect(await titles({ sort: "comments" })).toEqual(["one", "two"]);
    expect(await titles({ sort: "updated", direction: "asc" })).toEqual(["two", "one"]);
    await octokit.issues.deleteLabel({ ...web, name: "incident" });
    expect(await titles({ labels: "incident", state: "all" })).toEqual([]);
  });

  it("lists more than a page has, as the client walks it", async () => {
    for (let count = 0; count < 5; count++) await opened(`issue ${count}`);
    const all = await octokit.paginate(octokit.rest.issues.listForRepo, { ...web, per_page: 2 });
    expect(all.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
  });

  it("changes one, closes it with a reason, and opens it again", async () => {
    const { number: issue_number } = await opened("Down");
    const change = async (to: object) => (await octokit.issues.update({ ...web, issue_number, ...to })).data;
    expect(await change({ state: "closed" })).toMatchObject({ state: "closed", state_reason: "completed" });
    expect((await octokit.issues.get({ ...web, issue_number })).data.closed_at).toMatch(/Z$/);
    expect(await change({ state: "open" })).toMatchObject({ state_reason: "reopened", closed_at: null });
    expect(await change({ state: "closed", state_reason: "not_planned" })).toMatchObject({
      state_reason: "not_planned",
    });
    expect(await change({ title: "Up", body: null, labels: ["bug"] })).toMatchObject({
      ...{ title: "Up", body: null, labels: [{ name: "bug" }] },
    });
  });

  it("refuses what GitHub refuses, and what is not played", async () => {
    await opened("Down");
    const refused = async (call: Promise<unknown>) => {
      const { status, data } = await refusal(call);
      return [status, data.errors ?? data.message];
    };
    expect(await refused(opened(" "))).toEqual([422, [{ resource: "Issue", code: "missing_field", field: "title" }]]);
    expect(await refused(opened("x".repeat(257)))).toMatchObject([422, [{ field: "title", code: "custom" }]]);
    const long = octokit.issues.update({ ...web, issue_number: 1, body: "x".repeat(65_537) });
    expect(await refused(long)).toMatchObject([422, [{ field: "body", code: "custom" }]]);
    const assigned = octokit.issues.create({ ...web, title: "t", assignees: ["octo-founder"] });
    expect(await refused(assigned)).toEqual([422, expect.stringContaining("assignees")]);
    expect(await refused(titles({ state: "shut" }))).toMatchObject([422, [{ field: "state", code: "invalid" }]]);
    expect(await refused(titles({ milestone: "1" }))).toMatchObject([422, [{ field: "milestone", code: "invalid" }]]);
    expect(await refused(octokit.issues.get({ ...web, issue_number: 2 }))).toEqual([404, "Not Found"]);
    await octokit.repos.update({ ...web, has_issues: false });
    const off = [410, "Issues are disabled for this repo"];
    expect(await refused(opened("Down"))).toEqual(off);
    expect(await refused(octokit.issues.get({ ...web, issue_number: 1 }))).toEqual(off);
    expect(await titles()).toEqual([]);
  });
});

describe("GitHub on loopback: comments of issues and pull requests", () => {
  it("keeps them in their order, and changes and removes one by its own id", async () => {
    const { number: issue_number } = await opened("Down");
    const first = await commented(issue_number, "one");
    await commented(issue_number, "two");
    expect(first).toMatchObject({
      ...{ body: "one", user: { login: "octo-founder" } },
      html_url: `https://github.com/${org}/web/issues/1#issuecomment-${first.id}`,
    });
    const changed = (await octokit.issues.updateComment({ ...web, comment_id: first.id, body: "three" })).data;
    expect(changed.updated_at > first.updated_at).toBe(true);
    const list = await octokit.paginate(octokit.rest.issues.listComments, { ...web, issue_number, per_page: 1 });
    expect(list.map(({ body }) => body)).toEqual(["three", "two"]);
    expect((await octokit.issues.get({ ...web, issue_number })).data.comments).toBe(2);
    await octokit.issues.deleteComment({ ...web, comment_id: first.id });
    expect(await refusal(octokit.issues.getComment({ ...web, comment_id: first.id }))).toMatchObject({ status: 404 });
  });

  it("refuses an empty one, one that is too long, and one below nothing", async () => {
    await opened("Down");
    for (const body of [" ", "x".repeat(65_537)])
      expect(await refusal(commented(1, body))).toMatchObject({
        status: 422,
        data: { errors: [{ resource: "IssueComment", code: "unprocessable", field: "data" }] },
      });
    expect(await refusal(commented(2, "x"))).toMatchObject({ status: 404 });
    expect(await refusal(octokit.issues.updateComment({ ...web, comment_id: 1, body: "x" }))).toMatchObject({
      status: 404,
    });
  });

  it("takes them for a pull request, which is seeded, shares the numbers and is listed as an issue", async () => {
    expect((await seeded(pull)).status).toBe(200);
    expect((await seeded(pull)).status).toBe(200);
    expect((await opened("Down")).number).toBe(8);
    const comment = await commented(7, "Preview");
    expect(comment.html_url).toContain("/web/pull/7#issuecomment-");
    const listed = (await octokit.issues.listForRepo(web)).data;
    expect(listed.map(({ number, pull_request }) => [number, pull_request !== undefined])).toEqual([
      [8, false],
      [7, true],
    ]);
    await octokit.repos.update({ ...web, has_issues: false });
    expect((await octokit.issues.listComments({ ...web, issue_number: 7 })).data).toHaveLength(1);
    expect((await seeded({ ...pull, number: 8 })).status).toBe(400);
    expect((await seeded({ ...pull, repository: "nobody/web" })).status).toBe(400);
  });

  it("shows both in the state, and neither when the repository is gone", async () => {
    await opened("Down", ["incident"]);
    await commented(1, "Again");
    const state = async () => (await controlOf(cloud.control)("GET state")).body.github;
    expect(await state()).toMatchObject({
      issues: [{ repository: `${org}/web`, number: 1, labels: [{ name: "incident" }] }],
      issueComments: [{ repository: `${org}/web`, issue: 1, body: "Again" }],
    });
    await octokit.repos.delete(web);
    expect(await state()).toMatchObject({ issues: [], issueComments: [] });
  });
});
