import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const organization = "acme";
const [repository, mapping] = ["SentryOrganizationRepositoryGithub", "SentryOrganizationCodeMapping"];
let stage: Stage;
let projectId: string;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  const integrations = [{ provider: "github", id: "71", name: "acme", repositories: ["acme/web", "acme/api"] }];
  const accounts = { organizations: [{ slug: "acme", teams: ["web"], integrations }] };
  await stage.control("POST seed", { vendor: "sentry", accounts });
  const { body } = await stage.vendor("POST /api/0/teams/acme/web/projects/", { name: "Web", slug: "web" });
  projectId = (body as { id: string }).id;
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

describe("a repository", () => {
  const web = { organization, integrationId: "acme", identifier: "acme/web" };

  it("is linked by its integration's name, read, imported and unlinked", async () => {
    const made = await stage.create(repository, web);
    expect(made).toMatchObject({ id: "acme/acme/web", inputs: { integrationId: "71" } });
    expect((await stage.read(repository, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(repository, made.id))?.inputs).toEqual(made.inputs);
    expect(stage.diff(repository, made, { ...made.inputs, identifier: "acme/api" })).toMatchObject([
      { replaces: true },
    ]);
    await stage.delete(repository, made);
    expect(await stage.read(repository, made)).toBeUndefined();
    await stage.delete(repository, made);
  });

  it("is linked once when the answer is lost, and never taken over", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(repository, web);
    expect(made.state["internalId"]).toMatch(/^\d+$/);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    await expect(stage.create(repository, web)).rejects.toThrow("'acme/acme/web'");
  });

  it("waits for one of its name that is still being deleted", async () => {
    await stage.delete(repository, await stage.create(repository, web));
    expect((await stage.create(repository, web)).id).toBe("acme/acme/web");
  });

  it("is refused where GitHub is not installed, or does not show it", async () => {
    const other = { ...web, integrationId: "other" };
    await expect(stage.create(repository, other)).rejects.toThrow(
      'integrationId acme has no GitHub integration "other"',
    );
    await expect(stage.create(repository, { ...web, identifier: "acme/none" })).rejects.toThrow("Repository not found");
  });
});

describe("a code mapping", () => {
  const declare = async () => {
    const { state } = await stage.create(repository, { organization, integrationId: "71", identifier: "acme/web" });
    const wanted = { organization, integrationId: "acme", repositoryId: String(state["internalId"]), projectId };
    await stage.journal();
    return { ...wanted, defaultBranch: "main", stackRoot: "app:///", sourceRoot: "src/" };
  };

  it("is made, read, imported, changed in place and deleted", async () => {
    const wanted = await declare();
    const made = await stage.create(mapping, wanted);
    expect((await stage.read(mapping, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(mapping, made.id))?.inputs).toEqual(made.inputs);
    await stage.writes();
    const changed = await stage.update(mapping, made, { ...wanted, sourceRoot: "", defaultBranch: "next" });
    expect(await stage.writes()).toEqual([`PUT /api/0/organizations/acme/code-mappings/${made.state["internalId"]}/`]);
    expect((await stage.read(mapping, changed))?.inputs).toEqual(changed.inputs);
    await stage.delete(mapping, changed);
    expect(await stage.read(mapping, changed)).toBeUndefined();
    await stage.delete(mapping, changed);
  });

  it("is made once when the answer is lost: project and roots are how it is found", async () => {
    const wanted = await declare();
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(mapping, wanted);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    await expect(stage.create(mapping, wanted)).rejects.toThrow(made.id);
  });

  it("tells what Sentry refuses", async () => {
    const wanted = await declare();
    await expect(stage.create(mapping, { ...wanted, repositoryId: "1" })).rejects.toThrow("Repository does not exist");
  });
});
