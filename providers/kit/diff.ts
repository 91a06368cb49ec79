import { propertyPath } from "./path.ts";
import type { AnyResource } from "./resource.ts";
import { equal, isObject, type Properties, type Value } from "./values.ts";

export type Kind = "add" | "update" | "delete";

export interface Difference {
  /** Pulumi property path of what differs, as deep as it can be told. */
  readonly path: string;
  readonly kind: Kind;
  readonly replaces: boolean;
}

/** What differs between the inputs in state and the new ones, by path; ignored paths and policy facts left out. */
export function diffInputs(
  definition: AnyResource,
  old: Properties,
  now: Properties,
  ignore: readonly string[] = [],
): Difference[] {
  const facts: readonly string[] = definition.facts ?? [];
  return Object.keys(definition.inputs.shape)
    .filter((name) => !facts.includes(name))
    .flatMap((name) => {
      // Without an update every change makes a new object.
      const replaces = definition.update === undefined || definition.replaceOn?.includes(name) === true;
      return compare([name], old[name], now[name]).map((difference) => ({ ...difference, replaces }));
    })
    .filter(({ path }) => !ignore.some((ignored) => isWithin(path, ignored)));
}

function compare(path: PropertyKey[], old: Value | undefined, now: Value | undefined): Omit<Difference, "replaces">[] {
  if (equal(old, now)) return [];
  if (isObject(old) && isObject(now)) {
    const names = new Set([...Object.keys(old), ...Object.keys(now)]);
    return [...names].flatMap((name) => compare([...path, name], old[name], now[name]));
  }
  if (Array.isArray(old) && Array.isArray(now) && path.length > 0) {
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => index).flatMap((index) =>
      compare([...path, index], old[index], now[index]),
    );
  }
  const kind = (old ?? null) === null ? "add" : (now ?? null) === null ? "delete" : "update";
  return [{ path: propertyPath(path), kind }];
}

const isWithin = (path: string, outer: string): boolean =>
  path === outer || (path.startsWith(outer) && [".", "["].includes(path[outer.length] ?? ""));
