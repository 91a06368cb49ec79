import { describe, expect, it } from "vitest";
import type { Plan } from "../support/plan.ts";
import { planPlatform, secretValue } from "../support/planned.ts";
import { specOf, whole } from "./whole.ts";

describe("the platform that deploys pull requests", () => {
  const release = { staging: { on: "both" }, production: { approval: false } };
  const planned = (stack: "staging" | "production" | "local", changed: object = {}) =>
    planPlatform(specOf(stack, { definition: { ...whole, release: { ...release, ...changed } } }));
  const secretsIn = (plan: Plan, environment: string) =>
    plan
      .all("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret")
      .filter(({ inputs }) => inputs["environment"] === environment)
      .map(({ name, inputs }) => [name, inputs["value"]])
      .toSorted();

  it("declares their environment where it owns the repository: for them alone, no reviewers, no way past", async () => {
    const plan = await planned("production");
    const environments = plan.all("github:index/repositoryEnvironment:RepositoryEnvironment");
    expect(environments.map(({ name }) => name)).toEqual(
      ["preview", "production", "staging"].map((name) => `shop-repository-environment-${name}`),
    );
    expect(environments[0]?.inputs).toEqual({
      ...{ repository: "shop", environment: "preview", canAdminsBypass: false, waitTimer: 0 },
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    });
    const policies = plan
      .all("github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy")
      .map(({ inputs }) => [inputs["environment"], inputs["branchPattern"] ?? inputs["tagPattern"]]);
    expect(policies.toSorted()).toEqual([
      ["preview", "refs/pull/*/merge"],
      ["production", "main"],
      ["staging", "main"],
    ]);
    expect(secretsIn(plan, "preview")).toEqual([]);
  });

  it("puts into it, from the stack beside which they are deployed, what their jobs read, and no variable", async () => {
    const plan = await planned("staging");
    expect(plan.all("github:index/repositoryEnvironment:RepositoryEnvironment")).toEqual([]);
    expect(secretsIn(plan, "preview")).toEqual([
      ["shop-preview-secret-SUPABASE_ACCESS_TOKEN", secretValue("SUPABASE_ACCESS_TOKEN")],
      ["shop-preview-secret-VERCEL_TOKEN", secretValue("VERCEL_TOKEN")],
    ]);
    expect(secretsIn(plan, "staging").map(([name]) => name)).toContain("shop-deployment-secret-SUPABASE_DB_PASSWORD");
    const variables = plan.all("github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable");
    expect(new Set(variables.map(({ inputs }) => inputs["environment"]))).toEqual(new Set(["staging"]));
  });

  it("puts less into it where fewer jobs read", async () => {
    const without = { "infra-preview": { reason: "tokens that only read are not to be had" } };
    expect(secretsIn(await planned("staging", { without }), "preview").map(([name]) => name)).toEqual([
      "shop-preview-secret-VERCEL_TOKEN",
    ]);
  });

  it("has nothing of it on a laptop", async () => {
    const plan = await planned("local");
    expect(plan.resources.filter(({ name }) => name.includes("preview"))).toEqual([]);
  });
});
