import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Called } from "./called.ts";

/** The commands that release an application, as pipelines call them. */
const called = new Called("groundplan releases'");
const { scratch } = called;
const api: Called["api"] = (...call) => called.api(...call);
const run = (line: string, environment?: Readonly<Record<string, string>>) => called.run(line, environment);
const project = "overview-web-local";
const host = "local.your-domain.com";
const commit = "c".repeat(40);
let bypass: string;

/** The deployment that the domain shows. */
async function shown(): Promise<unknown> {
  const { aliases = [] } = (await scratch.state())["vercel"] ?? {};
  return aliases.find(({ alias }) => alias === host)?.["deploymentId"];
}

const unhealthy = { vendor: "vercel", pathPattern: "/api/health$", kind: "status", status: 500, times: 1000 };
const sick = () => scratch.ask("POST", "faults", unhealthy);
const well = () => scratch.ask("DELETE", "faults");

beforeAll(async () => {
  await scratch.loopback();
  await api("vercel", "POST /v11/projects", { name: project });
  await api("vercel", `POST /v10/projects/${project}/domains`, { name: host });
  const { protectionBypass } = await api("vercel", `PATCH /v1/projects/${project}/protection-bypass`, {});
  bypass = Object.keys(Object(protectionBypass))[0] ?? "";
});
afterAll(async () => {
  scratch.keepJournal("release");
  await scratch.remove();
});

describe("a release", () => {
  let first: unknown;
  let second: unknown;

  it("is built, and live at once where nobody holds it", async () => {
    const ran = await run(`deploy --ref ${commit}`);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.told).toEqual({ deployment: expect.stringMatching(/^dpl_/), url: expect.stringMatching(/^https:/) });
    first = ran.told["deployment"];
    expect(await shown()).toBe(first);
  });

  it("can be held: built for production, seen by nobody, the project's setting as it was", async () => {
    const ran = await run(`deploy --ref ${commit} --hold`);
    expect(ran.code, ran.stderr).toBe(0);
    second = ran.told["deployment"];
    expect(await shown()).toBe(first);
    expect(await api("vercel", `GET /v9/projects/${project}`)).toMatchObject({ autoAssignCustomDomains: true });
    const smoke = await run(`smoke --url ${ran.told["url"]} --within 2`, { VERCEL_AUTOMATION_BYPASS_SECRET: bypass });
    expect([smoke.code, smoke.stdout]).toEqual([0, expect.stringContaining(`ok   ${ran.told["url"]}/api/health: ok`)]);
    const closed = await run(`smoke --url ${ran.told["url"]} --within 1`, { VERCEL_AUTOMATION_BYPASS_SECRET: "x" });
    expect([closed.code, closed.stderr]).toEqual([1, expect.stringContaining("is protected by Vercel")]);
    expect(smoke.stdout + smoke.stderr + closed.stderr).not.toContain(bypass);
  });

  it("is not built twice while it waits, unless a variable has changed since", async () => {
    const again = await run(`deploy --ref ${commit} --hold --json`);
    expect([again.told["deployment"], again.stderr]).toEqual([second, expect.stringContaining("already and waits")]);
    expect(again.json).toMatchObject({ deployments: [{ deployment: second, reused: true, live: false }] });
    const other = await run(`deploy --ref ${"d".repeat(40)} --hold`);
    expect(other.told["deployment"]).not.toBe(second);
    const variable = { key: "COLOUR", value: "red", type: "plain", target: ["production"] };
    await api("vercel", `POST /v10/projects/${project}/env`, variable);
    const anew = await run(`deploy --ref ${commit} --hold --json`);
    expect(anew.json).toMatchObject({ deployments: [{ reused: false }] });
    expect(anew.told["deployment"]).not.toBe(second);
    second = anew.told["deployment"];
  });

  it("is asked before the migrations for what does not need them", async () => {
    const file = join(scratch.project, "src", "platform.ts");
    const declared = readFileSync(file, "utf8");
    const endpoints = 'smoke: [{ path: "/" }, { path: "/orders", afterMigrations: true }],';
    writeFileSync(file, declared.replace("release: {", `release: {\n    ${endpoints}`));
    await scratch.ask("POST", "faults", { ...unhealthy, pathPattern: "/orders$" });
    const url = `https://${host}`;
    const early = await run(`smoke --url ${url} --within 1 --before-migrations`);
    expect([early.code, early.stdout]).toEqual([0, expect.not.stringContaining("/orders")]);
    const late = await run(`smoke --url ${url} --within 1`);
    expect([late.code, late.stdout]).toEqual([2, expect.stringContaining(`FAIL ${url}/orders: 500, not 200`)]);
    await scratch.ask("POST", "faults", { ...unhealthy, pathPattern: "/$" });
    const hint = await run(`smoke --url ${url} --within 1 --before-migrations`);
    expect([hint.code, hint.stdout]).toEqual([2, expect.stringContaining("afterMigrations: true")]);
    await well();
    writeFileSync(file, declared);
  });

  it("whose promotion fails says what to go back to", async () => {
    const refusal = {
      vendor: "vercel",
      method: "POST",
      pathPattern: "/promote/",
      kind: "status",
      status: 400,
      times: 1,
    };
    await scratch.ask("POST", "faults", refusal);
    const ran = await run(`promote --deployment ${second}`);
    await well();
    expect([ran.code, ran.told]).toEqual([1, { previous: first }]);
    expect(await shown()).toBe(first);
  });

  it("is promoted as it was tested; promoting it again moves nothing and says so", async () => {
    const ran = await run(`promote --deployment ${second}`);
    expect([ran.code, ran.told]).toEqual([0, { deployment: second, previous: first }]);
    expect(await shown()).toBe(second);
    const again = await run(`promote --deployment ${second}`);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("already, nothing was moved")]);
    // What was live may be what failed there: it waits for no domain any more, and is not taken for a new release.
    const next = await run(`deploy --ref ${commit} --hold --json`);
    expect(next.json).toMatchObject({ deployments: [{ reused: false }] });
  });

  it("that turns out sick is rolled back, and that is seen", async () => {
    expect((await run("health")).stdout).toMatch(/^web: ok \(https:\/\/local\.your-domain\.com\/api\/health, 200/);
    await sick();
    const ill = await run("health --within 1 --json");
    expect([ill.code, ill.json]).toMatchObject([2, { applications: [{ health: "unhealthy", status: 500 }] }]);
    expect((await run("smoke --within 1")).code).toBe(2);
    const back = await run("rollback");
    expect([back.code, back.told]).toEqual([0, { deployment: first }]);
    expect(await shown()).toBe(first);
    await well();
    expect((await run("health")).code).toBe(0);
  });

  it("comes after a rollback all the same, by being promoted", async () => {
    const ran = await run(`deploy --ref ${commit}`);
    expect(ran.code, ran.stderr).toBe(0);
    expect(await shown()).toBe(ran.told["deployment"]);
    expect((await run(`rollback --to ${second}`)).code).toBe(0);
    expect(await shown()).toBe(second);
  });

  it.each(["deploy", "deploy --hold"])("whose build fails changes nothing: %s", async (command) => {
    const ran = await run(`${command} --ref x-loopback-build-fails`);
    expect([ran.code, ran.told]).toEqual([1, {}]);
    expect(ran.stderr).toMatch(/is ERROR \(BUILD_FAILED\).*\n.*read its log at https:\/\/vercel\.com\//);
    expect(await shown()).toBe(second);
    expect(await api("vercel", `GET /v9/projects/${project}`)).toMatchObject({ autoAssignCustomDomains: true });
  });

  it.each([
    ["promote --deployment dpl_nobody", "release/unknown-deployment"],
    ["rollback --to dpl_nobody", "release/unknown-deployment"],
    ["deploy", "release/no-commit"],
    [`deploy --app shop --ref ${commit}`, "release/no-app"],
    ["health --url ftp://x", "release/url"],
    ["smoke --within soon", "flag/seconds"],
    ["db restore --from nowhere.dump", "backup/not-whole"],
  ])("refuses in one clear error: %s", async (line, code) => {
    const ran = await run(`${line} --json`);
    expect([ran.code, ran.json]).toMatchObject([1, { problems: [{ code, fix: expect.any(String) }] }]);
  });
});
