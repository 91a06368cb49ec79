import sodium from "libsodium-wrappers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../../loopback/core/store.ts";
import type { GitHubState } from "../../../loopback/github/state.ts";
import { github } from "../../../loopback/github/vendor.ts";
import { controlOf, startTestCloud, type TestCloud } from "./cloud.ts";
import { octokitOf, refusal } from "./octokit.ts";

let cloud: TestCloud;
let octokit: ReturnType<typeof octokitOf>;
const org = "groundplan-local";
const web = { owner: org, repo: "web" };
const inProduction = { ...web, environment_name: "production/eu" };

beforeAll(async () => {
  await sodium.ready;
  cloud = await startTestCloud({ vendors: [github] });
  octokit = octokitOf(cloud.control);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await controlOf(cloud.control)("POST reset", {});
  await octokit.repos.createInOrg({ org, name: "web" });
  await octokit.repos.createOrUpdateEnvironment(inProduction);
});

function seal(value: string, key: string): string {
  return Buffer.from(sodium.crypto_box_seal(Buffer.from(value), Buffer.from(key, "base64"))).toString("base64");
}

/** What the vendor holds, as its own state file has it: the only place where a secret's value can be compared. */
async function storedState(): Promise<GitHubState> {
  await controlOf(cloud.control)("GET state");
  const store = openStore({ home: cloud.home, vendors: [github], rotateTokens: false, onSecret: () => undefined });
  return store.state("github") as GitHubState;
}

describe("GitHub on loopback: secrets", () => {
  it("opens the sealed box, keeps the value and shows only name and times", async () => {
    const { key, key_id } = (await octokit.actions.getEnvironmentPublicKey(inProduction)).data;
    expect(Buffer.from(key, "base64")).toHaveLength(32);
    const secret = { ...inProduction, secret_name: "stripe_secret_key" };
    const put = (value: string) =>
      octokit.actions.createOrUpdateEnvironmentSecret({ ...secret, encrypted_value: seal(value, key), key_id });
    expect((await put("canary é ✓")).status).toBe(201);
    const first = (await octokit.actions.getEnvironmentSecret(secret)).data;
    expect(Object.keys(first).sort()).toEqual(["created_at", "name", "updated_at"]);
    expect(first.name).toBe("STRIPE_SECRET_KEY");

    expect((await put("canary two")).status).toBe(204);
    const second = (await octokit.actions.getEnvironmentSecret(secret)).data;
    expect(Date.parse(second.updated_at)).toBeGreaterThan(Date.parse(first.updated_at));
    expect(second.created_at).toBe(first.created_at);

    const state = await storedState();
    expect(state.repositories[0]?.environments[0]?.secrets.secrets).toMatchObject([
      { value: { $secret: "canary two" } },
    ]);
    const shown = JSON.stringify((await controlOf(cloud.control)("GET state")).body);
    expect(shown).toContain("STRIPE_SECRET_KEY");
    expect(shown).not.toContain("canary");
  });

  it("refuses a stale key, a box for another key and no box at all", async () => {
    const secret = { ...inProduction, secret_name: "TOKEN" };
    const early = octokit.actions.createOrUpdateEnvironmentSecret({ ...secret, encrypted_value: "AAAA", key_id: "1" });
    expect(await refusal(early)).toMatchObject({ status: 422 });
    const { key, key_id } = (await octokit.actions.getEnvironmentPublicKey(inProduction)).data;
    const other = Buffer.from(sodium.crypto_box_keypair().publicKey).toString("base64");
    const attempts = [
      { encrypted_value: seal("x", key), key_id: "568250167242549743" },
      { encrypted_value: seal("x", other), key_id },
      { encrypted_value: Buffer.from("plain").toString("base64"), key_id },
      { encrypted_value: seal("x".repeat(48 * 1024 + 1), key), key_id },
    ];
    const answers = await Promise.all(
      attempts.map((attempt) => refusal(octokit.actions.createOrUpdateEnvironmentSecret({ ...secret, ...attempt }))),
    );
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect((await octokit.actions.listEnvironmentSecrets(inProduction)).data).toEqual({ total_count: 0, secrets: [] });
  });

  it("keeps repository, environment and Dependabot secrets apart", async () => {
    const { key, key_id } = (await octokit.actions.getRepoPublicKey(web)).data;
    await octokit.actions.createOrUpdateRepoSecret({
      ...web,
      secret_name: "A",
      encrypted_value: seal("a", key),
      key_id,
    });
    const dependabot = (await octokit.dependabot.getRepoPublicKey(web)).data;
    expect(dependabot.key).not.toBe(key);
    await octokit.dependabot.createOrUpdateRepoSecret({
      ...web,
      secret_name: "B",
      encrypted_value: seal("b", dependabot.key),
      key_id: dependabot.key_id,
    });
    const { github: state } = (await controlOf(cloud.control)("GET state")).body;
    expect(state.secrets).toMatchObject([{ repository: `${org}/web`, name: "A" }]);
    expect(state.dependabotSecrets).toMatchObject([{ name: "B" }]);
    expect(state.environmentSecrets).toEqual([]);
    await octokit.actions.deleteRepoSecret({ ...web, secret_name: "a" });
    expect(await refusal(octokit.actions.getRepoSecret({ ...web, secret_name: "A" }))).toMatchObject({ status: 404 });
  });

  it("refuses names that GitHub refuses", async () => {
    const { key, key_id } = (await octokit.actions.getRepoPublicKey(web)).data;
    const put = (secret_name: string) =>
      octokit.actions.createOrUpdateRepoSecret({ ...web, secret_name, encrypted_value: seal("x", key), key_id });
    for (const name of ["1ST", "WITH-HYPHEN", "GITHUB_TOKEN"])
      expect(await refusal(put(name))).toMatchObject({ status: 422 });
  });

  it("forgets an environment's secrets with the environment", async () => {
    const { key, key_id } = (await octokit.actions.getEnvironmentPublicKey(inProduction)).data;
    const secret = { ...inProduction, secret_name: "TOKEN" };
    await octokit.actions.createOrUpdateEnvironmentSecret({ ...secret, encrypted_value: seal("x", key), key_id });
    await octokit.repos.deleteAnEnvironment(inProduction);
    expect(await refusal(octokit.actions.getEnvironmentSecret(secret))).toMatchObject({ status: 404 });
  });
});

describe("GitHub on loopback: variables", () => {
  it("creates, reads, changes, renames and deletes them", async () => {
    await octokit.actions.createEnvironmentVariable({ ...inProduction, name: "app_env", value: "production" });
    const variable = { ...inProduction, name: "APP_ENV" };
    expect((await octokit.actions.getEnvironmentVariable(variable)).data).toMatchObject({
      name: "APP_ENV",
      value: "production",
    });
    const again = octokit.actions.createEnvironmentVariable({ ...variable, value: "x" });
    expect(await refusal(again)).toMatchObject({ status: 409 });
    expect((await octokit.actions.updateEnvironmentVariable({ ...variable, value: "prod" })).status).toBe(204);
    expect((await octokit.actions.listEnvironmentVariables(inProduction)).data).toMatchObject({
      total_count: 1,
      variables: [{ value: "prod" }],
    });
    await octokit.actions.deleteEnvironmentVariable(variable);
    expect(await refusal(octokit.actions.getEnvironmentVariable(variable))).toMatchObject({ status: 404 });
    await octokit.actions.createRepoVariable({ ...web, name: "REGION", value: "fra1" });
    expect((await octokit.actions.listRepoVariables(web)).data.variables).toMatchObject([
      { name: "REGION", value: "fra1" },
    ]);
  });
});
