import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/nothing-shared-between-stages.ts";
import { unknown } from "../../../../policies/values.ts";
import { judge, judgePlatform, messages } from "../subject.ts";

const ref = "abcdefghijklmnopqrst";
const siblings = [
  { stack: "production", ids: [ref, "prj_Production1", "42"], hosts: ["example.com", "api.example.com"] },
];
const inStaging = (value: string) =>
  judge(rule, {
    type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
    inputs: { key: "URL", value },
    stack: "staging",
    platform: { siblings },
  });

describe("nothing-shared-between-stages", () => {
  it.each([
    ["id", ref],
    ["id", `https://${ref}.supabase.co`],
    ["id", `postgres.${ref}`],
    ["id", "team_a/prj_Production1"],
    ["id", "42"],
    ["host", "example.com"],
    ["host", "https://example.com/callback"],
    ["host", "https://API.example.com."],
    ["host", "https://user@example.com/"],
  ])("is violated by another stack's %s in %s", (what, value) => {
    const verdict = inStaging(value);
    expect(verdict).toMatchObject({ answer: "violated", findings: [{ path: "value" }] });
    expect(messages(verdict)).toMatch(
      new RegExp(`names the ${what} .*belongs to the stack "production"; "staging" shares nothing`),
    );
  });

  it.each([
    "https://staging.example.com",
    "https://*.example.com",
    "noreply@example.com",
    "https://example.com.evil.test",
    "https://myexample.com",
    `x${ref}`,
    `${ref}-2`,
    "421",
    "a 42 in a sentence",
  ])("lets pass %s", (value) => {
    expect(inStaging(value)).toEqual({ answer: "compliant", unread: [] });
  });

  it("lets stages share their repository, and nothing else beside it", () => {
    const platform = { siblings: [{ stack: "production", ids: ["overview", ref], hosts: [] }] };
    const type = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";
    const inputs = { repository: "overview", variableName: "SUPABASE_PROJECT_ID", value: "zyxwvutsrqponmlkjihg" };
    expect(judge(rule, { type, inputs, platform }).answer).toBe("compliant");
    expect(judge(rule, { type, inputs: { ...inputs, value: ref }, platform })).toMatchObject({
      findings: [{ path: "value" }],
    });
    const project = { name: "overview-web-staging", gitRepository: { type: "github", repo: "acme/overview" } };
    expect(judge(rule, { type: "vercel:index/project:Project", inputs: project, platform }).answer).toBe("compliant");
  });

  it("says what it could not look at yet", () => {
    expect(
      judge(rule, {
        type: "vercel:index/projectDomain:ProjectDomain",
        inputs: { projectId: unknown },
        platform: { siblings },
      }),
    ).toEqual({
      answer: "compliant",
      unread: ["projectId"],
    });
  });

  it("does not apply to the list of the other stacks itself, nor where there is no other stack", () => {
    expect(judgePlatform(rule, { siblings }, "staging").answer).toBe("not applicable");
    expect(judge(rule, { type: "vercel:index/project:Project", inputs: { name: ref } }).answer).toBe("not applicable");
  });
});
