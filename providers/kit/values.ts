/** A Pulumi property value as it crosses the wire, without assets and references, which no resource here takes. */
export type Value = null | boolean | number | string | readonly Value[] | Properties;
export interface Properties {
  readonly [name: string]: Value;
}

// Pulumi's wire format marks special values with this key (sdk/nodejs/runtime/rpc.ts).
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Stands for "known after the update". */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isObject = (value: Value | undefined): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSecret = (value: Value): value is Properties & { value: Value } =>
  isObject(value) && value[signature] === secretSignature;

/** The value with every secret mark taken off. */
export function reveal(value: Value): Value {
  if (Array.isArray(value)) return value.map(reveal);
  if (!isObject(value)) return value;
  if (isSecret(value)) return reveal(value.value);
  return mapValues(value, reveal);
}

export const revealAll = (properties: Properties): Properties => mapValues(properties, reveal);

/** Names of the properties that hold a secret anywhere inside. */
export function secretNames(properties: Properties): string[] {
  const holds = (value: Value): boolean =>
    isObject(value) ? isSecret(value) || Object.values(value).some(holds) : Array.isArray(value) && value.some(holds);
  return Object.keys(properties).filter((name) => holds(properties[name] ?? null));
}

/** Marks the named properties as secret, as a whole. */
export function conceal(properties: Properties, names: Iterable<string>): Properties {
  const secret = new Set(names);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      secret.has(name) && value !== unknown ? { [signature]: secretSignature, value } : value,
    ]),
  );
}

export function holdsUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) ? Object.values(value).some(holdsUnknown) : value === unknown;
}

/** JSON for the wire: what is undefined is left out, as in every Pulumi SDK. */
export function toProperties(record: Readonly<Record<string, unknown>>): Properties {
  return JSON.parse(JSON.stringify(record));
}

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, index) => equal(one, b[index]))
    );
  }
  if (!isObject(a) || !isObject(b)) return (a ?? null) === (b ?? null);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => equal(a[name], b[name]));
}

/** Every text of a value, for redaction. */
export function texts(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isObject(value) ? Object.values(value).flatMap(texts) : [];
}

export const without = (properties: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));

export const only = (properties: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name, value]) => names.includes(name) && value !== null));

function mapValues(properties: Properties, map: (value: Value) => Value): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, map(value)]));
}
