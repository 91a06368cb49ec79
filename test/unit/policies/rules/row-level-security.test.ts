import { describe, expect, it } from "vitest";
import { rule } from "../../../../policies/rules/row-level-security.ts";
import { judge, messages } from "../subject.ts";

const type = "supabase:index/migrations:Migrations";

describe("row-level-security", () => {
  it("is violated by each table without it, and says the statement", () => {
    const verdict = judge(rule, { type, inputs: { tablesWithoutRls: ["public.notes", "public.tags"] } });
    expect(verdict).toMatchObject({ findings: [{ path: "tablesWithoutRls[0]" }, { path: "tablesWithoutRls[1]" }] });
    expect(messages(verdict)).toContain("alter table public.notes enable row level security;");
  });

  it("is content when no table lacks it", () => {
    expect(judge(rule, { type, inputs: { tablesWithoutRls: [] } })).toEqual({ answer: "compliant", unread: [] });
  });

  it("says that it could not look when nobody counted the tables", () => {
    expect(judge(rule, { type, inputs: {} })).toEqual({ answer: "compliant", unread: ["tablesWithoutRls"] });
  });

  it("never takes what it cannot read for a pass", () => {
    expect(judge(rule, { type, inputs: { tablesWithoutRls: [7] } })).toMatchObject({
      findings: [{ path: "tablesWithoutRls[0]" }],
    });
  });

  it("holds on loopback as well, and does not apply to other resources", () => {
    const inputs = { tablesWithoutRls: ["public.notes"] };
    expect(judge(rule, { type, stack: "local", platform: null, inputs }).answer).toBe("violated");
    expect(judge(rule, { type: "supabase:index/project:Project", inputs }).answer).toBe("not applicable");
  });
});
