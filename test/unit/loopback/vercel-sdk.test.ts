import { Vercel } from "@vercel/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let vercel: Vercel;
const teamId = "team_LoopbackTeam000000000001";

beforeAll(async () => {
  cloud = await startTestCloud();
  const { VERCEL_API_TOKEN: bearerToken = "", VERCEL_API_URL: serverURL = "" } = cloud.control.environment;
  vercel = new Vercel({ bearerToken, serverURL, retryConfig: { strategy: "none" } });
});
afterAll(() => cloud.stop());

// Vercel's own SDK validates every answer: a second opinion that was not written with the loopback in mind.
describe("Vercel's SDK gets along with the loopback", () => {
  it("accounts", async () => {
    expect(await vercel.user.getAuthUser()).toMatchObject({ user: { username: "loopback", defaultTeamId: teamId } });
    expect(await vercel.teams.getTeam({ teamId })).toMatchObject({ slug: "loopback" });
    expect((await vercel.teams.getTeams({ limit: 5 })).teams).toHaveLength(1);
  });

  it("a project from creation to deletion", async () => {
    const requestBody = {
      name: "shop",
      framework: "nextjs",
      gitRepository: { type: "github", repo: "acme/shop" },
    } as const;
    const created = await vercel.projects.createProject({ teamId, requestBody });
    expect(created).toMatchObject({ name: "shop", accountId: teamId, link: { org: "acme", repo: "shop" } });
    const updated = await vercel.projects.updateProject({
      idOrName: created.id,
      teamId,
      requestBody: {
        nodeVersion: "22.x",
        ssoProtection: null,
        passwordProtection: { deploymentType: "all", password: "open-sesame-1" },
      },
    });
    expect(updated).toMatchObject({ nodeVersion: "22.x", ssoProtection: null });
    expect(JSON.stringify(updated)).not.toContain("open-sesame-1");
    const listed = await vercel.projects.getProjects({ teamId, limit: "10" });
    expect(listed).toMatchObject({ projects: [{ id: created.id }] });
    await vercel.projects.deleteProject({ idOrName: "shop", teamId });
    expect(await vercel.projects.getProjects({ teamId })).toMatchObject({ projects: [] });
  });

  it("environment variables of every kind", async () => {
    await vercel.projects.createProject({ teamId, requestBody: { name: "keys" } });
    const where = { idOrName: "keys", teamId };
    const { created, failed } = await vercel.projects.createProjectEnv({
      ...where,
      upsert: "true",
      requestBody: [
        { key: "SENSITIVE", value: "never again", type: "sensitive", target: ["production"] },
        { key: "ENCRYPTED", value: "on request", type: "encrypted", target: ["preview"] },
        { key: "PLAIN", value: "always", type: "plain", target: ["development"] },
      ],
    });
    expect(failed).toEqual([]);
    const ids = Array.isArray(created) ? created.map(({ id }) => id ?? "") : [];
    const listed = await vercel.projects.filterProjectEnvs({ ...where, decrypt: "true" });
    const values = "envs" in listed ? listed.envs.map(({ key, value }) => [key, value]) : [];
    expect(Object.fromEntries(values)).toEqual({ SENSITIVE: "", ENCRYPTED: "on request", PLAIN: "always" });
    await vercel.projects.editProjectEnv({ ...where, id: ids[1] ?? "", requestBody: { value: "changed" } });
    expect(await vercel.projects.getProjectEnv({ ...where, id: ids[1] ?? "" })).toMatchObject({
      value: "changed",
      decrypted: true,
    });
    await vercel.projects.removeProjectEnv({ ...where, id: ids[0] ?? "" });
    expect(await vercel.projects.batchRemoveProjectEnv({ ...where, requestBody: { ids } })).toMatchObject({
      deleted: 2,
    });
  });

  it("domains", async () => {
    await vercel.projects.createProject({ teamId, requestBody: { name: "sites" } });
    const where = { idOrName: "sites", teamId };
    await vercel.projects.addProjectDomain({ ...where, requestBody: { name: "acme.com" } });
    const redirect = { name: "www.acme.com", redirect: "acme.com", redirectStatusCode: 308 } as const;
    expect(await vercel.projects.addProjectDomain({ ...where, requestBody: redirect })).toMatchObject({
      apexName: "acme.com",
      verified: true,
    });
    expect(await vercel.projects.verifyProjectDomain({ ...where, domain: "acme.com" })).toMatchObject({
      verified: true,
    });
    expect(await vercel.domains.getDomainConfig({ domain: "acme.com", teamId })).toMatchObject({
      misconfigured: false,
    });
    const change = { redirect: null, gitBranch: "main" };
    expect(
      await vercel.projects.updateProjectDomain({ ...where, domain: "www.acme.com", requestBody: change }),
    ).toMatchObject(change);
    await vercel.projects.removeProjectDomain({ ...where, domain: "www.acme.com", requestBody: {} });
    expect((await vercel.projects.getProjectDomains(where)).domains.map(({ name }) => name)).toEqual(["acme.com"]);
  });

  it("errors", async () => {
    await expect(vercel.projects.deleteProject({ idOrName: "nope", teamId })).rejects.toMatchObject({
      statusCode: 404,
    });
    await expect(vercel.projects.getProjects({ teamId: "team_nobody" })).rejects.toMatchObject({ statusCode: 403 });
  });
});
