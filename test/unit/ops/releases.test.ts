import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Vercel } from "../../../providers/vercel/client.ts";
import {
  createDeployment,
  listDeployments,
  liveDeployment,
  type ReleaseProject,
  readDeployment,
  readReleaseProject,
  type WantedDeployment,
} from "../../../providers/vercel/deployment-calls.ts";
import { chosenDeployments } from "../../../src/ops/chosen-deployments.ts";
import { build } from "../../../src/ops/deploy/build.ts";
import { release } from "../../../src/ops/live-release.ts";
import { before } from "../../../src/ops/rollback/before.ts";
import type { VercelApps } from "../../../src/ops/vercel-apps.ts";
import type { Clock } from "../../../src/ops/watch.ts";
import { parse } from "../../support/platform.ts";
import { type Ask, clientOf, column, controlOf, startTestCloud, type TestCloud } from "../loopback/cloud.ts";

/** Releases against Vercel on loopback, in this process: no command line, no engine, no time that passes. */
let cloud: TestCloud;
let ask: Ask;
let client: Vercel;
let said: string[];

const spec = parse({ stack: "local" });
const app = spec.apps[0] ?? expect.fail("the small platform has an application");
const clock: Clock = { now: () => performance.now(), wait: async () => undefined, random: () => 0 };

beforeAll(async () => {
  cloud = await startTestCloud();
  ask = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
  client = connect(undefined, { environment: cloud.control.environment, signal: new AbortController().signal });
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  said = [];
  await control("POST reset", {});
  await control("DELETE faults");
  await control("DELETE journal");
  await ask("POST /v11/projects", { name: app.projectName });
  await ask("POST /v11/projects", { name: "foreign" });
});

const control: Ask = (...args) => controlOf(cloud.control)(...args);
const releasing = () => ({ client, clock, say: (line: string) => void said.push(line) });
const project = async (name = app.projectName): Promise<ReleaseProject> =>
  (await readReleaseProject(client, name)) ?? expect.fail(`no project ${name}`);
const at = async () => ({ app, project: await project() });
const wanted = async (more: Partial<WantedDeployment> = {}): Promise<WantedDeployment> => ({
  ...{ project: await project(), repository: "acme/shop", ref: "main", commit: "a".repeat(40) },
  ...{ production: true, mark: "one", ...more },
});
const built = async (more: Partial<WantedDeployment> = {}) => (await build("web", await wanted(more), releasing())).id;
const held = async () => {
  await ask(`PATCH /v9/projects/${app.projectName}`, { autoAssignCustomDomains: false });
  return built();
};
const live = async () => liveDeployment(await project());
const previous = async () => {
  const now = await project();
  return before(now, await listDeployments(client, now.id, { ready: true }));
};

describe("a build", () => {
  it("is awaited with its states, by name where the project has no repository linked", async () => {
    const id = await built();
    expect(said.join("\n")).toMatch(/is started.*https:\/\/vercel\.com.*\n.*building.*\n.*ready/s);
    expect(await live()).toBe(id);
  });

  it("by the repository's number where one is linked, at the commit", async () => {
    await ask(`POST /v9/projects/${app.projectName}/link`, { type: "github", repo: "acme/shop" });
    const { body } = await ask(`GET /v13/deployments/${await built()}`);
    expect(body).toMatchObject({ gitSource: { type: "github", repoId: expect.any(Number), sha: "a".repeat(40) } });
  });

  it("that fails says where its log is, and nothing is live", async () => {
    const failing = build("web", await wanted({ ref: "x-loopback-build-fails" }), releasing());
    await expect(failing).rejects.toMatchObject({
      ...{ code: "release/build-failed", fix: expect.stringContaining("https://vercel.com/") },
    });
    expect(await live()).toBeUndefined();
  });

  it("whose answer was lost is found again, not started twice", async () => {
    const fault = {
      vendor: "vercel",
      method: "POST",
      pathPattern: "/v13/deployments$",
      times: 1,
      kind: "drop-response",
    };
    await control("POST faults", fault);
    const made = await createDeployment(client, await wanted());
    const { id } = await project();
    expect((await listDeployments(client, id)).map(({ uid }) => uid)).toEqual([made.id]);
  });
});

describe("a promotion", () => {
  it("moves production to the very deployment, and tells what was there", async () => {
    const first = await built();
    const second = await held();
    expect(await live()).toBe(first);
    const moved = await release(await at(), "promote", second, releasing());
    expect(moved).toEqual({ deployment: second, previous: first, moved: true });
    expect(await live()).toBe(second);
  });

  it("of what is live already is a success that moves nothing", async () => {
    const id = await built();
    expect(await release(await at(), "promote", id, releasing())).toEqual({
      deployment: id,
      previous: id,
      moved: false,
    });
    const { body } = await control("GET journal");
    expect(column(body, "path", "entries").filter((path) => String(path).includes("/promote/"))).toEqual([]);
  });

  it("waits for somebody else's that is under way", async () => {
    await built();
    const [theirs, ours] = [await held(), await held()];
    await ask(`POST /v10/projects/${app.projectName}/promote/${theirs}`);
    expect(await release(await at(), "promote", ours, releasing())).toMatchObject({ previous: theirs, moved: true });
    expect(await live()).toBe(ours);
  });

  it("survives a lost answer", async () => {
    await built();
    const second = await held();
    const fault = { vendor: "vercel", method: "POST", pathPattern: "/promote/", times: 1, kind: "drop-response" };
    await control("POST faults", fault);
    await release(await at(), "promote", second, releasing());
    expect(await live()).toBe(second);
  });
});

describe("a preview of a project that stacks share", () => {
  it("goes live as it was tested, and is what a later one goes back to", async () => {
    await built();
    const tested = await built({ production: false });
    await release(await at(), "promote", tested, releasing());
    expect(await live()).toBe(tested);
    const next = await held();
    await release(await at(), "promote", next, releasing());
    expect(await previous()).toBe(tested);
    await release(await at(), "promote", tested, releasing());
    expect(await live()).toBe(tested);
  });
});

describe("the deployment to go back to", () => {
  it("is the one that the last promotion replaced, not one that was only built", async () => {
    const first = await built();
    await held();
    const third = await held();
    await release(await at(), "promote", third, releasing());
    expect(await previous()).toBe(first);
    await release(await at(), "rollback", first, releasing());
    expect([await live(), await previous()]).toEqual([first, undefined]);
  });

  it("is the newest that was live before, where domains moved by themselves", async () => {
    const ids = [await built(), await built(), await built()];
    expect(await previous()).toBe(ids[1]);
    await release(await at(), "rollback", ids[1] ?? "", releasing());
    expect(await previous()).toBe(ids[0]);
  });
});

describe("deployments that somebody names", () => {
  const apps = async (): Promise<VercelApps> => ({
    reached: {
      spec,
      files: { folder: "", configFile: "", passphraseFile: "", bin: "" },
      environment: {},
      loopback: undefined,
    },
    client,
    apps: [await at()],
  });

  it("are found with their application", async () => {
    const id = await held();
    expect(await chosenDeployments("--deployment", id, await apps())).toMatchObject([{ deployment: { id } }]);
  });

  it("are no news where the token is none", async () => {
    const environment = { ...cloud.control.environment, VERCEL_API_TOKEN: "x".repeat(24) };
    const stranger = connect(undefined, { environment, signal: new AbortController().signal });
    await expect(readDeployment(stranger, "dpl_any")).rejects.toThrow("VERCEL_API_TOKEN");
  });

  it("are all refused at once: unknown, another project's, not ready, the second of one", async () => {
    const foreign = await createDeployment(client, await wanted({ project: await project("foreign") }));
    const queued = await createDeployment(client, await wanted());
    const [one, two] = [await built(), await built()];
    expect(await readDeployment(client, "dpl_unknown")).toBeUndefined();
    const given = ["dpl_unknown", foreign.id, queued.id, one, two].join(",");
    // Looking at a build makes it go on; this one is looked at once.
    await expect(chosenDeployments("--deployment", given, await apps())).rejects.toMatchObject({
      problems: [
        { code: "release/unknown-deployment" },
        { code: "release/foreign-deployment", problem: expect.stringContaining("foreign") },
        { code: "release/not-ready" },
        { code: "release/two-of-one" },
      ],
    });
    await expect(chosenDeployments("--deployment", " ", await apps())).rejects.toMatchObject({
      problems: [{ code: "release/no-deployment" }],
    });
  });
});
