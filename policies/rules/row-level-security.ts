import { judgeFound } from "../migrations.ts";
import type { Finding, ResourceRule } from "../rule.ts";

export const rule: ResourceRule = {
  name: "row-level-security",
  description: "Every table that the Data API serves has row level security.",
  why: "The publishable key is in every browser: a table without row level security is open to anybody who has it.",
  remediation:
    "Add a migration that enables row level security on the table and says by policies who may see which row.",
  severity: "critical",

  judge: (resource) =>
    judgeFound(resource, {
      input: "tablesWithoutRls",
      finding: (table) => (typeof table === "string" ? open(table) : undefined),
    }),
};

const open = (table: string): Finding => ({
  problem: `The table ${table} has no row level security: with the publishable key anybody reads and writes it.`,
  fix: `add a migration with: alter table ${table} enable row level security; and its policies`,
});
