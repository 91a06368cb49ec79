import type { Exemption } from "./exemptions.ts";
import { stackOf } from "./facts.ts";
import type { Finding, Resource } from "./rule.ts";

/** As long as the platform's own reasons for opting out. */
const shortestReason = 12;

/** The exemption, if any, that lets a finding of this rule on this resource pass. */
export const exemptionFor = (
  exemptions: readonly Exemption[],
  rule: string,
  resource: Resource,
  finding: Finding,
): Exemption | undefined =>
  exemptions.find((one) => one.rule === rule && isLike(one.urn, resource.urn) && isAt(one.path, finding.path));

/** Those of one stack; only its runs can tell whether they have an effect. @param urn of any of its resources. */
export function exemptionsOf(exemptions: readonly Exemption[], urn: string): Exemption[] {
  const { name, project } = stackOf(urn);
  return exemptions.filter((one) => one.urn.startsWith(`urn:pulumi:${name}::${project}::`));
}

/** @throws Error naming every exemption that is not well formed. */
export function refuseMalformed(exemptions: readonly Exemption[], rules: readonly string[]): void {
  const problems = exemptions.flatMap((one, index) =>
    problemsOf(one, rules).map((problem) => `exemptions[${index}] (${one.rule}): ${problem}`),
  );
  if (problems.length > 0) throw new Error(`policies/exemptions.ts is not valid:\n  ${problems.join("\n  ")}`);
}

function problemsOf({ rule, urn, reason }: Exemption, rules: readonly string[]): string[] {
  const known = rules.includes(rule) ? [] : [`no rule has this name; there are ${rules.join(", ")}`];
  const placed = /^urn:pulumi:[^:*]+::[^:*]+::.+/.test(urn)
    ? []
    : [`urn must begin with urn:pulumi:<stack>::<project>:: in full, then name the resource`];
  const explained = reason.trim().length >= shortestReason ? [] : ["reason must be a sentence that says why"];
  return [...known, ...placed, ...explained];
}

function isLike(pattern: string, urn: string): boolean {
  const source = pattern.split("*").map(RegExp.escape).join(".*");
  return new RegExp(`^${source}$`, "s").test(urn);
}

function isAt(wanted: string | undefined, path: string | undefined): boolean {
  if (wanted === undefined || wanted === path) return true;
  return path !== undefined && [".", "["].some((next) => path.startsWith(wanted + next));
}
