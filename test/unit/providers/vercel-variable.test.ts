import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { vercel as played } from "../../../loopback/vercel/vendor.ts";
import { projectEnvironmentVariable } from "../../../providers/vercel/project-environment-variable.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "ProjectEnvironmentVariable";
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

const variable = (key: string, more = {}) => ({
  ...{ projectId, key, value: `value of ${key}`, sensitive: false, targets: ["production", "preview"] },
  ...more,
});

describe("environment variables of a Vercel project", () => {
  it("are made in one call when they come together, each with its own id", async () => {
    const keys = ["A", "B", "C", "D"];
    const made = await Promise.all(keys.map((key) => stage.create(token, variable(key))));
    const entries = await stage.journal();
    expect(entries.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /v10/projects/${projectId}/env`,
      `POST /v10/projects/${projectId}/env`,
    ]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
    for (const one of made) expect((await stage.read(token, one))?.inputs).toEqual(one.inputs);
  });

  it("are read by one list for all", async () => {
    const made = await Promise.all(["A", "B", "C"].map((key) => stage.create(token, variable(key))));
    await stage.journal();
    await Promise.all(made.map((one) => stage.read(token, one)));
    expect(await stage.journal()).toHaveLength(1);
  });

  it("fail one by one: a bad one is no error of its siblings", async () => {
    await stage.vendor(`POST /v10/projects/${projectId}/env`, {
      ...{ key: "B", value: "theirs", type: "encrypted", target: ["production"] },
    });
    const outcomes = await Promise.allSettled(["A", "B", "C"].map((key) => stage.create(token, variable(key))));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("tell who holds a key and how to import it", async () => {
    const theirs = await stage.create(token, variable("A", { targets: ["preview"] }));
    await expect(stage.create(token, variable("A"))).rejects.toThrow(`ENV_CONFLICT`);
    await expect(stage.create(token, variable("A"))).rejects.toThrow(
      `pulumi import vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable NAME '${theirs.id}'`,
    );
  });

  it("are made once when the answer is lost", async () => {
    await stage.control("POST faults", {
      ...{ vendor: "vercel", method: "POST", pathPattern: "/env$", times: 1, kind: "drop-response" },
    });
    const made = await Promise.all(["A", "B"].map((key) => stage.create(token, variable(key, { sensitive: true }))));
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    for (const one of made) expect((await stage.read(token, one))?.inputs).toEqual(one.inputs);
  });

  it("are removed in one call, and twice without complaint", async () => {
    const made = await Promise.all(["A", "B", "C"].map((key) => stage.create(token, variable(key))));
    await stage.journal();
    await Promise.all(made.map((one) => stage.delete(token, one)));
    expect(await stage.writes()).toEqual([`DELETE /v1/projects/${projectId}/env`]);
    await Promise.all(made.map((one) => stage.delete(token, one)));
    const [first] = made;
    expect(first && (await stage.read(token, first))).toBeUndefined();
  });

  it("are gone with their project", async () => {
    const made = await Promise.all(["A", "B"].map((key) => stage.create(token, variable(key))));
    await stage.vendor(`DELETE /v9/projects/${projectId}`);
    for (const one of made) expect(await stage.read(token, one)).toBeUndefined();
    await Promise.all(made.map((one) => stage.delete(token, one)));
  });

  it("show a changed value, target and comment", async () => {
    const made = await stage.create(token, variable("A"));
    const id = made.id.split("/").at(-1);
    const change = { value: "other", target: ["production"], comment: "by hand" };
    await stage.vendor(`PATCH /v9/projects/${projectId}/env/${id}`, change);
    const found = await stage.read(token, made);
    if (found === undefined) throw new Error("gone");
    const paths = stage.diff(token, found, variable("A")).map(({ path }) => path.replace(/\[.*/, ""));
    expect(new Set(paths)).toEqual(new Set(["value", "targets", "comment"]));
    await stage.update(token, found, variable("A"));
    const repaired = await stage.read(token, made);
    expect(repaired?.inputs).toEqual(made.inputs);
  });

  it("show that a sensitive value was changed, by the time alone, and keep the one in state otherwise", async () => {
    const made = await stage.create(token, variable("A", { sensitive: true }));
    const id = made.id.split("/").at(-1);
    await stage.vendor(`PATCH /v9/projects/${projectId}/env/${id}`, { value: "other" });
    const found = await stage.read(token, made);
    if (found === undefined) throw new Error("gone");
    const declared = variable("A", { sensitive: true });
    expect(stage.diff(token, found, declared).map(({ path }) => path)).toEqual(["value"]);
    const repaired = await stage.update(token, found, declared);
    expect((await stage.read(token, repaired))?.inputs).toEqual(made.inputs);
  });

  it("blame a sensitive value for no other change", async () => {
    const made = await stage.create(token, variable("A", { sensitive: true }));
    await stage.vendor(`PATCH /v9/projects/${projectId}/env/${made.id.split("/").at(-1)}`, { comment: "by hand" });
    const found = await stage.read(token, made);
    if (found === undefined) throw new Error("gone");
    const differences = stage.diff(token, found, variable("A", { sensitive: true }));
    expect(differences.map(({ path }) => path)).toEqual(["comment"]);
  });

  it("are replaced when they stop being sensitive, the old one first", async () => {
    const made = await stage.create(token, variable("A", { sensitive: true }));
    expect(stage.diff(token, made, variable("A"))).toEqual([{ path: "sensitive", kind: "update", replaces: true }]);
    expect(projectEnvironmentVariable.deleteBeforeReplace).toBe(true);
  });

  it("are imported by project and id", async () => {
    const made = await stage.create(token, variable("A"));
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    await expect(stage.import(token, "nonsense")).rejects.toThrow("give it as <project id>/<variable id>");
  });

  it.each([
    [{ targets: [] }, "targets must name an environment"],
    [{ sensitive: true, targets: ["development"] }, "sensitive must be false"],
    [{ gitBranch: "main" }, "gitBranch needs"],
  ])("are refused with %o", async (more, problem) => {
    await expect(stage.create(token, variable("A", more))).rejects.toThrow(problem);
    expect(await stage.writes()).toEqual([]);
  });
});
