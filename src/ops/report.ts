import type { EngineReport, Phase } from "../engine/events.ts";
import type { Deployment } from "../engine/session.ts";

/** Columns as wide as their widest cell, two blanks apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** `create 31, same 2`, or `same 33 of 33` when nothing else happened. */
export function countsOf(phase: Phase | undefined, total: number): string {
  if (phase === undefined) return "nothing";
  const { same = 0, ...others } = phase.changes;
  const changes = Object.entries(others).filter(([, count]) => count > 0);
  if (changes.length === 0) return `same ${same} of ${total}`;
  return [...changes.map(([operation, count]) => `${operation} ${count}`), `same ${same}`].join(", ");
}

/** What stands at each vendor, counted from state: `1 Project, 9 ProjectEnvironmentVariable`. */
export function standing(deployment: Deployment): (readonly [vendor: string, what: string])[] {
  const vendors = new Map<string, Map<string, number>>();
  for (const { type, custom } of deployment.resources) {
    if (!custom || type.startsWith("pulumi:")) continue;
    const [vendor = type, , kind = type] = type.split(":");
    const kinds = vendors.get(vendor) ?? new Map<string, number>();
    vendors.set(vendor, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
  return [...vendors].map(
    ([vendor, kinds]) => [vendor, [...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ")] as const,
  );
}

/** Outputs of the program that hold an address or a name, by path: `apps.web.url`. What is secret is left out. */
export function addresses(deployment: Deployment): [string, string][] {
  const outputs = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const { optOuts: _optOuts, ...places } = outputs;
  return leaves("", places);
}

function leaves(path: string, value: unknown): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null || "ciphertext" in value) return [];
  return Object.entries(value).flatMap(([name, inner]) => leaves(path === "" ? name : `${path}.${name}`, inner));
}

/** Every refusal of the policy pack, then every error, as sentences. */
export function complaints(report: EngineReport): string[] {
  const name = (urn: string | undefined) => (urn === undefined ? "" : ` (${urn.split("::").pop()})`);
  return [
    ...report.violations.map(
      ({ policy, message, urn, mandatory }) => `${mandatory ? "policy" : "advice"} ${policy}${name(urn)}: ${message}`,
    ),
    ...report.errors.map(({ message, urn }) => `error${name(urn)}: ${message}`),
  ];
}
