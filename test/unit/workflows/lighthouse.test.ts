import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { PlatformSpec } from "../../../src/spec/platform.ts";
import { repositoryFiles } from "../../../src/workflows/repository-files.ts";
import { productSpec } from "./products.ts";

const fileOf = (spec: PlatformSpec, path: string) => {
  const content = repositoryFiles(spec).find((one) => one.path === path)?.content;
  return content === undefined ? undefined : parse(content);
};
const measuring = (performance: object) => productSpec("preset", {}, {}, { performance });
const everything = {
  ...{ ttfbMs: 1, fcpMs: 2, lcpMs: 3, tbtMs: 4, cls: 0.5, scriptBytes: 6, totalBytes: 7 },
  scores: { performance: 0.1, accessibility: 0.2, bestPractices: 0.3, seo: 0.4 },
};

describe("lighthouse", () => {
  it("measures every page of the trial environment each night, without a secret, and a failing night is an incident", () => {
    const { on, jobs } = fileOf(productSpec("overview"), ".github/workflows/lighthouse.yml");
    expect(on).toEqual({ schedule: [{ cron: "27 3 * * *" }], workflow_dispatch: {} });
    expect(Object.keys(jobs)).toEqual(["measure", "incident"]);
    expect(jobs.measure).toMatchObject({ permissions: { contents: "read" }, "timeout-minutes": 16 });
    expect(jobs.measure.environment).toBeUndefined();
    expect(JSON.stringify(jobs.measure)).not.toContain("secrets.");
    expect(jobs.measure.steps[1].with).toEqual({
      urls: "https://staging.product.example/\nhttps://staging.product.example/pricing?plan=pro",
      configPath: ".github/lighthouse.yml",
      ...{ runs: 3, uploadArtifacts: true, artifactName: "lighthouse", temporaryPublicStorage: false },
    });
    expect(jobs.incident).toMatchObject({ needs: ["measure"], if: "failure() || needs.measure.result == 'cancelled'" });
  });

  it("holds each page against every budget, by Lighthouse's names, the middle one of its runs", () => {
    const most = (maxNumericValue: number) => ["error", { maxNumericValue, aggregationMethod: "median" }];
    const least = (minScore: number) => ["error", { minScore, aggregationMethod: "median" }];
    expect(fileOf(measuring({ budgets: everything }), ".github/lighthouse.yml")).toEqual({
      ci: {
        assert: {
          assertions: {
            "server-response-time": most(1),
            "first-contentful-paint": most(2),
            "largest-contentful-paint": most(3),
            "total-blocking-time": most(4),
            "cumulative-layout-shift": most(0.5),
            "resource-summary:script:size": most(6),
            "total-byte-weight": most(7),
            "categories:performance": least(0.1),
            "categories:accessibility": least(0.2),
            "categories:best-practices": least(0.3),
            "categories:seo": least(0.4),
          },
        },
      },
    });
  });

  it("limits nothing that nobody limits", () => {
    const { assertions } = fileOf(measuring({ budgets: { cls: 0.1 } }), ".github/lighthouse.yml").ci.assert;
    expect(Object.keys(assertions)).toEqual(["cumulative-layout-shift"]);
  });

  it("is there with its budgets, or neither is", () => {
    const paths = (spec: PlatformSpec) =>
      repositoryFiles(spec).flatMap(({ path }) => (path.includes("lighthouse") ? [path] : []));
    const both = [".github/workflows/lighthouse.yml", ".github/lighthouse.yml"];
    expect(paths(measuring({ budgets: everything }))).toEqual(both);
    expect(paths(productSpec("preset"))).toEqual([]);
    const without = { lighthouse: { reason: "the vendor's own speed reports are enough" } };
    expect(paths(productSpec("preset", { without }, {}, { performance: { budgets: everything } }))).toEqual([]);
  });
});
