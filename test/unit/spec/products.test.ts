import { describe, expect, it } from "vitest";
import type { PlatformDefinition } from "../../../src/spec/definition.ts";
import { parsePlatform } from "../../../src/spec/parse.ts";
import type { PlatformSpec } from "../../../src/spec/platform.ts";
import { appEnv, fromApp, fromDatabase, fromErrors, literal, secret, setting } from "../../../src/spec/variables.ts";

/** Products that pull in different directions, each by data alone. Here: what they declare; that they stand is proven elsewhere. */
const owners = { github: "org", vercel: "team_1234567890", supabase: "organizationslug", sentry: "org" };
const place = { vendors: "real", owners, database: { region: "eu-west-1" } };

interface Product {
  readonly definition: PlatformDefinition;
  readonly staging: object;
  readonly production: object;
}

const key = (
  name: string,
  format: "random" | "stripe-secret-key" | "google-api-key" | "resend-key" | "redis-url",
  consumer: "server" | "function",
) => ({
  name,
  purpose: `what ${name} is for`,
  format,
  consumers: [consumer],
  requiredBy: "the product",
  obtain: "from its vendor's dashboard",
});

/** Functions with secrets of their own, test payments outside production, a host called `stage`, a framework without server. */
const functionsFirst: Product = {
  definition: {
    name: "fashion",
    domain: "fashion.example",
    apps: {
      web: {
        framework: "vite",
        variables: { VITE_SUPABASE_URL: fromDatabase("url"), VITE_SENTRY_DSN: fromErrors("dsn") },
      },
    },
    database: {
      functions: { "generate-draft": {}, webhook: { verifyJwt: { reason: "the payment vendor signs its calls" } } },
    },
    errors: { platform: "javascript-react" },
    secrets: [
      key("STRIPE_SECRET_KEY", "stripe-secret-key", "function"),
      key("GEMINI_API_KEY", "google-api-key", "function"),
    ],
  },
  staging: { ...place, kind: "staging", apps: { web: { hosts: ["stage"] } } },
  production: { ...place, kind: "production", owner: true, apps: { web: { hosts: ["app"] } } },
};

/** One Vercel project for both stacks, no host in staging, releases by tag with approval. */
const promoted: Product = {
  definition: {
    name: "king",
    repository: { people: { ops: { team: 42 } } },
    apps: {
      web: { framework: "nextjs", project: "shared", variables: { NEXT_PUBLIC_SUPABASE_URL: fromDatabase("url") } },
    },
    database: {},
    errors: { platform: "javascript-nextjs" },
  },
  staging: {
    ...place,
    kind: "staging",
    apps: { web: { address: "https://king-git-main.vercel.app", targets: ["preview"] } },
  },
  production: {
    ...place,
    kind: "production",
    owner: true,
    apps: { web: { hosts: ["king.example"], targets: ["production"] } },
    deployments: { branches: ["main"], tags: ["v*"], approvers: ["ops"] },
  },
};

/** An app in a monorepo, plain names beside public twins, public keys that differ by environment. */
const twins: Product = {
  definition: {
    name: "preset",
    domain: "preset.example",
    apps: {
      web: {
        framework: "nextjs",
        root: "apps/web",
        nodeVersion: "22.x",
        variables: {
          APP_ENV: appEnv(),
          SUPABASE_URL: fromDatabase("url"),
          EXPO_PUBLIC_SUPABASE_URL: fromDatabase("url"),
          NEXTAUTH_URL: fromApp("url"),
          NEXTAUTH_SECRET: secret("NEXTAUTH_SECRET"),
          NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY: setting("STRIPE_PUBLISHABLE_KEY"),
          IMAGE_API_URL: literal("https://images.example"),
        },
      },
    },
    database: {},
    errors: { reason: "errors are tracked by the mobile product's own project" },
    secrets: [key("NEXTAUTH_SECRET", "random", "server")],
  },
  staging: {
    ...place,
    kind: "staging",
    apps: { web: { hosts: ["staging"] } },
    settings: { STRIPE_PUBLISHABLE_KEY: "pk_test_abcdefghijklmnop" },
  },
  production: {
    ...place,
    kind: "production",
    owner: true,
    apps: { web: { hosts: ["@"] } },
    settings: { STRIPE_PUBLISHABLE_KEY: "pk_live_abcdefghijklmnop" },
  },
};

/** No domain of its own, a cache with its password in the address, a secret for production only. */
const guest: Product = {
  definition: {
    name: "photo",
    apps: {
      web: {
        framework: "nextjs",
        variables: { NEXT_PUBLIC_APP_URL: fromApp("url"), REDIS_URL: secret("REDIS_URL"), MAIL: secret("MAIL") },
      },
    },
    database: {},
    errors: { platform: "javascript-nextjs" },
    secrets: [
      key("REDIS_URL", "redis-url", "server"),
      { ...key("MAIL", "resend-key", "server"), environments: ["production"] },
    ],
  },
  staging: { ...place, kind: "staging", apps: { web: { address: "https://photo-staging.vercel.app" } } },
  production: {
    ...place,
    kind: "production",
    owner: true,
    apps: { web: { address: "https://photo.vercel.app" } },
    names: { "web-project": "photo" },
  },
};

function specOf({ definition, staging, production }: Product, stack: "staging" | "production"): PlatformSpec {
  const stacks = { staging, production };
  const context = {
    stack,
    stacks,
    definitionFile: "platform.ts",
    secrets: {},
    ciphertexts: {},
    source: "incomplete",
  } as const;
  return parsePlatform(definition, stacks[stack], { ...context, locate: (of) => `Pulumi.${of}.yaml` });
}
const names = (spec: PlatformSpec) => spec.apps[0]?.variables.map(({ name }) => name);

describe("a product", () => {
  it.each([
    ["functionsFirst", functionsFirst],
    ["promoted", promoted],
    ["twins", twins],
    ["guest", guest],
  ] as const)("like %s is declared by data alone", (_, product) => {
    expect(specOf(product, "staging").environment.ownsRepository).toBe(false);
    expect(specOf(product, "production").repository.environments).toHaveLength(2);
  });

  it("calls its hosts as it likes", () => {
    expect(specOf(functionsFirst, "staging").apps[0]?.url).toBe("https://stage.fashion.example");
    expect(specOf(functionsFirst, "production").apps[0]?.url).toBe("https://app.fashion.example");
    expect(specOf(twins, "production").apps[0]?.url).toBe("https://preset.example");
    expect(specOf(guest, "production").apps[0]).toMatchObject({
      url: "https://photo.vercel.app",
      projectName: "photo",
      hosts: [],
    });
  });

  it("takes test payments everywhere but in production", () => {
    const pattern = (stack: "staging" | "production") =>
      specOf(functionsFirst, stack).secrets.find(({ name }) => name === "STRIPE_SECRET_KEY")?.format.pattern;
    expect(pattern("staging")).toContain("_test_");
    expect(pattern("production")).toContain("_live_");
  });

  it("promotes what was tested: one Vercel project with a target for each stack, behind approval and a tag", () => {
    const staging = specOf(promoted, "staging");
    const production = specOf(promoted, "production");
    expect(staging.apps[0]).toMatchObject({ projectName: "king-web", ownsProject: false, targets: ["preview"] });
    expect(production.apps[0]).toMatchObject({ projectName: "king-web", ownsProject: true, targets: ["production"] });
    expect(production.environment.requiresApproval).toBe(true);
    expect(production.repository.environments[0]).toMatchObject({
      name: "production",
      tags: ["v*"],
      approvers: [{ name: "ops", team: 42 }],
    });
  });

  it("names its variables as it likes, and has only those whose secret is for the environment", () => {
    expect(names(specOf(twins, "staging"))).toEqual([
      "APP_ENV",
      "SUPABASE_URL",
      "EXPO_PUBLIC_SUPABASE_URL",
      "NEXTAUTH_URL",
      "NEXTAUTH_SECRET",
      "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY",
      "IMAGE_API_URL",
    ]);
    expect(names(specOf(guest, "staging"))).toEqual(["NEXT_PUBLIC_APP_URL", "REDIS_URL"]);
    expect(names(specOf(guest, "production"))).toEqual(["NEXT_PUBLIC_APP_URL", "REDIS_URL", "MAIL"]);
  });
});
