import type { StackRule } from "../rule.ts";

export const rule: StackRule = {
  name: "exemptions-in-effect",
  description: "Every exemption for this stack still lets something pass.",
  why: "An exemption that outlived its reason lets the next mistake pass unseen.",
  remediation: "Remove it from policies/exemptions.ts.",
  severity: "medium",
  level: "mandatory",

  review: (run) =>
    run.idle.map(({ rule: name, urn, path }) => ({
      problem: `The exemption from ${name} for ${urn}${path === undefined ? "" : ` at ${path}`} lets nothing pass.`,
      fix: "remove it from policies/exemptions.ts, or correct its urn or path",
    })),
};
