import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/platform-tells-its-facts.ts";
import { unknown } from "../../../../policies/values.ts";
import { judge, judgePlatform, messages } from "../subject.ts";

describe("platform-tells-its-facts", () => {
  it("is violated by every argument that is missing, of another form, or not known in a preview", () => {
    const verdict = judgePlatform(rule, {
      environment: { usesLoopback: "yes" },
      requiredSecrets: [{ name: "CRON_SECRET" }],
      secrets: { CRON_SECRET: unknown },
      siblings: [{ stack: "staging", ids: "prj_a", hosts: [] }],
    });
    expect(verdict).toMatchObject({
      answer: "violated",
      findings: [
        { path: "environment.usesLoopback" },
        { path: "environment.protectsData" },
        { path: "requiredSecrets" },
        { path: "secrets" },
        { path: "siblings" },
      ],
    });
  });

  it("shows no value of what it cannot read", () => {
    expect(messages(judgePlatform(rule, { secrets: { CRON_SECRET: ["canary-value"] } }))).not.toContain("canary-value");
  });

  it("is content with a complete set", () => {
    const siblings = [{ stack: "staging", ids: ["prj_a"], hosts: ["staging.example.com"] }];
    expect(judgePlatform(rule, { siblings, secrets: { A: "b" } })).toEqual({ answer: "compliant", unread: [] });
  });

  it("does not apply to other resources", () => {
    expect(judge(rule, { type: "vercel:index/project:Project" }).answer).toBe("not applicable");
  });
});
