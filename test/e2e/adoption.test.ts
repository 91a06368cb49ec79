import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { Vercel } from "@vercel/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type Ran, Scratch } from "../support/scratch.ts";

/** The dashboards exist already on the day people start: what strangers made is taken over, not made again and not broken. */
const scratch = new Scratch();
const team = "team_LoopbackTeam000000000001";
const organization = "groundplan-local";
const stackFile = join(scratch.project, "Pulumi.local.yaml");
let refused: Ran;
/** Logical name to import id, as the strangers know them. */
const made: Record<string, string> = {};

/** One call by plain HTTP. */
async function call(vendor: "supabase" | "sentry", method: string, path: string, body?: unknown) {
  const { origins, environment } = scratch.control;
  const token = environment[vendor === "supabase" ? "SUPABASE_ACCESS_TOKEN" : "SENTRY_AUTH_TOKEN"];
  const response = await fetch(`${origins[vendor]}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${method} ${path}`).toBe(true);
  return JSON.parse(await response.text());
}

function say(key: "adopt" | "deployments", value: object): void {
  const file = parse(readFileSync(stackFile, "utf8"));
  file.config["groundplan:environment"][key] = value;
  writeFileSync(stackFile, stringify(file));
}
const adopt = (entries: Readonly<Record<string, string>>): void => say("adopt", entries);

/** Who approves: somebody who is not there yet, and a team that has the repository already. */
function approvedBy(user: number, team: number): void {
  const file = join(scratch.project, "src", "platform.ts");
  const text = readFileSync(file, "utf8");
  const people = `  repository: {\n    people: { ana: { user: ${user} }, ops: { team: ${team} } },\n`;
  expect(text).toContain("  repository: {\n");
  writeFileSync(file, text.replace("  repository: {\n", people));
  say("deployments", { approvers: ["ana", "ops"] });
}
const ana = 583_231;
const repo = { owner: organization, repo: "overview" };
const ofAna =
  "src/platform.ts repository.people.ana: is the user 583231, and GitHub has none with that id; named as an approver in Pulumi.local.yaml groundplan:environment.deployments.approvers[0]";
let github: Octokit;

const creates = async (since: number) => {
  const { entries } = await scratch.ask<{ entries: { method: string; path: string; vendor: string }[] }>(
    "GET",
    `journal?since=${since}`,
  );
  return entries.filter(({ method }) => method === "POST").map(({ vendor, path }) => `${vendor} ${path}`);
};
const now = async () => (await scratch.ask<{ next: number }>("GET", "journal?since=999999999")).next;

beforeAll(async () => {
  const { origins, environment } = await scratch.loopback();
  github = new Octokit({
    auth: environment["GITHUB_TOKEN"],
    baseUrl: String(environment["GITHUB_BASE_URL"]).replace(/\/$/, ""),
  });
  await github.repos.createInOrg({ org: organization, name: "overview", private: true, auto_init: true });
  made["overview-repository"] = "overview";
  const crew = (await github.teams.create({ org: organization, name: "ops", privacy: "closed" })).data;
  const grant = { org: organization, team_slug: crew.slug, ...repo, permission: "push" };
  await github.teams.addOrUpdateRepoPermissionsInOrg(grant);
  made["overview-repository-team-ops"] = `${crew.id}:overview`;
  approvedBy(ana, crew.id);

  const vercel = new Vercel({
    bearerToken: String(environment["VERCEL_API_TOKEN"]),
    serverURL: String(origins["vercel"]),
  });
  const project = await vercel.projects.createProject({ teamId: team, requestBody: { name: "overview-web-local" } });
  await vercel.projects.addProjectDomain({
    idOrName: project.id,
    teamId: team,
    requestBody: { name: "local.your-domain.com" },
  });
  made["overview-web-project"] = project.id;
  made["overview-web-domain"] = `${project.id}/local.your-domain.com`;

  const supabase = await call("supabase", "POST", "/v1/projects", {
    name: "overview-local",
    organization_slug: "loopbackorganization",
    region: "eu-central-1",
    db_pass: "made-by-a-stranger-0123456789",
  });
  made["overview-database-project"] = String(supabase.ref ?? supabase.id);
  for (let status = ""; status !== "ACTIVE_HEALTHY"; )
    status = (await call("supabase", "GET", `/v1/projects/${made["overview-database-project"]}`)).status;

  await call("sentry", "POST", `/api/0/organizations/${organization}/teams/`, { slug: "overview-local" });
  await call("sentry", "POST", `/api/0/teams/${organization}/overview-local/projects/`, {
    name: "overview-local",
    slug: "overview-local",
    platform: "javascript-nextjs",
  });
  made["overview-errors-team"] = `${organization}/overview-local`;
  made["overview-errors-project"] = `${organization}/overview-local`;

  refused = await scratch.groundplan(["up"]);
});
afterAll(() => scratch.remove());

describe("what exists already", () => {
  it("is refused with the line to add, before anything is made", async () => {
    expect(refused.code).toBe(1);
    const inside = ["overview-web-domain", "overview-repository-team-ops"];
    for (const name of Object.keys(made).filter((one) => !inside.includes(one)))
      expect(refused.stderr).toContain(`groundplan:environment.adopt in Pulumi.local.yaml:   ${name}: ${made[name]}\n`);
    expect(refused.stderr).toContain(ofAna);
    expect((await scratch.state())["posthog"]?.["projects"]).toEqual([]);
  });

  it("is found by doctor, with what stands inside of it", async () => {
    const doctor = await scratch.groundplan(["doctor", "--json"]);
    expect(doctor.code, doctor.stderr).toBe(2);
    const { adoptable } = JSON.parse(doctor.stdout) as { adoptable: { name: string; id: string; replaced: boolean }[] };
    const found = Object.fromEntries(adoptable.map(({ name, id }) => [name, id]));
    expect(found).toEqual(made);
    expect(adoptable.filter(({ replaced }) => replaced)).toEqual([]);
    adopt(found);
  });

  it("is not written over, and nobody is asked to approve who is not there: nothing is made", async () => {
    const path = ".github/dependabot.yml";
    const content = Buffer.from("version: 2\nupdates: []\n").toString("base64");
    const { data } = await github.repos.createOrUpdateFileContents({ ...repo, path, content, message: "ours" });
    const before = await now();
    for (const command of ["preview", "up"]) {
      const ran = await scratch.groundplan([command]);
      expect(ran.code, ran.stderr).toBe(1);
      expect(ran.stderr).toContain(ofAna);
      expect(ran.stderr).toContain(`${organization}/overview ${path}: has no header of ours, so people wrote it`);
      const [, told] = ran.stderr.split("Nothing was changed on local.\n");
      expect(told?.match(/^ +fix: \S/gm)).toHaveLength(2);
    }
    const { entries } = await scratch.ask<{ entries: { method: string; vendor: string; path: string }[] }>(
      "GET",
      `journal?since=${before}`,
    );
    expect(entries.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
    await github.repos.deleteFile({ ...repo, path, message: "declared", sha: String(data.content?.sha) });
    const accounts = { users: [{ login: "ana-dev", id: ana, member: organization }] };
    await scratch.ask("POST", "seed", { vendor: "github", accounts });
  });

  it("is taken over with 0 creates", async () => {
    const before = await now();
    const up = await scratch.groundplan(["up", "--json"]);
    expect(up.code, up.stderr).toBe(0);
    expect(JSON.parse(up.stdout).changes).toMatchObject({ import: Object.keys(made).length });
    const posts = await creates(before);
    const makers = [/^github \/orgs\/[^/]+\/repos$/, /^vercel \/v\d+\/projects$/, /^vercel .*\/domains$/];
    const others = [/^supabase \/v1\/projects$/, /^sentry .*\/(teams|projects)\/$/];
    expect(posts.filter((post) => [...makers, ...others].some((maker) => maker.test(post)))).toEqual([]);
    const state = await scratch.state();
    for (const [vendor, kind] of [
      ["github", "repositories"],
      ["vercel", "projects"],
      ["supabase", "projects"],
      ["sentry", "projects"],
    ] as const)
      expect({ kind, count: state[vendor]?.[kind]?.length }).toEqual({ kind, count: 1 });
    const { data: environment } = await github.repos.getEnvironment({ ...repo, environment_name: "local" });
    expect(environment.protection_rules).toContainEqual(
      expect.objectContaining({
        ...{ type: "required_reviewers", prevent_self_review: true },
        reviewers: [
          { type: "Team", reviewer: expect.objectContaining({ slug: "ops" }) },
          { type: "User", reviewer: expect.objectContaining({ login: "ana-dev" }) },
        ],
      }),
    );
    // Read is what the platform gives; the team has more from people, and keeps it.
    expect((await github.repos.listTeams(repo)).data).toMatchObject([{ slug: "ops", permission: "push" }]);
  });

  it("need not be said twice: an entry that has done its work has to go, and then nothing is left to do", async () => {
    const again = await scratch.groundplan(["up"]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("delete this line from Pulumi.local.yaml");
    adopt({});
    const clean = await scratch.groundplan(["up"]);
    expect(clean.code, clean.stderr).toBe(0);
    expect(clean.stdout).toMatch(/same \d+ of \d+/);
  });
});
