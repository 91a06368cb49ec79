import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/exemptions-in-effect.ts";
import { Run } from "../../../../policies/run.ts";
import { urnOf } from "../subject.ts";

const urn = urnOf("staging", "supabase:index/authSettings:AuthSettings", "overview-auth");
const exemption = {
  rule: "no-loopback-with-real-vendors",
  urn: "urn:pulumi:staging::overview::*::overview-auth",
  path: "additionalRedirectUrls",
  reason: "developers sign in to staging from their machines",
};
const resource = { type: "t", name: "overview-auth", urn, inputs: {}, isProtected: false };

describe("exemptions-in-effect", () => {
  it("is violated by an exemption that lets nothing pass", () => {
    const findings = rule.review(new Run(urn, [exemption]));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.problem).toContain(
      "no-loopback-with-real-vendors for urn:pulumi:staging::overview::*::overview-auth at additionalRedirectUrls",
    );
  });

  it("is content with one that is needed", () => {
    const run = new Run(urn, [exemption]);
    run.note(exemption.rule, resource, [], [exemption]);
    expect(rule.review(run)).toEqual([]);
  });

  it("waits as long as the rule has not seen everything", () => {
    const run = new Run(urn, [exemption]);
    run.note(exemption.rule, resource, ["additionalRedirectUrls[0]"], []);
    expect(rule.review(run)).toEqual([]);
    run.note(exemption.rule, resource, [], []);
    expect(rule.review(run)).toHaveLength(1);
  });

  it("has nothing to say in a stack without exemptions", () => {
    expect(rule.review(new Run(urn, []))).toEqual([]);
  });
});
