import { z } from "zod";
import { PlatformError } from "../errors.ts";
import { addressOf } from "./app.ts";
import { type ParseContext, stackDocument } from "./context.ts";
import { path, timeOfDay } from "./release.ts";
import type { EnvironmentSettings } from "./settings.ts";

const milliseconds = z.int().min(1).max(60_000).optional();
const bytes = z.int().min(1).max(100_000_000).optional();
const score = z.number().gt(0).max(1).optional();

/** What Lighthouse measures of each page, and how much or how little of it is allowed. */
const budgets = z
  .strictObject({
    ttfbMs: milliseconds.describe("time to first byte, milliseconds at most"),
    fcpMs: milliseconds.describe("first contentful paint, milliseconds at most"),
    lcpMs: milliseconds.describe("largest contentful paint, milliseconds at most"),
    tbtMs: milliseconds.describe("total blocking time, milliseconds at most"),
    cls: z.number().gt(0).max(10).optional().describe("cumulative layout shift at most, e.g. 0.1; it has no unit"),
    scriptBytes: bytes.describe("scripts that the first load fetches, compressed, bytes at most"),
    totalBytes: bytes.describe("everything that the first load fetches, compressed, bytes at most"),
    scores: z
      .strictObject({ performance: score, accessibility: score, bestPractices: score, seo: score })
      .default({})
      .describe("Lighthouse's own scores at least, above 0 and up to 1, e.g. 0.9"),
  })
  .refine(
    ({ scores, ...limits }) => [...Object.values(scores), ...Object.values(limits)].some((one) => one !== undefined),
    // What is there and misspelt is told already.
    { error: "must limit something", when: ({ issues }) => issues.length === 0 },
  );

/** How fast an application has to be, as `src/platform.ts` writes it. */
export const performanceDefinition = z.strictObject({
  app: z.string().optional().describe("the application that is measured; the first one when left out"),
  paths: z.array(path).min(1).max(20).default(["/"]).describe("pages that are measured, each held against all budgets"),
  budgets,
  at: timeOfDay.default("03:27").describe("when it is measured each night, in UTC"),
});
type PerformanceDefinition = z.output<typeof performanceDefinition>;

export type Budgets = z.output<typeof budgets>;

export interface PerformanceSpec {
  /** Where it is measured: the environment in which releases are tried. */
  readonly stack: string;
  /** Every page there, as an address that anybody can open. */
  readonly urls: readonly string[];
  readonly budgets: Budgets;
  readonly at: string;
}

/** The application that is measured. */
export const measuredApp = ({ app }: PerformanceDefinition, apps: readonly string[]): string | undefined =>
  app ?? apps[0];

/**
 * @param app that is measured. @param domain under which its relative hosts stand. @param trial the stack in which
 * releases are tried. @throws PlatformError where the application has no address there.
 */
export function performanceSpec(
  { paths, budgets: limits, at }: PerformanceDefinition,
  app: string,
  domain: string | undefined,
  trial: { readonly stack: string; readonly settings: EnvironmentSettings },
  context: ParseContext,
): PerformanceSpec {
  const own = trial.settings.apps[app];
  const address = own === undefined ? undefined : addressOf(own, domain);
  if (address !== undefined)
    return { stack: trial.stack, urls: paths.map((one) => new URL(one, address).href), budgets: limits, at };
  const document = stackDocument(context, trial.stack);
  throw new PlatformError({
    code: "performance/no-address",
    where: document.where(["apps", app, "hosts"]),
    problem: `is missing: performance of "${app}" is measured at its address in ${trial.stack}, and it has none`,
    fix: document.fix(["apps", app, "hosts", 0], trial.stack),
  });
}
