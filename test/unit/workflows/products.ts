import { join } from "node:path";
import { loadDefinition, loadForCommand } from "../../../src/config/command.ts";
import type { PlatformDefinition } from "../../../src/spec/definition.ts";
import { parsePlatform } from "../../../src/spec/parse.ts";
import type { PlatformSpec } from "../../../src/spec/platform.ts";

/** The releases of five products, as data alone: when staging and production are deployed, whether people approve, what is checked. */
const owners = { github: "org", vercel: "team_1234567890", supabase: "organizationslug" };
const place = { vendors: "real", owners, database: { region: "eu-west-1" } };
const web = { hosts: ["www.product.example"] };
const slack = {
  name: "SLACK_WEBHOOK_URL",
  purpose: "tells of deployments",
  format: "slack-webhook",
  consumers: ["workflow" as const],
  requiredBy: "releases",
  obtain: "from Slack's settings of the channel",
} as const;

interface Product extends Pick<PlatformDefinition, "release" | "performance" | "mobile"> {
  readonly requiredChecks: readonly string[];
  readonly shared?: boolean;
  readonly production?: object;
}

const products = {
  /** Push to main deploys production, with no gate; staging before it. */
  fashionos: {
    release: { staging: { on: "main" }, production: { on: "main", approval: false }, checks: [{ name: "build" }] },
    requiredChecks: ["build"],
    // Core Web Vitals are watched; what is good of them is Google's.
    performance: { budgets: { lcpMs: 2500, tbtMs: 200, cls: 0.1 } },
  },
  /** Staging on each pull request and on main, production on main, everything scanned. */
  overview: {
    release: {
      staging: { on: "both" },
      production: { on: "main", approval: false },
      checks: [{ name: "check" }, { name: "test", minutes: 30, report: "coverage" }],
      notify: { slack: slack.name },
      security: { codeScanning: true, gitleaks: true },
    },
    requiredChecks: ["check", "test", "files"],
    performance: {
      paths: ["/", "/pricing?plan=pro"],
      budgets: { ttfbMs: 200, fcpMs: 1500, lcpMs: 2500, scriptBytes: 500_000, scores: { accessibility: 0.9 } },
    },
  },
  /** Main goes to staging, a tag to production, after approval; what was tested is promoted. */
  kingtavo: {
    release: {
      staging: { on: "main" },
      production: { on: "tag", approval: true, strategy: "promote" },
      checks: [
        { name: "lint" },
        { name: "unit tests", script: "test:unit" },
        { name: "integration tests", script: "test:integration", postgres: true },
        { name: "build" },
      ],
      e2e: "test:e2e",
      notify: { slack: slack.name },
      state: "own",
    },
    requiredChecks: ["lint", "unit tests", "integration tests", "build"],
    shared: true,
    production: { deployments: { branches: ["main"], tags: ["v*"], approvers: ["ops"] } },
  },
  /** Main goes to staging and then to production, whose environment has a reviewer. */
  preset: {
    release: {
      staging: { on: "main" },
      production: { on: "main", approval: true, strategy: "deploy" },
      checks: [
        { name: "test", script: "test:coverage", report: "coverage" },
        { name: "lint" },
        { name: "types", script: "check-types" },
        { name: "build", report: "apps/web/.next" },
      ],
      backups: { keepDays: 30 },
      notify: { slack: slack.name },
    },
    requiredChecks: ["test", "lint", "types", "build"],
    production: { deployments: { branches: ["main"], tags: ["app-v*"], approvers: ["ana"] } },
    mobile: {
      root: "apps/mobile",
      easCli: "24.8.0",
      profiles: {
        development: {},
        preview: { on: "main", platform: "android" },
        production: { on: "tag", stage: "live" },
      },
    },
  },
  /** Pull requests are previewed, main goes to production, and nothing is called staging. */
  photomemory: {
    release: {
      staging: { on: "pullRequest" },
      production: { on: "main", approval: false },
      checks: [
        { name: "lint" },
        { name: "unit-tests", script: "test:unit", report: "coverage" },
        { name: "integration-tests", script: "test:integration", postgres: true },
        { name: "e2e-tests", script: "test:e2e", minutes: 30, report: "playwright-report" },
      ],
      without: { backup: { reason: "the vendor's daily backups are all that the product asks for" } },
    },
    requiredChecks: ["lint", "unit-tests", "integration-tests"],
  },
} as const satisfies Record<string, Product>;

export type ProductName = keyof typeof products;
export const productNames = Object.keys(products) as ProductName[];

/**
 * The product as its owner's stack declares it.
 * @param changed parts of its release, where a test is about another one
 * @param trialOwners accounts of staging that differ
 * @param more other parts of it
 */
export function productSpec(
  name: ProductName,
  changed: object = {},
  trialOwners: object = {},
  more: object = {},
): PlatformSpec {
  const product: Product = products[name];
  const definition = {
    name,
    repository: { requiredChecks: [...product.requiredChecks], people: { ana: { user: 7 }, ops: { team: 42 } } },
    apps: { web: { framework: "nextjs", project: product.shared === true ? "shared" : "own" } },
    database: {},
    errors: { reason: "errors are not what these tests are about" },
    secrets: [slack],
    ...(product.performance === undefined ? {} : { performance: product.performance }),
    ...(product.mobile === undefined ? {} : { mobile: product.mobile }),
    release: { ...product.release, ...changed },
    ...more,
  };
  const stacks = {
    staging: {
      ...{ ...place, owners: { ...owners, ...trialOwners }, kind: "staging" },
      apps: { web: { address: "https://staging.product.example" } },
    },
    production: { ...place, kind: "production", owner: true, apps: { web }, ...product.production },
  };
  return parsePlatform(definition, stacks.production, {
    stack: "production",
    stacks,
    definitionFile: "platform.ts",
    secrets: {},
    ciphertexts: {},
    source: "incomplete",
    locate: (of) => `Pulumi.${of}.yaml`,
  });
}

/** What none of the products asks for: pull requests build the mobile app, and main and a tag do. */
export const mobileEverywhere = (): PlatformSpec =>
  productSpec(
    "overview",
    {},
    {},
    {
      mobile: {
        ...{ root: "apps/mobile", easCli: "24.8.0" },
        profiles: {
          preview: { on: "pullRequest", platform: "android" },
          development: { on: "main", platform: "ios" },
          production: { on: "main", stage: "live" },
        },
      },
    },
  );

/** The platform of this repository, as its owner's stack declares it. */
export async function ownSpec(): Promise<PlatformSpec> {
  const directory = join(import.meta.dirname, "../../..");
  const definition = await loadDefinition(directory);
  return loadForCommand({ directory, stack: "production", definition, lenient: true }).spec;
}
