import { assumed, platformType, type Stack, told } from "../../../policies/facts.ts";
import type { Resource, ResourceRule, Verdict } from "../../../policies/rule.ts";
import type { Fields } from "../../../policies/values.ts";

/** What the root component carries in the stacks of these tests, unless a test says otherwise. */
const platform = {
  environment: { kind: "production", usesLoopback: false, protectsData: true, allowsDestroy: false },
  requiredSecrets: [],
  secrets: {},
  siblings: [],
} satisfies Fields;

export const onLoopback = {
  environment: { kind: "local", usesLoopback: true, protectsData: false, allowsDestroy: true },
} satisfies Fields;

export const urnOf = (stack: string, type: string, name: string): string =>
  `urn:pulumi:${stack}::overview::groundplan:index:Platform$${type}::${name}`;

/** A resource and its stack as plain data. */
export interface Given {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: Fields;
  readonly isProtected?: boolean;
  /** Name of the stack, as the URN tells it. */
  readonly stack?: string;
  /** Arguments of the root component besides the usual ones; null: the program has none. */
  readonly platform?: Fields | null;
}

/** A rule's verdict on one resource. */
export function judge(rule: ResourceRule, { stack = "production", ...given }: Given): Verdict {
  const { type, name = "overview-thing", inputs = {}, isProtected = false } = given;
  const resource: Resource = { type, name, inputs, isProtected, urn: urnOf(stack, type, name) };
  return rule.judge(resource, factsOf(resource, given.platform));
}

/** A rule's verdict on the root component itself. */
export function judgePlatform(rule: ResourceRule, args: Fields, stack = "production"): Verdict {
  const inputs: Fields = { ...platform, ...args };
  return judge(rule, { type: platformType, name: "overview", inputs, platform: inputs, stack });
}

function factsOf({ urn }: Resource, args: Fields | null | undefined): Stack {
  return args === null ? assumed(urn) : told({ urn, inputs: { ...platform, ...args } });
}

/** Messages of a verdict, all its text: what a search for secrets goes through. */
export const messages = (verdict: Verdict): string =>
  verdict.answer === "violated"
    ? verdict.findings.map(({ problem, fix, path }) => `${problem} ${fix} ${path}`).join("\n")
    : "";

/** Random-looking text with a vendor's prefix, put together here so that no scanner takes the source for a leak. */
export const made = (prefix: string, length = 40): string => prefix + "0aB1cD2eF3".repeat(9).slice(0, length);

/** A JSON Web Token with these claims and no valid signature. */
export function jwt(claims: object): string {
  const parts = [{ alg: "HS256", typ: "JWT" }, claims].map((part) => Buffer.from(JSON.stringify(part)));
  return [...parts.map((part) => part.toString("base64url")), "c2lnbmF0dXJl"].join(".");
}
