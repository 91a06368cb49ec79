import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Product } from "../runner/product.ts";
import { type RunReport, stepsThat, table } from "../runner/report.ts";

/** The generated pipelines, run: each job's own steps, in order, on this machine against the loopback cloud. */
const product = new Product();
const { scratch } = product;
const host = "your-domain.com";
const reports: [string, RunReport][] = [];

/** Steps that something else stands in for, by run: another one is another thing that nobody has seen work. */
const replaced: Readonly<Record<string, number>> = {
  ci: 6,
  "deploy-staging": 3,
  "deploy-production": 8,
  "deploy-production, sick": 8,
  "deploy-production, broken migration": 4,
  "deploy-production, its own migration broken": 8,
  "health-check": 3,
  "health-check, sick": 4,
  "health-check, still sick": 4,
  rollback: 4,
  "rollback, refused": 0,
  backup: 4,
  preview: 4,
  "preview, pushed to again": 4,
};

/** Runs a file, and keeps the report for the table at the end. Nothing may be there that the runner cannot run. */
async function run(title: string, ...args: Parameters<Product["run"]>): Promise<RunReport> {
  const report = await product.run(...args);
  reports.push([title, report]);
  expect(stepsThat(report, "cannot")).toEqual([]);
  expect(stepsThat(report, "replaced").length, title).toBe(replaced[title]);
  return report;
}

const jobOf = (report: RunReport, id: string) => report.jobs.find(({ job }) => job === id);
/** Steps of a job as `<how it ended> <the groundplan command>`; the others are left out. */
const commands = (report: RunReport, id: string) =>
  (jobOf(report, id)?.steps ?? []).flatMap(({ step, outcome }) => {
    const [, command] = /^npx groundplan (.*?) --stack/.exec(step) ?? [];
    return command === undefined ? [] : [`${outcome} ${command}`];
  });
const failures = (report: RunReport) => JSON.stringify(stepsThat(report, "failed"));
const told = (report: RunReport, job: string, command: string) =>
  jobOf(report, job)?.steps.find(({ step }) => step.startsWith(`npx groundplan ${command}`))?.detail;
const at = async (vendor: string, kind: string) => (await scratch.state())[vendor]?.[kind] ?? [];
const commentsOf = async (number: unknown) =>
  (await at("github", "issueComments")).filter(({ issue }) => issue === number);
let heard = 0;
/** What people were told in Slack since this was asked last, with the number of the run left out. */
async function news(): Promise<string[]> {
  const all = (await at("slack", "messages")).map(({ text }) => String(text).replace(/\d+$/, "N"));
  const fresh = all.slice(heard);
  heard = all.length;
  return fresh;
}
const page = "https://github.com/groundplan-local/overview/actions/runs/";
const dumps = () => readdirSync(join(product.artifacts, "backup-production")).filter((name) => !name.endsWith(".json"));
/** A runner is a new machine for each run: what earlier ones left is gone. */
function forgetDumps(): void {
  for (const folder of [product.artifacts, join(scratch.project, "backup")])
    rmSync(folder, { recursive: true, force: true });
}
const unhealthy = { vendor: "vercel", pathPattern: `/${host}/api/health$`, kind: "status", status: 500, times: 1000 };

beforeAll(async () => product.stand());
afterAll(async () => {
  process.stdout.write(`\n${table(reports)}\n`);
  scratch.keepJournal("pipelines");
  await scratch.remove();
});

describe("the generated pipelines", () => {
  let released: unknown;

  it("ci runs the repository's own scripts", async () => {
    const report = await run("ci", "ci.yml", { event: "pull_request" });
    expect(report.result, failures(report)).toBe("success");
    const words = stepsThat(report, "run").map(({ detail }) => detail.split("\n").at(-1));
    expect(words).toEqual(["the script check ran", "the script test ran"]);
  });

  it("deploy-staging migrates, goes up, deploys, and looks at what it deployed", async () => {
    const report = await run("deploy-staging", "deploy-staging.yml");
    expect(report.result, failures(report)).toBe("success");
    expect(commands(report, "deploy-staging")).toEqual([
      ...["run db migrate", "run up", "run deploy", "run smoke"],
      // What production will get: built, held back, tried.
      ...["run deploy", "run smoke"],
    ]);
    const { deployment } = jobOf(report, "deploy-staging")?.outputs ?? {};
    expect(deployment).toMatch(/^dpl_/);
    expect(await product.shown(`staging.${host}`)).toBe(deployment);
  });

  it("deploy-production, approved, ends with the domain on the deployment that staging tried", async () => {
    const report = await run("deploy-production", "deploy-production.yml", { event: "push" });
    expect(report.result, failures(report)).toBe("success");
    expect(report.jobs.map(({ gate }) => gate)).toEqual([undefined, "production: approved"]);
    const tested = jobOf(report, "deploy-staging")?.outputs["candidate"];
    released = await product.shown(host);
    process.stdout.write(`\nstaging tested: ${tested}\nproduction shows: ${released}\n`);
    expect(tested).toMatch(/^dpl_/);
    expect(released).toBe(tested);
    expect(told(report, "deploy-production", "deploy")).toContain("as it was built before");
    expect(await news()).toEqual([`Infrastructure Overview, production was deployed: ${page}N`]);
  });

  it("deploy-production whose check fails goes back to the deployment before; one dump is kept; people are called, once", async () => {
    forgetDumps();
    await scratch.ask("POST", "faults", unhealthy);
    const checkTwice = async () => {
      const first = await run("health-check, sick", "health-check.yml", { event: "schedule" });
      const opened = await at("github", "issues");
      const second = await run("health-check, still sick", "health-check.yml", { event: "schedule" });
      return { checks: [first, second], opened };
    };
    const [report, { checks, opened }] = await Promise.all([
      run("deploy-production, sick", "deploy-production.yml", { event: "push" }),
      checkTwice(),
    ]);
    await scratch.ask("DELETE", "faults");
    expect(report.jobs.map(({ result }) => result)).toEqual(["success", "failure"]);
    expect(commands(report, "deploy-production")).toEqual([
      ...["run db backup", "run db migrate", "run up", "run deploy", "run smoke", "run promote"],
      ...["failed health", "skipped smoke", "run rollback"],
    ]);
    expect(await product.shown(host)).toBe(released);
    expect(dumps()).toHaveLength(1);
    expect(await news()).toEqual([`Infrastructure Overview, production was not deployed: ${page}N`]);
    for (const { jobs } of checks)
      expect(jobs.map(({ job, result }) => [job, result])).toEqual([
        ["health", "failure"],
        ["incident", "success"],
      ]);
    expect(opened).toMatchObject([
      {
        ...{ state: "open", title: "Infrastructure Overview on production is unhealthy", comments: 0 },
        ...{ labels: [{ name: "incident" }], body: expect.stringMatching(new RegExp(`^See ${page}\\d+$`)) },
      },
    ]);
    expect(await at("github", "issues")).toHaveLength(1);
    expect(await commentsOf(opened[0]?.["number"])).toMatchObject([
      { body: expect.stringMatching(new RegExp(`^Again: ${page}\\d+$`)) },
    ]);
  });

  it("deploy-production whose migration fails asks for no deployment", async () => {
    const file = join(scratch.project, "supabase", "migrations", "20990101000000_broken.sql");
    writeFileSync(file, "select nonsense from nowhere;\n");
    const before = await product.deployRequests();
    expect(before).toBeGreaterThan(0);
    const report = await run("deploy-production, broken migration", "deploy-production.yml", { event: "push" });
    rmSync(file);
    expect(report.jobs.map(({ result }) => result)).toEqual(["failure", "skipped"]);
    expect(commands(report, "deploy-staging").slice(0, 2)).toEqual(["failed db migrate", "skipped up"]);
    expect(await product.deployRequests()).toBe(before);
    expect(await news()).toEqual([`Infrastructure Overview, staging was not deployed: ${page}N`]);
    expect(await product.shown(host)).toBe(released);
  });

  it("deploy-production whose migration fails in production alone moves nothing, and a dump is kept", async () => {
    const file = join(scratch.project, "supabase", "migrations", "20990101000000_named.sql");
    writeFileSync(file, "alter table public.organizations add constraint named check (name <> 'nameless');\n");
    // What is tried on staging never meets production's data.
    const user = "insert into auth.users (id) values (gen_random_uuid()) returning id";
    const row = "insert into public.organizations (name, created_by) select 'nameless', id from people";
    await product.sql("production", `with people as (${user}) ${row}`);
    forgetDumps();
    const report = await run("deploy-production, its own migration broken", "deploy-production.yml", { event: "push" });
    rmSync(file);
    expect(report.jobs.map(({ result }) => result)).toEqual(["success", "failure"]);
    expect(commands(report, "deploy-production")).toEqual([
      ...["run db backup", "failed db migrate", "skipped up", "skipped deploy", "skipped smoke", "skipped promote"],
      ...["skipped health", "skipped smoke", "skipped rollback"],
    ]);
    expect(told(report, "deploy-production", "db migrate")).toContain('"named"');
    expect(await news()).toEqual([`Infrastructure Overview, production was not deployed: ${page}N`]);
    expect(await product.shown(host)).toBe(released);
    expect(dumps()).toHaveLength(1);
  });

  it("health-check is green where all is well, and opens no incident", async () => {
    const report = await run("health-check", "health-check.yml", { event: "schedule" });
    expect(
      report.jobs.map(({ result }) => result),
      failures(report),
    ).toEqual(["success", "skipped"]);
  });

  it("rollback waits for a person, who can say no, and goes where it is told to", async () => {
    const refused = await run("rollback, refused", "rollback.yml", { answer: "rejected" });
    expect(refused.jobs).toMatchObject([{ result: "failure", gate: "production: rejected" }]);
    const made = await scratch.groundplan(["deploy", "--stack", "production", "--ref", "c".repeat(40)]);
    expect(made.code, made.stderr).toBe(0);
    expect(await product.shown(host)).not.toBe(released);
    const report = await run("rollback", "rollback.yml", { inputs: { to: String(released) } });
    expect(report.result, failures(report)).toBe("success");
    expect(commands(report, "rollback").slice(0, 2)).toEqual(["skipped rollback", "run rollback"]);
    expect(await news()).toEqual([`Infrastructure Overview, production was rolled back: ${page}N`]);
    expect(await product.shown(host)).toBe(released);
  });

  it("preview keeps one comment with the address, and writes into it what is newer", async () => {
    const start = { event: "pull_request", pullRequest: 7 };
    const written = async (title: string) => {
      const report = await run(title, "preview.yml", start);
      expect(report.result, failures(report)).toBe("success");
      const { url } = jobOf(report, "preview")?.outputs ?? {};
      expect(url).toMatch(/^https:/);
      const comments = await commentsOf(start.pullRequest);
      expect(comments).toMatchObject([{ body: expect.stringMatching(/^<!-- .* -->\nPreview: /) }]);
      expect(String(comments[0]?.["body"]).endsWith(`Preview: ${url}`)).toBe(true);
      return comments[0];
    };
    const first = await written("preview");
    const second = await written("preview, pushed to again");
    expect(second?.["id"]).toBe(first?.["id"]);
    expect(String(second?.["updated_at"]) > String(first?.["updated_at"])).toBe(true);
  });

  it("backup keeps a dump with its manifest", async () => {
    forgetDumps();
    const report = await run("backup", "backup.yml", { event: "schedule" });
    expect(
      report.jobs.map(({ result }) => result),
      failures(report),
    ).toEqual(["success", "skipped"]);
    expect(dumps()).toHaveLength(1);
    expect(readdirSync(join(product.artifacts, "backup-production"))).toHaveLength(2);
  });
});
