import type { Resource } from "./rule.ts";
import { type Fields, isFields, isList, type Value } from "./values.ts";

/** The root component. Its arguments are how facts reach the rules: an executable pack is told nothing else about its stack. */
export const platformType = "groundplan:index:Platform";

/** A secret that the environment cannot do without. */
export interface RequiredSecret {
  readonly name: string;
  /** A regular expression that the whole value matches. */
  readonly pattern: string;
  /** The format in words. */
  readonly description: string;
}

/** What another stack with real vendors has for itself. */
export interface Sibling {
  readonly stack: string;
  readonly ids: readonly string[];
  readonly hosts: readonly string[];
}

/** What the rules know about the stack. */
export interface Stack {
  readonly name: string;
  readonly project: string;
  /** False for a program without the root component: then the rest is assumed, strictly. */
  readonly told: boolean;
  readonly usesLoopback: boolean;
  readonly protectsData: boolean;
  /** Why nothing is protected although data is worth it; undefined where nobody opted out. */
  readonly unprotectedBecause: string | undefined;
  readonly requiredSecrets: readonly RequiredSecret[];
  /** Values by name, in clear, for comparing. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly siblings: readonly Sibling[];
  /** Arguments of the root component that cannot be read, each with what was expected. */
  readonly unreadable: readonly string[];
}

/** The one stack name that means a scratch cloud of one's own. Any other one is taken for real. */
const scratch = "local";

/** A URN is `urn:pulumi:<stack>::<project>::<types>::<name>`; `getStack()` answers a placeholder in an executable pack. */
export function stackOf(urn: string): { name: string; project: string } {
  const [, name = "", project = ""] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
  if (name === "") throw new Error("this is not a URN of a stack's resource");
  return { name, project };
}

/** What holds before, or without, a root component: real vendors and data that must survive, except where the name says scratch. */
export function assumed(urn: string): Stack {
  const { name, project } = stackOf(urn);
  return {
    ...{ name, project, told: false, usesLoopback: name === scratch, protectsData: name !== scratch },
    ...{ unprotectedBecause: undefined, requiredSecrets: [], secrets: new Map(), siblings: [], unreadable: [] },
  };
}

/** What the root component's arguments say. What cannot be read of them keeps its strict assumption and is listed. */
export function told({ urn, inputs }: Pick<Resource, "urn" | "inputs">): Stack {
  const fallback = assumed(urn);
  const unreadable: string[] = [];
  const or = <T>(name: string, expected: string, value: T | undefined, otherwise: T): T => {
    if (value === undefined) unreadable.push(`${name} (expected ${expected})`);
    return value ?? otherwise;
  };
  const environment = isFields(inputs["environment"]) ? inputs["environment"] : {};
  const flag = (name: "usesLoopback" | "protectsData"): boolean =>
    or(`environment.${name}`, "true or false", booleanOf(environment[name]), fallback[name]);
  return {
    ...fallback,
    told: true,
    usesLoopback: flag("usesLoopback"),
    protectsData: flag("protectsData"),
    unprotectedBecause: optOutOf(inputs["optOuts"]),
    requiredSecrets: or(
      "requiredSecrets",
      "a list of { name, pattern, description }",
      everyOf(inputs["requiredSecrets"], requiredSecretOf),
      [],
    ),
    secrets: or("secrets", "an object of texts", secretsOf(inputs["secrets"]), new Map()),
    siblings: or("siblings", "a list of { stack, ids, hosts }", everyOf(inputs["siblings"], siblingOf), []),
    unreadable,
  };
}

const booleanOf = (value: Value | undefined): boolean | undefined => (typeof value === "boolean" ? value : undefined);

const textOf = (value: Value | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** All items of a list, or undefined when it is no list or one of them cannot be read. */
function everyOf<T>(value: Value | undefined, read: (item: Value) => T | undefined): readonly T[] | undefined {
  if (!isList(value)) return undefined;
  const items = value.map(read).filter((item) => item !== undefined);
  return items.length === value.length ? items : undefined;
}

function requiredSecretOf(item: Value): RequiredSecret | undefined {
  const fields: Fields = isFields(item) ? item : {};
  const [name, pattern, description] = [
    textOf(fields["name"]),
    textOf(fields["pattern"]),
    textOf(fields["description"]),
  ];
  return name && pattern && description ? { name, pattern, description } : undefined;
}

function siblingOf(item: Value): Sibling | undefined {
  const fields: Fields = isFields(item) ? item : {};
  const [stack, ids, hosts] = [
    textOf(fields["stack"]),
    everyOf(fields["ids"], textOf),
    everyOf(fields["hosts"], textOf),
  ];
  return stack && ids && hosts ? { stack, ids, hosts } : undefined;
}

function secretsOf(value: Value | undefined): ReadonlyMap<string, string> | undefined {
  if (!isFields(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, text]) =>
    typeof text === "string" ? [[name, text] as const] : [],
  );
  return entries.length === Object.keys(value).length ? new Map(entries) : undefined;
}

/** The platform's opt-outs are `{ what, reason }`. */
function optOutOf(value: Value | undefined): string | undefined {
  const items = isList(value) ? value.filter(isFields) : [];
  return textOf(items.find(({ what }) => what === "protection")?.["reason"]);
}
