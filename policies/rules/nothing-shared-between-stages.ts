import { holdsHost, holdsId, programTextOf } from "../addresses.ts";
import { platformType, type Sibling } from "../facts.ts";
import { judged, notApplicable, type ResourceRule } from "../rule.ts";
import { type Text, textsOf } from "../values.ts";

export const rule: ResourceRule = {
  name: "nothing-shared-between-stages",
  description: "No id, ref or host of another stack stands in this one.",
  why: "A staging that writes to production's database is found out by customers.",
  remediation: "Give the stack a project, a ref and a host of its own.",
  severity: "critical",

  judge({ type, inputs }, stack) {
    if (type === platformType) return notApplicable("it lists the other stacks so that the rules know them");
    if (stack.siblings.length === 0) return notApplicable("no other stack is known");
    const { texts, unread } = textsOf(inputs, [...programTextOf(type), ...repositoryOf(type)]);
    const found = texts.flatMap((text) => stack.siblings.flatMap((sibling) => sharedWith(sibling, text)));
    return judged(
      found.map(({ path, what, owner }) => ({
        problem: `The input ${path} names the ${what}, which belongs to the stack "${owner}"; "${stack.name}" shares nothing with it.`,
        fix: `give the stack "${stack.name}" one of its own in Pulumi.${stack.name}.yaml`,
        path,
      })),
      unread,
    );
  },
};

/** Inputs that name the repository: one serves every stage, and exactly one stack owns it. */
function repositoryOf(type: string): readonly string[] {
  if (type === "vercel:index/project:Project") return ["gitRepository"];
  return type.startsWith("github:index/") ? ["repository"] : [];
}

function sharedWith(
  { stack, ids, hosts }: Sibling,
  { path, text }: Text,
): { path: string; what: string; owner: string }[] {
  const things = [
    ...ids.filter((id) => holdsId(text, id)).map((id) => `id ${id}`),
    ...hosts.filter((host) => holdsHost(text, host)).map((host) => `host ${host}`),
  ];
  return things.map((what) => ({ path, what, owner: stack }));
}
