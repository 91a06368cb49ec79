import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/stateful-protected.ts";
import { judge, messages, onLoopback } from "../subject.ts";

const stateful = [
  "github:index/repository:Repository",
  "supabase:index/project:Project",
  "vercel:index/project:Project",
  "sentry:index/sentryProject:SentryProject",
  "posthog:index/project:Project",
];

describe("stateful-protected", () => {
  it.each(stateful)("is violated by an unprotected %s", (type) => {
    const verdict = judge(rule, { type, name: "overview-web" });
    expect(verdict.answer).toBe("violated");
    expect(messages(verdict)).toContain("overview-web");
    expect(messages(verdict)).toContain("protect: true");
  });

  it.each(stateful)("is content with a protected %s", (type) => {
    expect(judge(rule, { type, isProtected: true })).toEqual({ answer: "compliant", unread: [] });
  });

  it.each(["production", "staging", "eu-west"])(
    "holds by the name alone in the stack %s of a program without root component",
    (stack) => {
      expect(judge(rule, { type: "supabase:index/project:Project", stack, platform: null }).answer).toBe("violated");
    },
  );

  it("does not apply where nothing must survive, by fact or by name", () => {
    const type = "supabase:index/project:Project";
    expect(judge(rule, { type, platform: onLoopback }).answer).toBe("not applicable");
    expect(judge(rule, { type, platform: null, stack: "local" }).answer).toBe("not applicable");
  });

  it("does not apply where the environment opted out, and says why", () => {
    const optOuts = [{ what: "protection", reason: "torn down every night by a job" }];
    expect(judge(rule, { type: "supabase:index/project:Project", platform: { optOuts } })).toEqual({
      answer: "not applicable",
      reason: "opted out: torn down every night by a job",
    });
  });

  it("does not apply to what can be made again", () => {
    expect(judge(rule, { type: "vercel:index/projectDomain:ProjectDomain" }).answer).toBe("not applicable");
  });
});
