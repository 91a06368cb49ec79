import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { github } from "../../../loopback/github/vendor.ts";
import { type Ask, asker, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";
import { octokitOf, refusal } from "./octokit.ts";

let cloud: TestCloud;
let octokit: ReturnType<typeof octokitOf>;
let ask: Ask;
const org = "groundplan-local";
const web = { owner: org, repo: "web" };

beforeAll(async () => {
  cloud = await startTestCloud({ vendors: [github] });
  octokit = octokitOf(cloud.control);
  ask = asker(cloud.control.origins["github"] ?? "", cloud.control.environment["GITHUB_TOKEN"] ?? "");
});
afterAll(() => cloud.stop());
beforeEach(() => controlOf(cloud.control)("POST reset", {}));

describe("GitHub on loopback: accounts", () => {
  it("knows the organisation, the token's owner and nobody else", async () => {
    expect((await octokit.orgs.get({ org })).data).toMatchObject({ login: org, type: "Organization" });
    expect((await octokit.users.getAuthenticated()).data).toMatchObject({ login: "octo-founder", type: "User" });
    expect((await octokit.users.getByUsername({ username: org.toUpperCase() })).data.type).toBe("Organization");
    // A user is no organisation: so clients tell them apart.
    expect(await refusal(octokit.orgs.get({ org: "octo-founder" }))).toMatchObject({
      status: 404,
      data: { message: "Not Found" },
    });
  });

  it("makes teams with slugs, members and repositories", async () => {
    const team = (await octokit.teams.create({ org, name: "Release Crew", privacy: "closed" })).data;
    expect(team).toMatchObject({ slug: "release-crew", privacy: "closed", organization: { login: org } });
    expect(await refusal(octokit.teams.create({ org, name: "release crew" }))).toMatchObject({ status: 422 });
    await octokit.teams.addOrUpdateMembershipForUserInOrg({
      org,
      team_slug: team.slug,
      username: "octo-founder",
      role: "maintainer",
    });
    expect((await octokit.teams.listMembersInOrg({ org, team_slug: team.slug })).data).toMatchObject([
      { login: "octo-founder" },
    ]);
    await octokit.repos.createInOrg({ org, name: "web" });
    await octokit.teams.addOrUpdateRepoPermissionsInOrg({ org, team_slug: team.slug, ...web, permission: "push" });
    expect((await octokit.repos.listTeams(web)).data).toMatchObject([{ slug: "release-crew", permission: "push" }]);
    const byId = await ask(`GET /api/v3/organizations/${team.organization.id}/team/${team.id}`);
    expect(byId.body).toMatchObject({ id: team.id, repos_count: 1, members_count: 1 });
    await octokit.teams.deleteInOrg({ org, team_slug: team.slug });
    expect((await octokit.repos.listTeams(web)).data).toEqual([]);
  });

  it("takes other owners by seeding", async () => {
    const accounts = {
      organizations: [{ login: "acme", id: 77 }],
      users: [{ login: "grace" }],
      teams: [{ org: "acme", name: "Ops", id: 78 }],
    };
    const control = controlOf(cloud.control);
    expect((await control("POST seed", { vendor: "github", accounts })).status).toBe(200);
    expect((await octokit.repos.createInOrg({ org: "acme", name: "shop" })).data.full_name).toBe("acme/shop");
    expect((await octokit.teams.getByName({ org: "acme", team_slug: "ops" })).data.id).toBe(78);
    expect((await control("POST seed", { vendor: "github", accounts: { organisations: [] } })).status).toBe(400);
  });
});

describe("GitHub on loopback: members of an organisation", () => {
  it("are the token's owner and whom seeding puts there, and they read its repositories", async () => {
    const accounts = { users: [{ login: "ana", id: 7, member: org }, { login: "bob" }] };
    await controlOf(cloud.control)("POST seed", { vendor: "github", accounts });
    await octokit.repos.createInOrg({ org, name: "web", visibility: "private" });
    const member = async (username: string) => (await octokit.orgs.getMembershipForUser({ org, username })).data;
    expect(await member("octo-founder")).toMatchObject({ state: "active", role: "admin" });
    expect(await member("ANA")).toMatchObject({ role: "member", user: { id: 7 }, organization: { login: org } });
    expect(await refusal(octokit.orgs.getMembershipForUser({ org, username: "bob" }))).toMatchObject({ status: 404 });
    expect((await octokit.orgs.listMembers({ org })).data.map(({ login }) => login)).toEqual(["octo-founder", "ana"]);
    const permission = async (username: string) =>
      (await octokit.repos.getCollaboratorPermissionLevel({ ...web, username })).data.permission;
    expect([await permission("ana"), await permission("bob")]).toEqual(["read", "none"]);
    const nowhere = { vendor: "github", accounts: { users: [{ login: "eve", member: "acme" }] } };
    expect((await controlOf(cloud.control)("POST seed", nowhere)).status).not.toBe(200);
  });
});

describe("GitHub on loopback: repositories", () => {
  it("creates with GitHub's defaults, in an organisation and for the user", async () => {
    const repo = (await octokit.repos.createInOrg({ org, name: "web", visibility: "private", description: "The site" }))
      .data;
    expect(repo).toMatchObject({
      full_name: `${org}/web`,
      private: true,
      default_branch: "main",
      allow_squash_merge: true,
      delete_branch_on_merge: false,
    });
    expect((await octokit.repos.createForAuthenticatedUser({ name: "dotfiles" })).data.owner.login).toBe(
      "octo-founder",
    );
    const taken = await refusal(octokit.repos.createInOrg({ org, name: "WEB" }));
    expect(taken).toMatchObject({
      status: 422,
      data: { errors: [{ field: "name", message: "name already exists on this account" }] },
    });
  });

  it("finds a repository in any case, and by its number", async () => {
    const { id } = (await octokit.repos.createInOrg({ org, name: "web" })).data;
    expect((await octokit.repos.get({ owner: org.toUpperCase(), repo: "Web" })).data.id).toBe(id);
    expect((await ask(`GET /repositories/${id}`)).body.full_name).toBe(`${org}/web`);
    expect((await ask(`GET /repositories/${id}/topics`)).body).toEqual({ names: [] });
  });

  it("redirects a former name to the numeric address", async () => {
    const { id } = (await octokit.repos.createInOrg({ org, name: "web" })).data;
    await octokit.repos.update({ ...web, name: "site" });
    const old = await fetch(`${cloud.control.origins["github"]}/api/v3/repos/${org}/web`, {
      redirect: "manual",
      headers: { authorization: `Bearer ${cloud.control.environment["GITHUB_TOKEN"]}` },
    });
    expect(old.status).toBe(301);
    expect(old.headers.get("location")).toBe(`${cloud.control.origins["github"]}/api/v3/repositories/${id}`);
    expect((await octokit.repos.get(web)).data.name).toBe("site");
    // A new repository under the old name wins over the redirect.
    await octokit.repos.createInOrg({ org, name: "web" });
    expect((await octokit.repos.get(web)).data.name).toBe("web");
  });

  it("changes settings, and refuses what does not go together", async () => {
    await octokit.repos.createInOrg({ org, name: "web", visibility: "private" });
    const changed = await octokit.repos.update({
      ...web,
      homepage: "https://example.com",
      squash_merge_commit_title: "PR_TITLE",
      squash_merge_commit_message: "PR_BODY",
    });
    expect(changed.data).toMatchObject({ homepage: "https://example.com", squash_merge_commit_message: "PR_BODY" });
    const refused = [
      octokit.repos.update({ ...web, visibility: "private" }),
      octokit.repos.update({ ...web, default_branch: "nowhere" }),
      octokit.repos.update({ ...web, allow_merge_commit: false, allow_squash_merge: false, allow_rebase_merge: false }),
      octokit.repos.update({ ...web, merge_commit_title: "MERGE_MESSAGE", merge_commit_message: "PR_BODY" }),
    ];
    const answers = await Promise.all(refused.map(refusal));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(answers[0]?.data.message).toBe("Visibility is already private.");
    expect((await octokit.repos.get(web)).data).toMatchObject({
      allow_merge_commit: true,
      merge_commit_message: "PR_TITLE",
    });
  });

  it("is read-only while archived", async () => {
    await octokit.repos.createInOrg({ org, name: "web", auto_init: true });
    await octokit.repos.update({ ...web, archived: true });
    expect(await refusal(octokit.repos.replaceAllTopics({ ...web, names: ["a"] }))).toMatchObject({ status: 403 });
    expect(await refusal(octokit.repos.update({ ...web, description: "x" }))).toMatchObject({ status: 403 });
    await octokit.repos.update({ ...web, archived: false });
    await octokit.repos.replaceAllTopics({ ...web, names: ["b", "a"] });
    expect((await octokit.repos.getAllTopics(web)).data.names).toEqual(["a", "b"]);
  });

  it("switches alerts, which security fixes need, and has no pages", async () => {
    await octokit.repos.createInOrg({ org, name: "web" });
    expect(await refusal(octokit.repos.checkVulnerabilityAlerts(web))).toMatchObject({ status: 404 });
    expect(await refusal(octokit.repos.enableAutomatedSecurityFixes(web))).toMatchObject({ status: 422 });
    await octokit.repos.enableVulnerabilityAlerts(web);
    await octokit.repos.enableAutomatedSecurityFixes(web);
    expect((await octokit.repos.checkVulnerabilityAlerts(web)).status).toBe(204);
    await octokit.repos.disableVulnerabilityAlerts(web);
    expect((await octokit.repos.checkAutomatedSecurityFixes(web)).data).toEqual({ enabled: false, paused: false });
    expect(await refusal(octokit.repos.getPages(web))).toMatchObject({ status: 404 });
  });

  it("keeps what workflows may do", async () => {
    await octokit.repos.createInOrg({ org, name: "web", visibility: "private" });
    expect((await octokit.actions.getGithubActionsPermissionsRepository(web)).data).toMatchObject({
      enabled: true,
      allowed_actions: "all",
    });
    expect(await refusal(octokit.actions.getAllowedActionsRepository(web))).toMatchObject({ status: 409 });
    await octokit.actions.setGithubActionsPermissionsRepository({ ...web, enabled: true, allowed_actions: "selected" });
    await octokit.actions.setAllowedActionsRepository({
      ...web,
      github_owned_allowed: true,
      verified_allowed: false,
      patterns_allowed: ["a/*"],
    });
    expect((await octokit.actions.getAllowedActionsRepository(web)).data.patterns_allowed).toEqual(["a/*"]);
    await octokit.actions.setGithubActionsDefaultWorkflowPermissionsRepository({
      ...web,
      default_workflow_permissions: "write",
    });
    expect((await octokit.actions.getGithubActionsDefaultWorkflowPermissionsRepository(web)).data).toEqual({
      default_workflow_permissions: "write",
      can_approve_pull_request_reviews: false,
    });
    await octokit.actions.setWorkflowAccessToRepository({ ...web, access_level: "organization" });
    expect((await octokit.actions.getWorkflowAccessToRepository(web)).data).toEqual({ access_level: "organization" });
  });

  it("has GitHub's labels and takes more, compared without case", async () => {
    await octokit.repos.createInOrg({ org, name: "web" });
    expect((await octokit.issues.listLabelsForRepo(web)).data).toHaveLength(9);
    const made = await octokit.issues.createLabel({ ...web, name: "priority: high", color: "FF0000" });
    expect(made.data).toMatchObject({ color: "ff0000", default: false });
    expect(
      await refusal(octokit.issues.createLabel({ ...web, name: "Priority: High", color: "00ff00" })),
    ).toMatchObject({
      status: 422,
      data: { errors: [{ resource: "Label", code: "already_exists", field: "name" }] },
    });
    await octokit.issues.updateLabel({ ...web, name: "priority: high", new_name: "p1" });
    await octokit.issues.deleteLabel({ ...web, name: "p1" });
    expect(await refusal(octokit.issues.getLabel({ ...web, name: "p1" }))).toMatchObject({ status: 404 });
  });

  it("deletes a repository with everything below it", async () => {
    await octokit.repos.createInOrg({ org, name: "web", auto_init: true });
    await octokit.repos.delete(web);
    expect(await refusal(octokit.repos.get(web))).toMatchObject({ status: 404 });
    const { github: state } = (await controlOf(cloud.control)("GET state")).body;
    expect([state.repositories, state.files, state.labels]).toEqual([[], [], []]);
  });
});

describe("GitHub on loopback: the protocol", () => {
  it("answers 304 to who has it already, and a new ETag after a change", async () => {
    await octokit.repos.createInOrg({ org, name: "web" });
    const first = await ask(`GET /repos/${org}/web`);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    expect((await ask(`GET /repos/${org}/web`, undefined, { "if-none-match": etag })).status).toBe(304);
    await octokit.repos.update({ ...web, description: "changed" });
    expect((await ask(`GET /repos/${org}/web`, undefined, { "if-none-match": etag })).status).toBe(200);
  });

  it("refuses requests without a User-Agent", async () => {
    expect((await ask("GET /user", undefined, { "user-agent": "" })).status).toBe(403);
    expect((await ask("GET /user")).status).toBe(200);
  });

  it("pages with Link headers that GitHub's client follows", async () => {
    for (const name of ["a", "b", "c"]) await octokit.repos.createInOrg({ org, name });
    const first = await octokit.repos.listForOrg({ org, per_page: 2 });
    expect(first.headers.link).toContain('page=2>; rel="next"');
    expect(first.headers.link).toContain('rel="last"');
    const all = await octokit.paginate(octokit.repos.listForOrg, { org, per_page: 2 });
    expect(all.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("has GitHub's error bodies for a wrong token, a wrong body and an unknown route", async () => {
    const stranger = asker(cloud.control.origins["github"] ?? "", "ghp_wrong");
    expect(await stranger("GET /user")).toMatchObject({
      status: 401,
      body: { message: expect.any(String), status: "401" },
    });
    expect(await ask(`POST /orgs/${org}/repos`, { description: "nameless" })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("/name"), documentation_url: expect.any(String) },
    });
    expect((await ask("GET /gists")).status).toBe(501);
  });
});
