import { Vercel } from "@vercel/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, controlOf, startTestCloud, type TestCloud } from "./cloud.ts";

let cloud: TestCloud;
let vercel: Vercel;
let projectId: string;
const teamId = "team_LoopbackTeam000000000001";

beforeAll(async () => {
  cloud = await startTestCloud();
  const { VERCEL_API_TOKEN: bearerToken = "", VERCEL_API_URL: serverURL = "" } = cloud.control.environment;
  vercel = new Vercel({ bearerToken, serverURL, retryConfig: { strategy: "none" } });
  const accounts = { domains: [{ name: "acme.com", teamId }] };
  await controlOf(cloud.control)("POST seed", { vendor: "vercel", accounts });
  const requestBody = { name: "web", gitRepository: { type: "github", repo: "acme/web" } } as const;
  projectId = (await vercel.projects.createProject({ teamId, requestBody })).id;
});
afterAll(() => cloud.stop());

// As in vercel-sdk.test.ts: Vercel's own SDK validates every answer.
describe("Vercel's SDK gets along with the loopback, further", () => {
  it("custom environments", async () => {
    const where = { idOrName: projectId, teamId };
    const branchMatcher = { type: "equals", pattern: "next" } as const;
    const requestBody = { slug: "staging", description: "before", branchMatcher };
    const made = await vercel.environment.createCustomEnvironment({ ...where, requestBody });
    expect(made).toMatchObject({ slug: "staging", branchMatcher });
    const all = await vercel.environment.getProjectsByIdOrNameCustomEnvironments(where);
    expect(all.environments).toHaveLength(1);
    const one = { ...where, environmentSlugOrId: "staging" };
    expect(await vercel.environment.getCustomEnvironment(one)).toMatchObject({ id: made.id });
    await vercel.environment.updateCustomEnvironment({ ...one, requestBody: { slug: "stage" } });
    const gone = {
      ...where,
      environmentSlugOrId: "stage",
      requestBody: { deleteUnassignedEnvironmentVariables: true },
    };
    expect(await vercel.environment.removeCustomEnvironment(gone)).toMatchObject({ slug: "stage" });
  });

  it("protection bypass, attack mode, firewall", async () => {
    const secret = "abcdefghijklmnopqrstuvwxyz012345";
    const requestBody = { generate: { secret, note: "tests" } };
    const bypass = await vercel.projects.updateProjectProtectionBypass({ idOrName: projectId, teamId, requestBody });
    expect(Object.keys(bypass.protectionBypass ?? {})).toEqual([secret]);
    const attack = { projectId, attackModeEnabled: true, attackModeActiveUntil: Date.now() + 3_600_000 };
    expect(await vercel.security.updateAttackChallengeMode({ teamId, requestBody: attack })).toMatchObject({
      attackModeEnabled: true,
    });
    const put = await vercel.security.putFirewallConfig({
      ...{ projectId, teamId },
      requestBody: {
        firewallEnabled: true,
        managedRules: { owasp: { active: true } },
        crs: { xss: { active: true, action: "deny" } },
        rules: [
          {
            ...{ name: "api", active: true },
            conditionGroup: [{ conditions: [{ type: "path", op: "pre", value: "/api" }] }],
            action: {
              mitigate: {
                action: "rate_limit",
                rateLimit: { algo: "fixed_window", window: 60, limit: 100, keys: ["ip"], action: "deny" },
              },
            },
          },
        ],
        ips: [{ hostname: "*", ip: "192.0.2.1", action: "deny" }],
      },
    });
    expect(put.active.rules).toMatchObject([{ name: "api" }]);
    const read = await vercel.security.getFirewallConfig({ projectId, teamId, configVersion: "active" });
    expect(read).toMatchObject({ firewallEnabled: true, version: 1, ips: [{ ip: "192.0.2.1" }] });
    const project = await vercel.projects.getProject({ idOrName: projectId, teamId });
    expect(project).toMatchObject({ security: { attackModeEnabled: true, firewallConfigVersion: 1 } });
  });

  it("webhooks and drains", async () => {
    const url = "https://hooks.acme.com";
    const webhook = await vercel.webhooks.createWebhook({
      teamId,
      requestBody: { url, events: ["deployment.created"], projectIds: [projectId] },
    });
    expect(webhook.secret).toMatch(/^\w{32}$/);
    expect(await vercel.webhooks.getWebhooks({ teamId })).toHaveLength(1);
    expect(await vercel.webhooks.getWebhook({ id: webhook.id, teamId })).toMatchObject({ url });
    await vercel.webhooks.deleteWebhook({ id: webhook.id, teamId });
    const drain = await vercel.drains.createDrain({
      teamId,
      requestBody: {
        ...{ name: "logs", projects: "some", projectIds: [projectId], schemas: { log: { version: "v1" } } },
        delivery: { type: "http", endpoint: url, encoding: "json", headers: { a: "b" } },
        filter: { version: "v2", filter: { type: "basic", log: { sources: ["lambda"] } } },
        sampling: [{ type: "head_sampling", rate: 0.5 }],
      },
    });
    expect(drain).toMatchObject({ name: "logs", delivery: { type: "http", endpoint: url } });
    expect((await vercel.drains.getDrains({ teamId })).drains).toHaveLength(1);
    await vercel.drains.updateDrain({ id: drain.id, teamId, requestBody: { name: "all logs" } });
    expect(await vercel.drains.getDrain({ id: drain.id, teamId })).toMatchObject({ name: "all logs" });
    await vercel.drains.deleteDrain({ id: drain.id, teamId });
  });

  it("shared variables", async () => {
    const { created } = await vercel.environment.createSharedEnvVariable({
      teamId,
      requestBody: {
        evs: [{ key: "A", value: "b", comment: "why" }],
        type: "encrypted",
        target: ["production"],
        projectId: [projectId],
      },
    });
    const id = created[0]?.id ?? "";
    expect((await vercel.environment.listSharedEnvVariable({ teamId })).data).toMatchObject([{ id, key: "A" }]);
    await vercel.environment.updateSharedEnvVariable({ teamId, requestBody: { updates: { [id]: { value: "c" } } } });
    expect(await vercel.environment.getSharedEnvVar({ id, teamId })).toMatchObject({ value: "c", decrypted: true });
    await vercel.environment.unlinkSharedEnvVariable({ id, projectId, teamId });
    expect(await vercel.environment.deleteSharedEnvVariable({ teamId, requestBody: { ids: [id] } })).toMatchObject({
      deleted: [id],
    });
  });

  it("DNS records", async () => {
    const domain = "acme.com";
    expect((await vercel.domains.getDomains({ teamId })).domains).toMatchObject([{ name: domain }]);
    const requestBody = { type: "A", name: "www", value: "192.0.2.1", ttl: 60 } as const;
    const made = await vercel.dns.createRecord({ domain, teamId, requestBody });
    const recordId = made.uid ?? "";
    await vercel.dns.updateRecord({ recordId, teamId, requestBody: { value: "192.0.2.2", comment: "moved" } });
    expect(await vercel.dns.getRecords({ domain, teamId })).toMatchObject({
      records: [{ id: recordId, value: "192.0.2.2", comment: "moved" }],
    });
    await vercel.dns.removeRecord({ domain, recordId, teamId });
  });

  it("deployments, promote, rollback and aliases", async () => {
    const deploy = async () => {
      const gitSource = { type: "github", org: "acme", repo: "web", ref: "main" } as const;
      const requestBody = { name: "web", target: "production", gitSource } as const;
      const { id } = await vercel.deployments.createDeployment({ teamId, requestBody });
      for (let looks = 0; looks < 10; looks++) {
        const { readyState } = await vercel.deployments.getDeployment({ idOrUrl: id, teamId });
        if (readyState === "READY") return id;
      }
      throw new Error(`${id} is not ready after 10 looks`);
    };
    const [first, second] = [await deploy(), await deploy()];
    const { deployments } = await vercel.deployments.getDeployments({ teamId, projectId, target: "production" });
    expect(deployments.map(({ uid }) => uid)).toEqual([second, first]);
    const settled = async () => {
      for (let looks = 0; looks < 10; looks++) {
        const project = await vercel.projects.getProject({ idOrName: projectId, teamId });
        if (project.lastAliasRequest?.jobStatus === "succeeded") return project;
      }
      throw new Error("the release is not done after 10 looks");
    };
    await vercel.projects.requestRollback({ projectId, deploymentId: first, teamId });
    expect(await settled()).toMatchObject({ lastAliasRequest: { type: "rollback", toDeploymentId: first } });
    await vercel.projects.requestPromote({ projectId, deploymentId: second, teamId });
    expect(await settled()).toMatchObject({ targets: { production: { id: second } } });
    expect(await vercel.projects.listPromoteAliases({ projectId, teamId })).toMatchObject({
      aliases: [{ alias: "web.vercel.app" }],
    });

    await vercel.aliases.assignAlias({ id: second, teamId, requestBody: { alias: "demo.acme.com" } });
    const named = await vercel.aliases.listDeploymentAliases({ id: second, teamId });
    expect(named.aliases.map(({ alias }) => alias)).toContain("demo.acme.com");
    expect((await vercel.aliases.listAliases({ teamId, projectId })).aliases).toHaveLength(2);
    await vercel.aliases.deleteAlias({ aliasId: "demo.acme.com", teamId });
    expect(await vercel.deployments.deleteDeployment({ id: first, teamId })).toMatchObject({ state: "DELETED" });
  });
});

describe("Vercel's SDK, for a team", () => {
  it("access groups", async () => {
    const { accessGroupId } = await vercel.accessGroups.createAccessGroup({
      teamId,
      requestBody: { name: "Web team" },
    });
    const where = { accessGroupIdOrName: accessGroupId, teamId };
    await vercel.accessGroups.createAccessGroupProject({
      ...{ ...where, requestBody: { projectId, role: "PROJECT_DEVELOPER" as const } },
    });
    await vercel.accessGroups.updateAccessGroupProject({
      ...where,
      projectId,
      requestBody: { role: "PROJECT_VIEWER" },
    });
    expect(await vercel.accessGroups.readAccessGroupProject({ ...where, projectId })).toMatchObject({
      role: "PROJECT_VIEWER",
    });
    expect(await vercel.accessGroups.readAccessGroup({ idOrName: "Web team", teamId })).toMatchObject({
      projectsCount: 1,
    });
    await vercel.accessGroups.deleteAccessGroupProject({ ...where, projectId });
    await vercel.accessGroups.deleteAccessGroup({ idOrName: accessGroupId, teamId });
  });

  it("rolling releases, whose settings the SDK itself sends without a body", async () => {
    const stages = [{ targetPercentage: 10, duration: 5 }, { targetPercentage: 100 }];
    const ask = clientOf(cloud.control, "vercel", "VERCEL_API_TOKEN");
    const path = `/v1/projects/${projectId}/rolling-release/config?teamId=${teamId}`;
    await ask(`PATCH ${path}`, { enabled: true, advancementType: "automatic", stages });
    const where = { idOrName: projectId, teamId };
    expect(await vercel.rollingRelease.getRollingReleaseConfig(where)).toMatchObject({
      rollingRelease: { target: "production", stages },
    });
    await vercel.rollingRelease.deleteRollingReleaseConfig(where);
  });

  it("edge configs, by their newer name", async () => {
    const { id: edgeConfigId = "" } = await vercel.globalConfig.createEdgeConfig({
      teamId,
      requestBody: { slug: "shop" },
    });
    const where = { edgeConfigId, teamId };
    await vercel.globalConfig.updateEdgeConfig({ ...where, requestBody: { slug: "store" } });
    expect(await vercel.globalConfig.getEdgeConfig(where)).toMatchObject({ slug: "store", itemCount: 0 });
    const { token } = await vercel.globalConfig.createEdgeConfigToken({ ...where, requestBody: { label: "web" } });
    expect(await vercel.globalConfig.getEdgeConfigToken({ ...where, token })).toMatchObject({ label: "web" });
    await vercel.globalConfig.deleteEdgeConfigTokens({ ...where, requestBody: { tokens: [token] } });
    await vercel.globalConfig.deleteEdgeConfig(where);
  });
});
