import { describe, expect, it } from "vitest";
import { platformType } from "../../../../policies/facts.ts";
import { rule } from "../../../../policies/rules/every-rule-ran.ts";
import { Run } from "../../../../policies/run.ts";
import { urnOf } from "../subject.ts";

const resource = (name: string) => ({
  ...{ type: "vercel:index/project:Project", name, inputs: {}, isProtected: false },
  urn: urnOf("production", "vercel:index/project:Project", name),
});
const platform = { ...resource("overview"), type: platformType };
const problems = (run: Run): string[] => rule.review(run).map(({ problem }) => problem);

function toldRun(): Run {
  const run = new Run(platform.urn, []);
  run.meet(platform);
  return run;
}

describe("every-rule-ran", () => {
  it("is advice, never a refusal", () => {
    expect(rule.level).toBe("advisory");
  });

  it("says which inputs a rule could not see, and stops saying it once they are seen", () => {
    const run = toldRun();
    run.note("a-rule", resource("one"), ["b", "c", "d", "e"], []);
    run.note("a-rule", resource("two"), ["f"], []);
    expect(problems(run)).toEqual([
      "Rules could not look at what is not known yet: a-rule at one b, one c, one d and 2 more.",
    ]);
    run.note("a-rule", resource("one"), [], []);
    run.note("a-rule", resource("two"), [], []);
    expect(problems(run)).toEqual([]);
  });

  it("says how a program without the root component was judged", () => {
    expect(problems(new Run(resource("one").urn, []))).toEqual([
      expect.stringContaining("as one with real vendors and data to protect"),
    ]);
    const local = urnOf("local", "vercel:index/project:Project", "one");
    expect(problems(new Run(local, []))).toEqual([expect.stringContaining("as a scratch stack")]);
  });

  it("shows every exemption that was used, with its reason", () => {
    const run = toldRun();
    const exemption = {
      rule: "a-rule",
      urn: "urn:pulumi:production::overview::*",
      path: "hosts",
      reason: "the old host redirects",
    };
    run.note("a-rule", resource("one"), [], [exemption]);
    expect(problems(run)).toEqual(["a-rule lets one hosts pass: the old host redirects"]);
  });
});
