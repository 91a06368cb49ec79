import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { connect } from "../../../providers/sentry/client.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { createRelease, finishRelease, recordDeploy } from "../../../providers/sentry/releases.ts";
import { type Stage, setStage } from "./stage.ts";

const version = "web/shop@1.4.2";
const path = "/api/0/organizations/acme/releases/web%2Fshop%401.4.2/";
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  const integrations = [{ provider: "github", id: "71", name: "acme", repositories: ["acme/web"] }];
  const accounts = { organizations: [{ slug: "acme", teams: ["web"], integrations }] };
  await stage.control("POST seed", { vendor: "sentry", accounts });
  await stage.vendor("POST /api/0/teams/acme/web/projects/", { name: "Web", slug: "web" });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());
const client = () => connect({ environment: stage.environment, signal: new AbortController().signal });

describe("a release", () => {
  it("is made once, told again without harm, and finished", async () => {
    const release = { version, projects: ["web"], url: "https://acme.example/notes" };
    expect(await createRelease(client(), "acme", release)).toBe(true);
    expect(await createRelease(client(), "acme", release)).toBe(false);
    await finishRelease(client(), "acme", version, new Date("2026-11-21T12:00:00Z"));
    expect((await stage.vendor(`GET ${path}`)).body).toMatchObject({
      version,
      url: release.url,
      dateReleased: "2026-11-21T12:00:00.000Z",
      projects: [{ slug: "web" }],
    });
  });

  it("is made although the answer is lost", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    await createRelease(client(), "acme", { version, projects: ["web"] });
    expect((await stage.vendor("GET /api/0/organizations/acme/releases/")).body).toHaveLength(1);
  });

  it("names commits of linked repositories", async () => {
    const refs = [{ repository: "acme/web", commit: "a".repeat(40), previousCommit: "b".repeat(40) }];
    const release = { version, projects: ["web"], refs };
    await expect(createRelease(client(), "acme", release)).rejects.toThrow("refs: Invalid repository names: acme/web");
    const repository = { provider: "integrations:github", installation: "71", identifier: "acme/web" };
    expect((await stage.vendor("POST /api/0/organizations/acme/repos/", repository)).status).toBe(201);
    expect(await createRelease(client(), "acme", release)).toBe(true);
  });

  it.each([
    [{ version: "..", projects: ["web"] }, "version: Release with name is invalid"],
    [{ version, projects: ["none"] }, "projects: Invalid project"],
    [{ version: "x".repeat(201), projects: ["web"] }, "version: Ensure this field"],
  ])("is refused: %j", async (release, words) => {
    await expect(createRelease(client(), "acme", release)).rejects.toThrow(words);
  });
});

describe("a deploy", () => {
  const deploy = {
    environment: "production",
    name: "run 17",
    url: "https://acme.example/",
    dateStarted: new Date("2026-11-21T12:00:00Z"),
    dateFinished: new Date("2026-11-21T12:01:00Z"),
    projects: ["web"],
  };

  it("is recorded once for a name and an environment, also when the answer is lost", async () => {
    await createRelease(client(), "acme", { version, projects: ["web"] });
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const id = await recordDeploy(client(), "acme", version, deploy);
    expect(await recordDeploy(client(), "acme", version, deploy)).toBe(id);
    const { body } = await stage.vendor(`GET ${path}deploys/`);
    expect(body).toEqual([
      {
        id,
        environment: "production",
        name: "run 17",
        url: "https://acme.example/",
        dateStarted: "2026-11-21T12:00:00.000Z",
        dateFinished: "2026-11-21T12:01:00.000Z",
      },
    ]);
    expect(await recordDeploy(client(), "acme", version, { ...deploy, environment: "staging" })).not.toBe(id);
  });

  it("needs its release, and projects of it", async () => {
    await expect(recordDeploy(client(), "acme", version, deploy)).rejects.toThrow("404");
    await createRelease(client(), "acme", { version, projects: ["web"] });
    await stage.vendor("POST /api/0/teams/acme/web/projects/", { name: "Shop", slug: "shop" });
    const foreign = recordDeploy(client(), "acme", version, { ...deploy, projects: ["shop"] });
    await expect(foreign).rejects.toThrow("400: Invalid projects");
  });
});
