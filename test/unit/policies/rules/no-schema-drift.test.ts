import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/no-schema-drift.ts";
import { unknown } from "../../../../policies/values.ts";
import { judge, messages } from "../subject.ts";

const type = "supabase:index/migrations:Migrations";

describe("no-schema-drift", () => {
  it("is violated by each difference, naming table and column and both ways out", () => {
    const drift = [
      { object: "public.profiles.nickname", kind: "column", difference: "added: text" },
      { object: "public.notes.by_day", kind: "index", difference: "dropped" },
    ];
    const verdict = judge(rule, { type, inputs: { drift } });
    expect(verdict).toMatchObject({ answer: "violated", findings: [{ path: "drift[0]" }, { path: "drift[1]" }] });
    expect(messages(verdict)).toContain("differs from its migrations at column public.profiles.nickname: added: text.");
    expect(messages(verdict)).toContain("db adopt --stack production");
    expect(messages(verdict)).toContain("db revert --stack production");
  });

  it("is content with no difference", () => {
    expect(judge(rule, { type, inputs: { drift: [] } })).toEqual({ answer: "compliant", unread: [] });
  });

  it("says that it could not look when the database was not reached", () => {
    const notLooked = { answer: "compliant", unread: ["drift"] };
    expect(judge(rule, { type, inputs: { drift: [], driftUnchecked: "the project is paused" } })).toEqual(notLooked);
    expect(judge(rule, { type, inputs: {} })).toEqual(notLooked);
    expect(judge(rule, { type, inputs: { drift: unknown } })).toEqual(notLooked);
  });

  it("never takes what it cannot read for a pass", () => {
    expect(judge(rule, { type, inputs: { drift: "none" } })).toMatchObject({ findings: [{ path: "drift" }] });
    expect(judge(rule, { type, inputs: { drift: ["a column"] } })).toMatchObject({ findings: [{ path: "drift[0]" }] });
  });

  it("does not apply to other resources", () => {
    expect(judge(rule, { type: "supabase:index/project:Project", inputs: { drift: ["x"] } }).answer).toBe(
      "not applicable",
    );
  });
});
