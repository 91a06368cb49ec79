import type { Finding, StackRule } from "../rule.ts";
import type { Run, Unread } from "../run.ts";

export const rule: StackRule = {
  name: "every-rule-ran",
  description: "Every rule saw everything that it is about, and no exemption was needed.",
  why: "Green means little where a rule could not look; so what was not looked at is said.",
  remediation: "Nothing is wrong yet: what is unknown in a preview is judged by up, before it is written.",
  severity: "low",
  level: "advisory",

  review: (run) => [...withoutFacts(run), ...notSeenYet(run.unread), ...letPass(run)],
};

function withoutFacts({ stack }: Run): Finding[] {
  if (stack.told) return [];
  const assumed = stack.protectsData ? "as one with real vendors and data to protect" : "as a scratch stack";
  return [
    {
      problem: `No groundplan:index:Platform stands in the stack "${stack.name}": required secrets and other stacks' ids are not known, and by its name it was judged ${assumed}.`,
      fix: "declare the platform by its root component, as src/index.ts does",
    },
  ];
}

/** Inputs named for each rule; more would hide the rest of the run. */
const named = 3;

function notSeenYet(unread: readonly Unread[]): Finding[] {
  if (unread.length === 0) return [];
  const byRule = [...Map.groupBy(unread, (one) => one.rule)].map(([name, looks]) => {
    const inputs = looks.flatMap(({ resource, paths }) => paths.map((path) => `${resource} ${path}`));
    const more = inputs.length > named ? ` and ${inputs.length - named} more` : "";
    return `${name} at ${inputs.slice(0, named).join(", ")}${more}`;
  });
  return [
    {
      problem: `Rules could not look at what is not known yet: ${byRule.join("; ")}.`,
      fix: "nothing to do: up judges each as soon as it is known, before it is written",
    },
  ];
}

const letPass = (run: Run): Finding[] =>
  run.letPass.map(({ rule: name, resource, exemption }) => ({
    problem: `${name} lets ${resource}${exemption.path === undefined ? "" : ` ${exemption.path}`} pass: ${exemption.reason.trim()}`,
    fix: "remove the exemption from policies/exemptions.ts when its reason is gone",
  }));
