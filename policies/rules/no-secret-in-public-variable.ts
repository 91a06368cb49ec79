import type { Stack } from "../facts.ts";
import { keyShapesIn } from "../key-shapes.ts";
import { type Finding, judged, notApplicable, type ResourceRule } from "../rule.ts";
import { unknown } from "../values.ts";
import { publicPrefix, type Variable, variablesOf } from "../variables.ts";

export const rule: ResourceRule = {
  name: "no-secret-in-public-variable",
  description: "No variable that visitors or readers of the repository can see holds a secret.",
  why: "A key in a browser bundle or in a GitHub variable belongs to whoever looks; it must be counted as stolen.",
  remediation:
    "Take a new key from the vendor, name the variable without the public prefix, and read it on the server only.",
  severity: "critical",

  judge(resource, stack) {
    const seen = variablesOf(resource)?.filter(isSeen);
    if (seen === undefined) return notApplicable("it holds no variables");
    const unread = seen.filter(({ name, value }) => name === unknown || value === unknown).map(({ path }) => path);
    return judged(
      seen.flatMap((variable) => findings(variable, stack)),
      unread,
    );
  },
};

/** A name that is not known yet may turn out to be public. */
const isSeen = ({ name, isShown }: Variable): boolean =>
  isShown || name === unknown || publicPrefix(String(name)) !== undefined;

function findings({ name, value, path, isShown }: Variable, stack: Stack): Finding[] {
  if (typeof value !== "string" || typeof name !== "string") return [];
  const prefix = publicPrefix(name) ?? "";
  const readers = isShown
    ? "everybody who can read the repository sees a GitHub variable"
    : `every visitor can read a variable whose name begins with ${prefix}`;
  const fix = isShown
    ? "take a new value, and make it a secret of the environment instead of a variable"
    : `take a new value, and name the variable ${name.slice(prefix.length)}, so that only the server reads it`;
  const kept = secretsIn(value, stack).map((secret) => `the value of the secret ${secret}`);
  const what = [...kept, ...keyShapesIn(value)];
  return what.map((one) => ({ problem: `The variable ${name} holds ${one}; ${readers}.`, fix, path }));
}

/** A shorter value would be found in any text. */
const shortestSecret = 8;

/** Names of the secrets whose value stands in a text. */
const secretsIn = (text: string, { secrets }: Stack): string[] =>
  [...secrets].filter(([, value]) => value.length >= shortestSecret && text.includes(value)).map(([name]) => name);
