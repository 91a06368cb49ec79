import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { vercel as played } from "../../../loopback/vercel/vendor.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "ProjectDomain";
let stage: Stage;
let projectId: string;

beforeAll(async () => {
  stage = await setStage(played, vercel);
});
beforeEach(async () => {
  projectId = (await stage.create("Project", { name: "web" })).id;
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

describe("a domain of a Vercel project", () => {
  it("is added, and reads back as it was declared", async () => {
    const made = await stage.create(token, { projectId, domain: "example.com" });
    expect(made.id).toBe(`${projectId}/example.com`);
    expect(made.state).toMatchObject({ verified: true, verifications: [] });
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
  });

  it("waits until it is ready where that is wanted", async () => {
    const made = await stage.create(token, { projectId, domain: "example.com", waitForReady: true });
    expect(made.state["verified"]).toBe(true);
    expect(await stage.writes()).toContain(`POST /v9/projects/${projectId}/domains/example.com/verify`);
  });

  it("redirects, and is changed in place", async () => {
    const target = await stage.create(token, { projectId, domain: "example.com" });
    const redirecting = { projectId, domain: "www.example.com", redirect: "example.com", redirectStatusCode: 308 };
    const made = await stage.create(token, redirecting);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    const branch = { projectId, domain: "www.example.com", gitBranch: "next" };
    const changed = await stage.update(token, made, branch);
    expect((await stage.read(token, changed))?.inputs).toEqual(stage.check(token, branch));
    await stage.delete(token, target);
  });

  it("redirects with 307 where nothing is said, so that the vendor's choice is no difference", async () => {
    await stage.create(token, { projectId, domain: "example.com" });
    const made = await stage.create(token, { projectId, domain: "www.example.com", redirect: "example.com" });
    expect(made.inputs["redirectStatusCode"]).toBe(307);
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
  });

  it("belongs to one project: the error names the other one", async () => {
    const other = await stage.create("Project", { name: "other" });
    await stage.create(token, { projectId: other.id, domain: "example.com" });
    await expect(stage.create(token, { projectId, domain: "example.com" })).rejects.toThrow(
      `pulumi import vercel:index/projectDomain:ProjectDomain NAME '${other.id}/example.com'`,
    );
  });

  it("is added once when the answer is lost", async () => {
    await stage.control("POST faults", {
      ...{ vendor: "vercel", method: "POST", pathPattern: "/domains$", times: 1, kind: "drop-response" },
    });
    const made = await stage.create(token, { projectId, domain: "example.com" });
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect(made.state["verified"]).toBe(true);
  });

  it("reads as gone when it is gone, and is removed twice without complaint", async () => {
    const made = await stage.create(token, { projectId, domain: "example.com" });
    await stage.delete(token, made);
    expect(await stage.read(token, made)).toBeUndefined();
    await stage.delete(token, made);
  });

  it("serves one thing only", async () => {
    const both = { projectId, domain: "example.com", gitBranch: "next", redirect: "www.example.com" };
    await expect(stage.create(token, both)).rejects.toThrow("redirect cannot stand beside gitBranch");
  });
});
