/** An input whose value nobody knows yet: in a preview, what a vendor will answer. */
export const unknown: unique symbol = Symbol("unknown");

/** Plain data as a rule reads it: secrets in clear, what is not known yet as `unknown`. */
export type Value = string | number | boolean | null | typeof unknown | readonly Value[] | Fields;
export interface Fields {
  readonly [name: string]: Value;
}

/** A text in a resource's inputs and the property path at which it stands, e.g. `secrets.API_KEY`, `hosts[0]`. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

/** Everything that a rule over all inputs can and cannot look at. */
export interface Texts {
  readonly texts: readonly Text[];
  /** Property paths of what is not known yet. */
  readonly unread: readonly string[];
}

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Every text in the inputs, with its path. @param except top-level properties to leave out. */
export function textsOf(inputs: Fields, except: readonly string[] = []): Texts {
  const leaves = Object.entries(inputs)
    .filter(([name]) => !except.includes(name))
    .flatMap(([name, value]) => leavesOf(value, name));
  return {
    texts: leaves.flatMap(({ path, value }) => (typeof value === "string" ? [{ path, text: value }] : [])),
    unread: leaves.flatMap(({ path, value }) => (value === unknown ? [path] : [])),
  };
}

function leavesOf(value: Value, path: string): { path: string; value: Value }[] {
  if (isList(value)) return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`));
  if (isFields(value)) return Object.entries(value).flatMap(([name, item]) => leavesOf(item, `${path}.${name}`));
  return [{ path, value }];
}
