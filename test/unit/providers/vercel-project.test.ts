import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { vercel as played } from "../../../loopback/vercel/vendor.ts";
import { checkResource } from "../../../providers/kit/check.ts";
import type { Properties } from "../../../providers/kit/values.ts";
import { project } from "../../../providers/vercel/project.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, vercel);
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** Every input away from its default. */
const everything: Properties = {
  name: "web",
  framework: "nextjs",
  buildCommand: "npm run build",
  devCommand: "npm run dev",
  installCommand: "npm ci",
  outputDirectory: "dist",
  ignoreCommand: "exit 1",
  rootDirectory: "apps/web",
  nodeVersion: "22.x",
  gitRepository: { type: "github", repo: "acme/web", productionBranch: "release" },
  resourceConfig: {
    fluid: false,
    functionDefaultCpuType: "performance",
    functionDefaultRegions: ["fra1", "cdg1"],
    functionDefaultTimeout: 60,
  },
  functionFailover: true,
  onDemandConcurrentBuilds: true,
  buildMachineType: "turbo",
  vercelAuthentication: { deploymentType: "onlyPreviewDeployments" },
  passwordProtection: { deploymentType: "allDeployments", password: "open sesame" },
  trustedIps: {
    deploymentType: "onlyProductionDeployments",
    protectionMode: "trustedIpOptional",
    addresses: [{ value: "192.0.2.0/24", note: "office" }, { value: "192.0.2.9" }],
  },
  optionsAllowlist: { paths: [{ value: "/api" }] },
  oidcTokenConfig: { enabled: true, issuerMode: "global" },
  autoAssignCustomDomains: false,
  automaticallyExposeSystemEnvironmentVariables: false,
  gitForkProtection: false,
  gitLfs: true,
  gitComments: { onPullRequest: false, onCommit: true },
  gitProviderOptions: {
    createDeployments: false,
    repositoryDispatchEvents: false,
    requireVerifiedCommits: true,
    gitCommitStatus: false,
    consolidatedGitCommitStatus: { enabled: true, propagateFailures: true },
  },
  enablePreviewFeedback: false,
  enableProductionFeedback: true,
  previewDeploymentsDisabled: true,
  previewDeploymentSuffix: "preview.example.com",
  prioritiseProductionBuilds: true,
  directoryListing: true,
  skewProtection: "12 hours",
  protectedSourcemaps: true,
  customerSuccessCodeVisibility: true,
  enableAffectedProjectsDeployments: true,
};

describe("a Vercel project", () => {
  it("is made, and reads back as it was declared", async () => {
    const made = await stage.create("Project", { name: "web" });
    expect(made.id).toMatch(/^prj_/);
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
  });

  it("reads back every setting as it was declared, with and without state", async () => {
    const made = await stage.create("Project", everything);
    expect(Object.keys(everything).toSorted()).toEqual(
      Object.keys(project.inputs.shape)
        .filter((name) => name !== "teamId")
        .toSorted(),
    );
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
    const { passwordProtection: _, ...told } = made.inputs;
    const imported = await stage.import("Project", made.id);
    expect(imported?.inputs).toEqual({ ...told, passwordProtection: { deploymentType: "allDeployments" } });
  });

  it("goes back to the defaults when its settings are taken away, by one PATCH", async () => {
    const made = await stage.create("Project", everything);
    await stage.journal();
    const plain = await stage.update("Project", made, { name: "web" });
    expect(await stage.writes()).toEqual([`PATCH /v9/projects/${made.id}`, `DELETE /v9/projects/${made.id}/link`]);
    expect((await stage.read("Project", plain))?.inputs).toEqual(stage.check("Project", { name: "web" }));
  });

  it("sends in an update what differs and nothing else", async () => {
    const made = await stage.create("Project", everything);
    await stage.journal();
    const compute = { ...(everything["resourceConfig"] as Properties), functionDefaultTimeout: 30 };
    await stage.update("Project", made, { ...everything, buildCommand: "make", resourceConfig: compute });
    const [patch] = (await stage.journal()).filter(({ method }) => method === "PATCH");
    expect(patch?.requestBody).toEqual({ buildCommand: "make", resourceConfig: { functionDefaultTimeout: 30 } });
  });

  it("sends nothing when a project is as it is declared", async () => {
    const made = await stage.create("Project", everything);
    await stage.journal();
    await stage.update("Project", made, everything);
    expect(await stage.writes()).toEqual([]);
  });

  it("sees a change behind its back, also of what nobody declared", async () => {
    const made = await stage.create("Project", { name: "web" });
    await stage.vendor(`PATCH /v9/projects/${made.id}`, { framework: "remix", directoryListing: true });
    const found = await stage.read("Project", made);
    if (found === undefined) throw new Error("gone");
    expect(stage.diff("Project", found, { name: "web" }).map(({ path }) => path)).toEqual([
      "framework",
      "directoryListing",
    ]);
  });

  it("links another repository by unlinking first", async () => {
    const made = await stage.create("Project", { name: "web", gitRepository: { type: "github", repo: "acme/web" } });
    await stage.journal();
    await stage.update("Project", made, {
      name: "web",
      gitRepository: { type: "gitlab", repo: "acme/site", productionBranch: "live" },
    });
    const link = `/v9/projects/${made.id}/link`;
    expect(await stage.writes()).toEqual([`DELETE ${link}`, `POST ${link}`, `PATCH /v9/projects/${made.id}/branch`]);
    const found = await stage.import("Project", made.id);
    expect(found?.inputs["gitRepository"]).toEqual({ type: "gitlab", repo: "acme/site", productionBranch: "live" });
  });

  it("is made once when the answer to its creation is lost", async () => {
    await stage.control("POST faults", {
      ...{ vendor: "vercel", method: "POST", pathPattern: "^/v11/projects$", times: 1, kind: "drop-response" },
    });
    const made = await stage.create("Project", everything);
    expect((await stage.writes()).filter((call) => call === "POST /v11/projects")).toHaveLength(1);
    expect((await stage.read("Project", made))?.inputs).toEqual(made.inputs);
  });

  it("keeps the id of a project that was made but not finished", async () => {
    await stage.control("POST faults", { vendor: "vercel", method: "PATCH", times: 1, kind: "status", status: 402 });
    const failure = await stage.create("Project", everything).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "InitFailed", id: expect.stringMatching(/^prj_/) });
  });

  it("never takes a stranger's project over, and says how to import it", async () => {
    const { id } = await stage.create("Project", { name: "web" });
    await expect(stage.create("Project", { name: "web" })).rejects.toThrow(
      `pulumi import vercel:index/project:Project example '${id}'`,
    );
  });

  it("reads as gone when it is gone, and is deleted twice without complaint", async () => {
    const made = await stage.create("Project", { name: "web" });
    await stage.delete("Project", made);
    expect(await stage.read("Project", made)).toBeUndefined();
    await stage.delete("Project", made);
  });

  it("replaces for another team and for nothing else", () => {
    expect(project.replaceOn).toEqual(["teamId"]);
  });

  it("tells a wrong token as such, without showing it", async () => {
    const wrong = "x".repeat(24);
    const client = vercel.configure(
      {},
      { environment: { ...stage.environment, VERCEL_API_TOKEN: wrong }, signal: new AbortController().signal },
    );
    const failure = project.read({ client, signal: new AbortController().signal }, "prj_1", {});
    await expect(failure).rejects.toThrow(/403 forbidden.*export a valid VERCEL_API_TOKEN/);
    await expect(failure).rejects.not.toThrow(wrong);
  });

  it("refuses to send its token anywhere else", () => {
    const environment = { ...stage.environment, VERCEL_API_URL: "http://127.0.0.2:1" };
    expect(() => vercel.configure({}, { environment, signal: new AbortController().signal })).toThrow(
      /VERCEL_API_URL .* is refused/,
    );
  });

  it("names every bad input at once", () => {
    const { issues } = checkResource(project, { name: "Web", nodeVersion: "9.x", buildComand: "x" });
    expect(issues.map(({ property }) => property)).toEqual(["buildComand", "name", "nodeVersion"]);
  });

  it.each([
    ["prj_1", {}],
    ["team_1/prj_1", { teamId: "team_1" }],
    ["a/b/c", undefined],
    ["/prj_1", undefined],
  ])("reads the import id %s", (id, known) => {
    expect(project.parseId?.(id)).toEqual(known);
  });
});
