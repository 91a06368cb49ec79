import { platformType, type RequiredSecret, type Stack } from "../facts.ts";
import { type Finding, judged, notApplicable, type ResourceRule } from "../rule.ts";

export const rule: ResourceRule = {
  name: "required-secrets",
  description: "Every secret that the environment requires is set and has its vendor's form.",
  why: "An application without a key fails in front of customers, and a value pasted into the wrong place fails last of all.",
  remediation: "Set the secret: npx groundplan secrets set NAME --stack STACK (reads standard input).",
  severity: "critical",

  judge({ type }, stack) {
    if (type !== platformType) return notApplicable("only the root component carries secrets");
    return judged(stack.requiredSecrets.flatMap((secret) => findings(secret, stack)));
  },
};

function findings({ name, pattern, description }: RequiredSecret, stack: Stack): Finding[] {
  const value = stack.secrets.get(name) ?? "";
  const about = { fix: `npx groundplan secrets set ${name} --stack ${stack.name}`, path: `secrets.${name}` };
  if (value === "") {
    return [{ ...about, problem: `The secret ${name} is missing; this stack needs it as ${description}.` }];
  }
  if (new RegExp(`^(?:${pattern})$`).test(value)) return [];
  return [
    { ...about, problem: `The secret ${name} has a value (not shown) of another form; it must be ${description}.` },
  ];
}
