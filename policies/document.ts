import type { Exemption } from "./exemptions.ts";
import type { Rule } from "./rule.ts";

/** RULES.md: every rule and every exemption, from the rules themselves. A function of its arguments. */
export function rulesDocument(rules: readonly Rule[], exemptions: readonly Exemption[]): string {
  return [
    "<!-- Generated from policies/rules/ and policies/exemptions.ts by: npx vitest run test/unit/policies/pack.test.ts -u -->",
    "",
    "# Rules",
    "",
    "A mandatory rule stops a preview or an update. A rule over resources looks at inputs, before each resource is touched;",
    "a rule over the run speaks at its end. Where a value is not known yet in a preview, `every-rule-ran` says so and `up` looks again.",
    "",
    ...table(
      ["rule", "looks at", "level", "severity", "what must hold"],
      rules.map((rule) => [`[${rule.name}](rules/${rule.name}.ts)`, ...kind(rule), rule.severity, rule.description]),
    ),
    "",
    ...rules.flatMap(({ name, why, remediation }) => [`## ${name}`, "", why, "", `Way out: ${remediation}`, ""]),
    "# Exemptions",
    "",
    ...(exemptions.length === 0 ? ["None."] : exempted(exemptions)),
    "",
  ].join("\n");
}

const kind = (rule: Rule): [string, string] => ("judge" in rule ? ["resources", "mandatory"] : ["the run", rule.level]);

const exempted = (exemptions: readonly Exemption[]): string[] =>
  table(
    ["rule", "resource", "input", "reason"],
    exemptions.map(({ rule, urn, path, reason }) => [rule, `\`${urn}\``, path ?? "all", reason]),
  );

/** A Markdown table with its columns in line, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)];
}
