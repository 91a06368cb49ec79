import { beforeAll, describe, expect, it } from "vitest";
import { PlatformError } from "../../src/errors.ts";
import type { Plan } from "../support/plan.ts";
import { planPlatform, secretValue } from "../support/planned.ts";
import { parse, withValue } from "../support/platform.ts";
import { all, given, specOf, whole } from "./whole.ts";

const variable = (plan: Plan, name: string) =>
  plan.one("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", `shop-web-variable-${name}`);

describe("the platform in production", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planPlatform(specOf("production"));
  });

  it("hands each vendor's facts to the variables of the application", () => {
    const values = Object.fromEntries(
      plan
        .all("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable")
        .map(({ inputs }) => [inputs["key"], inputs["value"]]),
    );
    expect(values).toEqual({
      APP_ENV: "production",
      NEXT_PUBLIC_APP_URL: "https://shop.example",
      NEXT_PUBLIC_SUPABASE_URL: "https://refrefrefrefrefrefre.supabase.co",
      NEXT_PUBLIC_SUPABASE_KEY: "sb_publishable_told",
      SUPABASE_SECRET_KEY: "sb_secret_told",
      STRIPE_SECRET_KEY: secretValue("STRIPE_SECRET_KEY"),
      NEXT_PUBLIC_SENTRY_DSN: "https://key@sentry.example/1",
      NEXT_PUBLIC_POSTHOG_KEY: "phc_told",
      NEXT_PUBLIC_POSTHOG_HOST: "https://eu.i.posthog.com",
      TAX: "19",
      GREETING: "hello",
    });
  });

  it("keeps secrets secret on the way, and stores them so that Vercel never shows them", () => {
    for (const name of ["STRIPE_SECRET_KEY", "SUPABASE_SECRET_KEY"]) {
      expect(variable(plan, name)).toMatchObject({ secrets: ["value"], inputs: { sensitive: true } });
    }
    expect(variable(plan, "NEXT_PUBLIC_SENTRY_DSN").inputs["sensitive"]).toBe(false);
  });

  it("orders by Outputs: a variable comes from the thing that it tells of", () => {
    expect(variable(plan, "NEXT_PUBLIC_SENTRY_DSN").from["value"]?.join()).toContain("shop-errors-key");
    expect(variable(plan, "NEXT_PUBLIC_POSTHOG_KEY").from["value"]?.join()).toContain("shop-analytics-project");
    const migrations = plan.one("supabase:index/migrations:Migrations", "shop-database-migrations");
    expect(migrations.from["databasePassword"]?.join()).toContain("shop-database-project");
    const file = plan.one("github:index/repositoryFile:RepositoryFile", "shop-repository-file-github-workflows-ci-yml");
    expect(file.from["repository"]?.join()).toContain("shop-repository");
  });

  it("gives functions and jobs the secrets that are theirs, and no others", () => {
    const names = (type: string, key: string) => plan.all(type).map(({ inputs }) => inputs[key]);
    expect(names("supabase:index/functionSecret:FunctionSecret", "name")).toEqual(["APP_ENV", "MAIL_KEY"]);
    expect(names("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret", "secretName").toSorted()).toEqual([
      "SUPABASE_ACCESS_TOKEN",
      "SUPABASE_DB_PASSWORD",
      "VERCEL_TOKEN",
    ]);
    for (const secret of plan.all("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret")) {
      expect(secret.secrets).toEqual(["value"]);
      expect(secret.inputs["value"]).toBe(secretValue(String(secret.inputs["secretName"])));
    }
  });

  it("declares the repository, and both stacks' GitHub environments, but only its own secrets in them", () => {
    expect(
      plan.all("github:index/repositoryEnvironment:RepositoryEnvironment").map(({ inputs }) => inputs["environment"]),
    ).toEqual(["production", "staging"]);
    const inside = [
      ...plan.all("github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret"),
      ...plan.all("github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable"),
    ];
    expect(new Set(inside.map(({ inputs }) => inputs["environment"]))).toEqual(new Set(["production"]));
  });

  it("protects what holds data or an address, and nothing else", () => {
    expect(
      plan.resources
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      "shop-analytics-project",
      "shop-database-project",
      "shop-errors-project",
      "shop-repository",
      "shop-web-project",
    ]);
  });

  it("says why a function lets anyone in", () => {
    const functions = plan
      .all("supabase:index/edgeFunction:EdgeFunction")
      .map(({ inputs }) => [inputs["slug"], inputs["verifyJwt"], inputs["verifyJwtReason"]]);
    expect(functions).toEqual([
      ["health", false, "monitors call it without an account"],
      ["report", true, undefined],
    ]);
  });

  it("redirects every host to the main one", () => {
    const domains = plan
      .all("vercel:index/projectDomain:ProjectDomain")
      .map(({ inputs }) => [inputs["domain"], inputs["redirect"]]);
    expect(domains).toEqual([
      ["shop.example", undefined],
      ["www.shop.example", "shop.example"],
    ]);
  });

  it("keeps the laws: parents, names that begin with the parent's, one explicit provider a vendor without token or address", () => {
    const names = new Map(plan.resources.map(({ urn, name }) => [urn, name]));
    for (const { name, parent, type } of plan.resources.filter(
      (one) => one.type !== "pulumi:pulumi:Stack" && one.name !== "shop",
    )) {
      expect([name, parent !== ""]).toEqual([name, true]);
      expect([type, name.startsWith(names.get(parent) ?? "?")]).toEqual([type, true]);
    }
    for (const { custom, type, provider } of plan.resources) {
      if (custom && !type.startsWith("pulumi:"))
        expect(provider).toContain(`pulumi:providers:${type.split(":")[0]}::shop-`);
    }
    const providers = plan.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    const told = Object.fromEntries(
      providers.map(({ name, inputs }) => [name, Object.keys(inputs).filter((key) => key !== "version")]),
    );
    expect(told).toEqual({
      "shop-github": ["owner"],
      "shop-posthog": ["organizationId"],
      "shop-sentry": [],
      "shop-supabase": [],
      "shop-vercel": ["team"],
    });
  });

  it("tells policies what they must know", () => {
    const { inputs, secrets } = plan.one("groundplan:index:Platform", "shop");
    expect(inputs["environment"]).toMatchObject({ protectsData: true, usesLoopback: false });
    expect(inputs["requiredSecrets"]).toContainEqual({
      name: "STRIPE_SECRET_KEY",
      pattern: "[sr]k_live_[A-Za-z0-9]{16,250}",
      description: expect.stringContaining("live"),
    });
    expect(inputs["siblings"]).toEqual([{ stack: "staging", ids: [], hosts: ["staging.shop.example"] }]);
    expect(secrets).toEqual(["secrets"]);
  });

  it("puts no secret into its outputs", () => {
    const outputs = [...plan.outputs].find(([urn]) => urn.includes("pulumi:pulumi:Stack"))?.[1];
    expect(outputs?.values).toMatchObject({
      platform: "shop",
      database: { ref: "refrefrefrefrefrefre" },
      repository: "https://github.com/owner/name",
    });
    for (const { values } of plan.outputs.values())
      expect(JSON.stringify(values)).not.toMatch(/the value of|sb_secret/);
  });

  it("registers the outputs of every component", () => {
    const components = plan.resources.filter(({ custom, type }) => !custom && type.startsWith("groundplan:"));
    expect(components.length).toBe(7);
    for (const { urn } of components) expect([urn, plan.outputs.has(urn)]).toEqual([urn, true]);
  });
});

describe("a deployment that waits for its domain", () => {
  const bypasses = (plan: Plan) => plan.all("vercel:index/projectProtectionBypass:ProjectProtectionBypass");

  it("can be reached by checks where previews are protected", async () => {
    const [bypass, ...others] = bypasses(await planPlatform(specOf("production")));
    expect([bypass?.name, bypass?.inputs["isEnvVar"], others]).toEqual(["shop-web-bypass", true, []]);
    expect(bypass?.from["projectId"]?.join()).toContain("shop-web-project");
  });

  it("is open to everybody where previews are not", async () => {
    const open = withValue(whole, ["apps", "web", "previewProtection"], false);
    const secrets = Object.fromEntries(given.map((name) => [name, { encrypted: true }]));
    const spec = parse({ stack: "production", definition: open, data: all["production"], others: all, secrets });
    expect(bypasses(await planPlatform(spec))).toEqual([]);
  });
});

describe("the platform in staging", () => {
  it("declares nothing of the repository but what is inside its own GitHub environment", async () => {
    const plan = await planPlatform(specOf("staging"));
    const github = plan.resources.filter(({ type }) => type.startsWith("github:"));
    expect(new Set(github.map(({ type }) => type))).toEqual(
      new Set([
        "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
        "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable",
      ]),
    );
    expect(new Set(github.map(({ inputs }) => `${inputs["repository"]}/${inputs["environment"]}`))).toEqual(
      new Set(["shop/staging"]),
    );
  });

  it("is not protected once somebody opted out with a reason", async () => {
    const data = withValue(all["staging"], ["optOuts", "protection"], { reason: "it is thrown away every night" });
    const plan = await planPlatform(specOf("staging", { data }));
    expect(plan.resources.filter(({ protect }) => protect)).toEqual([]);
    expect(plan.one("groundplan:index:Platform", "shop").inputs["optOuts"]).toContainEqual({
      what: "protection",
      reason: "it is thrown away every night",
    });
  });

  it("refers to a Vercel project that another stack owns by its name", async () => {
    const shared = withValue(whole, ["apps", "web", "project"], "shared");
    const spec = parse({
      stack: "staging",
      definition: shared,
      data: all["staging"],
      others: all,
      secrets: Object.fromEntries(given.map((name) => [name, { encrypted: true }])),
    });
    const plan = await planPlatform(spec);
    expect(plan.all("vercel:index/project:Project")).toEqual([]);
    expect(plan.all("vercel:index/projectProtectionBypass:ProjectProtectionBypass")).toEqual([]);
    expect(variable(plan, "APP_ENV").inputs["projectId"]).toBe("shop-web");
  });
});

describe("what exists already", () => {
  it("is imported under the logical name that the stack file gives", async () => {
    const plan = await planPlatform(specOf("staging", { adopt: { "shop-database-project": "abcdefghijklmnopqrst" } }));
    expect(plan.one("supabase:index/project:Project", "shop-database-project").importId).toBe("abcdefghijklmnopqrst");
    expect(plan.resources.filter(({ importId }) => importId !== "")).toHaveLength(1);
  });

  it("under a name that no resource has is an error", async () => {
    const planning = planPlatform(specOf("staging", { adopt: { "shop-databse-project": "abcdefghijklmnopqrst" } }));
    await expect(planning).rejects.toThrow(PlatformError);
    await expect(planning).rejects.toThrow("shop-databse-project");
  });
});

describe("the platform on this machine", () => {
  it("is not protected, owns its repository, and does not wait between writes", async () => {
    const plan = await planPlatform(specOf("local"));
    expect(plan.resources.filter(({ protect }) => protect)).toEqual([]);
    expect(plan.all("github:index/repository:Repository")).toHaveLength(1);
    expect(plan.one("pulumi:providers:github", "shop-github").inputs["writeDelayMs"]).toBe("0");
  });
});
