import { platformType } from "../facts.ts";
import { judged, notApplicable, type ResourceRule } from "../rule.ts";

export const rule: ResourceRule = {
  name: "platform-tells-its-facts",
  description: "The root component tells the policies what its environment is, needs and must not touch.",
  why: "Rules that lack a fact would find nothing wrong and look like a pass.",
  remediation:
    "Pass environment, requiredSecrets, secrets and siblings to groundplan:index:Platform as src/components does.",
  severity: "high",

  judge({ type }, stack) {
    if (type !== platformType) return notApplicable("it is not the root component");
    return judged(
      stack.unreadable.map((argument) => ({
        problem: `The argument ${argument} of ${platformType} is missing, of another form, or not known in a preview.`,
        fix: `pass it as a plain value; in this repository src/components/platform.ts does`,
        path: argument.split(" ")[0] ?? argument,
      })),
    );
  },
};
