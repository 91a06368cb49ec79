import { describe, expect, it } from "vitest";
import { definition, parse, problems, stacks } from "../../support/platform.ts";

const budgets = { lcpMs: 2500 };
const release = { production: { approval: false } };
const measuring = (performance: object, more: object = {}) => ({
  stack: "production" as const,
  definition: { ...definition, release, performance, ...more },
});
const told = (changed: Parameters<typeof problems>[0]) =>
  problems(changed).map(({ code, where, problem, fix }) => ({ code, where, problem, fix }));

describe("performance", () => {
  it("is measured at the address of the environment in which releases are tried, whichever stack asks", () => {
    const paths = ["/", "/pricing?plan=pro"];
    const urls = ["https://staging.shop.example/", "https://staging.shop.example/pricing?plan=pro"];
    const expected = { stack: "staging", urls, budgets: { lcpMs: 2500, scores: {} }, at: "03:27" };
    expect(parse(measuring({ paths, budgets })).performance).toEqual(expected);
    expect(parse({ ...measuring({ paths, budgets }), stack: "staging" }).performance).toEqual(expected);
  });

  it("is nothing where nobody asks for it, and on a laptop, where nothing is tried", () => {
    expect(parse({ stack: "production" }).performance).toBeUndefined();
    expect(parse({ ...measuring({ budgets }), stack: "local" }).performance).toBeUndefined();
  });

  it("is refused where staging has no address, in the file where it would stand", () => {
    const staging = {
      ...stacks.staging,
      apps: { web: {} },
      database: { region: "eu-central-1", siteUrl: "https://x.example" },
    };
    expect(told({ ...measuring({ budgets }), others: { staging } })).toEqual([
      {
        code: "performance/no-address",
        where: "Pulumi.staging.yaml groundplan:environment.apps.web.hosts",
        problem: 'is missing: performance of "web" is measured at its address in staging, and it has none',
        fix: expect.stringContaining(
          "pulumi config set --path --stack staging 'groundplan:environment.apps.web.hosts[0]'",
        ),
      },
    ]);
  });

  it.each<[string, object, object, string, string]>([
    ["without a release", {}, { release: undefined }, "release", "a pipeline of it measures performance"],
    [
      "where the default branch is not deployed",
      {},
      { release: { ...release, staging: { on: "pullRequest" } } },
      "performance",
      "is measured where the default branch is deployed",
    ],
    [
      "of an application that is none",
      { app: "wep" },
      {},
      "performance.app",
      'allowed: the platform\'s applications, web. Did you mean "web"?',
    ],
  ])("is refused %s", (_, performance, more, path, problem) => {
    const found = told(measuring({ budgets, ...performance }, more));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: "performance/unfit", where: `src/platform.ts ${path}` });
    expect(found[0]?.problem).toContain(problem);
  });

  it("is refused of a shared project's protected previews, where a sign-in would be measured", () => {
    const shared = (previewProtection: boolean) =>
      told(
        measuring({ budgets }, { apps: { web: { ...definition.apps.web, project: "shared", previewProtection } } }),
      ).filter(({ code }) => code.startsWith("performance/"));
    expect(shared(true)).toEqual([
      {
        code: "performance/unfit",
        where: "src/platform.ts apps.web.previewProtection",
        problem: expect.stringContaining("what is measured would be its sign-in"),
        fix: "edit apps.web.previewProtection in src/platform.ts: false",
      },
    ]);
    expect(shared(false)).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    [
      "a metric that Lighthouse does not have",
      { budgets: { lpcMs: 2500 } },
      "performance.budgets.lpcMs",
      'unknown key "lpcMs"; allowed: ttfbMs, fcpMs, lcpMs',
    ],
    [
      "a score above 1",
      { budgets: { scores: { performance: 90 } } },
      "performance.budgets.scores.performance",
      "must be <=1",
    ],
    [
      "a score that everything has",
      { budgets: { scores: { seo: 0 } } },
      "performance.budgets.scores.seo",
      "must be >0",
    ],
    ["seconds", { budgets: { lcpMs: 2.5 } }, "performance.budgets.lcpMs", "must be an int"],
    ["a number in words", { budgets: { lcpMs: "2.5s" } }, "performance.budgets.lcpMs", "must be a number"],
    ["no budget", { budgets: {} }, "performance.budgets", "must limit something"],
    ["no page", { budgets, paths: [] }, "performance.paths", "must have >=1"],
    ["a page of somebody else", { budgets, paths: ["https://x.example"] }, "performance.paths[0]", "must be a path"],
    ["a time that is none", { budgets, at: "3am" }, "performance.at", "must be a time of day in UTC"],
  ])("is refused with %s", (_, performance, path, problem) => {
    const found = told(measuring(performance));
    expect(found).toHaveLength(1);
    expect(found[0]?.where).toBe(`src/platform.ts ${path}`);
    expect(found[0]?.problem).toContain(problem);
  });
});
