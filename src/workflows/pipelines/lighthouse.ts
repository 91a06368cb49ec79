import { stringify } from "yaml";
import type { Budgets } from "../../spec/performance.ts";
import type { PlatformSpec } from "../../spec/platform.ts";
import { job, oneByOne } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { headerOf, type RenderedFile } from "../render.ts";
import { action } from "../step.ts";
import { dispatch, nightly } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { incident } from "./incident.ts";

/**
 * The pages of the trial environment held against their budgets, as anybody's browser sees them: no secret, no environment.
 * By night and not behind each deployment: a runner's numbers waver, and production would wait for them where one push
 * deploys both.
 */
export function lighthouse({ performance, title }: PlatformSpec): Workflow | undefined {
  if (performance === undefined) return undefined;
  const { urls, stack, at } = performance;
  const measure = job({
    id: "measure",
    name: `budgets of ${stack}`,
    // A page takes up to a minute, and is measured three times.
    minutes: 10 + 3 * urls.length,
    permissions: checksOut,
    steps: [
      action("actions/checkout", { "persist-credentials": false }),
      action("treosh/lighthouse-ci-action", {
        urls: urls.join("\n"),
        configPath: budgetsPath,
        runs: 3,
        uploadArtifacts: true,
        artifactName: "lighthouse",
        // Everybody could read the reports there.
        temporaryPublicStorage: false,
      }),
    ],
  });
  return {
    file: "lighthouse.yml",
    name: "Lighthouse",
    on: { schedule: nightly(at), dispatch: dispatch() },
    concurrency: oneByOne,
    jobs: [measure, incident(`${title} on ${stack} is over its budgets`, [measure])],
  };
}

/** Where the action finds the budgets: it takes them from a file alone. */
const budgetsPath = ".github/lighthouse.yml";

/** The budgets as Lighthouse CI reads them, where the platform has that pipeline. */
export function budgetFiles({ performance, release }: PlatformSpec): RenderedFile[] {
  if (performance === undefined || !release.pipelines.includes("lighthouse")) return [];
  const header = headerOf("src/platform.ts").map((line) => `# ${line}\n`);
  const said = stringify({ ci: { assert: { assertions: assertions(performance.budgets) } } }, { lineWidth: 0 });
  return [{ path: budgetsPath, content: `${header.join("")}${said}` }];
}

/** Lighthouse's audit behind each budget; its numbers are milliseconds and bytes, as ours are. */
const audits: Readonly<Record<Exclude<keyof Budgets, "scores">, string>> = {
  ttfbMs: "server-response-time",
  fcpMs: "first-contentful-paint",
  lcpMs: "largest-contentful-paint",
  tbtMs: "total-blocking-time",
  cls: "cumulative-layout-shift",
  scriptBytes: "resource-summary:script:size",
  totalBytes: "total-byte-weight",
};
const categories: Readonly<Record<keyof Budgets["scores"], string>> = {
  performance: "categories:performance",
  accessibility: "categories:accessibility",
  bestPractices: "categories:best-practices",
  seo: "categories:seo",
};

/** Lighthouse CI docs, "Assertions": the middle one of the runs counts, since the best of them hides what the others saw. */
const assertions = ({ scores, ...limits }: Budgets): object =>
  Object.fromEntries([
    ...named(audits, limits).map(([audit, limit]) => [audit, asserted({ maxNumericValue: limit })]),
    ...named(categories, scores).map(([category, score]) => [category, asserted({ minScore: score })]),
  ]);

const asserted = (limit: object) => ["error", { ...limit, aggregationMethod: "median" }];

/** The numbers that are given, by Lighthouse's own names. */
const named = <Key extends string>(
  names: Readonly<Record<Key, string>>,
  given: Readonly<Partial<Record<Key, number | undefined>>>,
): [string, number][] =>
  (Object.keys(names) as Key[]).flatMap((key) => {
    const value = given[key];
    return value === undefined ? [] : [[names[key], value]];
  });
