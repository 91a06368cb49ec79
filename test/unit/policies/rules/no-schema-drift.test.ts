import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/no-schema-drift.ts";
import { unknown } from "../../../../policies/values.ts";
import { judge, messages } from "../subject.ts";

const type = "supabase:index/migrations:Migrations";

describe("no-schema-drift", () => {
  it("is violated by each difference, naming it and both ways out", () => {
    const drift = ["column public.profiles.nickname exists only in the live database.", "index notes_by_day is gone"];
    const verdict = judge(rule, { type, inputs: { drift } });
    expect(verdict).toMatchObject({ answer: "violated", findings: [{ path: "drift[0]" }, { path: "drift[1]" }] });
    expect(messages(verdict)).toContain("public.profiles.nickname");
    expect(messages(verdict)).toContain("db adopt --stack production");
    expect(messages(verdict)).toContain("db revert --stack production");
  });

  it("reads a difference that is an object", () => {
    const drift = [{ object: "public.profiles", difference: "column nickname added", who: "postgres", when: null }];
    expect(messages(judge(rule, { type, inputs: { drift } }))).toContain(
      "public.profiles, column nickname added, postgres.",
    );
  });

  it("is content with no difference", () => {
    expect(judge(rule, { type, inputs: { drift: [] } })).toEqual({ answer: "compliant", unread: [] });
  });

  it("says that it could not look when the database was not reached", () => {
    expect(judge(rule, { type, inputs: {} })).toEqual({ answer: "compliant", unread: ["drift"] });
    expect(judge(rule, { type, inputs: { drift: unknown } })).toEqual({ answer: "compliant", unread: ["drift"] });
  });

  it("never takes what it cannot read for a pass", () => {
    expect(judge(rule, { type, inputs: { drift: "none" } })).toMatchObject({
      answer: "violated",
      findings: [{ path: "drift" }],
    });
  });

  it("does not apply to other resources", () => {
    expect(judge(rule, { type: "supabase:index/project:Project", inputs: { drift: ["x"] } }).answer).toBe(
      "not applicable",
    );
  });
});
