import type { z } from "zod";
import type { Inputs } from "./auth-inputs.ts";
import { vendorDefaults } from "./auth-inputs.ts";
import { type Key, keys, optionalGroups, type Wire } from "./auth-keys.ts";

export type AuthInputs = z.output<typeof Inputs>;
/** The vendor's flat configuration. */
export type Config = Readonly<Record<string, Wire | undefined>>;
type Tree = { [name: string]: unknown };

/** Declared inputs as the vendor's flat keys; what is not declared is at the vendor's default. */
function toWire(inputs: Partial<AuthInputs>): Record<string, Wire> {
  return Object.fromEntries(keys.map((key) => [key.name, encoded(key, at(inputs, key.path))]));
}

function encoded(key: Key, value: unknown): Wire {
  if (value === undefined) return key.absent;
  return key.encode === undefined ? (value as Wire) : key.encode(value);
}

/**
 * The vendor's flat keys as inputs. A write-only value is the known one as long as the vendor's hash of it is the
 * hash of our last write; otherwise it is left out, so that it is seen as missing and written again.
 */
export function fromWire(
  live: Config,
  known: Partial<AuthInputs>,
  hashes: Readonly<Record<string, string>>,
): Partial<AuthInputs> {
  const tree: Tree = {};
  const defaults = vendorDefaults("-");
  for (const key of keys) {
    const value = key.secret ? keptSecret(key, live, known, hashes) : decoded(key, wireOf(key, live), defaults);
    if (value !== undefined) put(tree, key.path, value);
  }
  for (const { path, told } of optionalGroups) {
    const there = told.some((name) => (live[name] ?? "") !== "" && live[name] !== false);
    if (!there && at(known, path) === undefined) put(tree, path, undefined);
  }
  // The vendor's own values, also those that our schema would not take: a difference must show what is there.
  return tree as Partial<AuthInputs>;
}

function decoded(key: Key, wire: Wire, defaults: AuthInputs): unknown {
  if (wire !== null) return key.decode === undefined ? wire : key.decode(wire);
  return at(defaults, key.path) ?? (key.encode === undefined ? (key.absent ?? undefined) : []);
}

// Apple's further client ids have a key of their own in writes, but come back behind the first one.
function wireOf(key: Key, live: Config): Wire {
  const apple = String(live["external_apple_client_id"] ?? "").split(",");
  if (key.name === "external_apple_client_id") return apple[0] === "" ? null : (apple[0] ?? null);
  if (key.name === "external_apple_additional_client_ids" && apple.length > 1) return apple.slice(1).join(",");
  return live[key.name] ?? null;
}

function keptSecret(
  key: Key,
  live: Config,
  known: Partial<AuthInputs>,
  hashes: Readonly<Record<string, string>>,
): unknown {
  const same = (live[key.name] ?? "") === (hashes[key.name] ?? "");
  return same ? at(known, key.path) : undefined;
}

/** The vendor's hashes of what it never tells. */
export function secretHashes(live: Config): Record<string, string> {
  const told = keys.filter(({ secret, name }) => secret && (live[name] ?? "") !== "");
  return Object.fromEntries(told.map(({ name }) => [name, String(live[name])]));
}

/**
 * What has to be written so that `live` becomes `wanted`: only what differs, but a group (mail server, client) whole.
 * @param old inputs of the last write, and the hashes after it
 */
export function patch(
  wanted: Partial<AuthInputs>,
  live: Config,
  old: { inputs: Partial<AuthInputs>; hashes: Readonly<Record<string, string>> },
): Record<string, Wire> {
  const [now, then, there] = [toWire(wanted), toWire(old.inputs), toWire(fromWire(live, {}, {}))];
  const differing = keys.filter((key) => {
    const value = now[key.name] ?? null;
    if (!key.secret) return value !== (there[key.name] ?? null);
    const hash = live[key.name] ?? "";
    if (value === null) return hash !== "";
    return value !== then[key.name] || hash !== (old.hashes[key.name] ?? "");
  });
  const groups = new Set(differing.map(({ group }) => group).filter((group) => group !== undefined));
  const written = keys.filter((key) => differing.includes(key) || (key.group !== undefined && groups.has(key.group)));
  return Object.fromEntries(written.map(({ name }) => [name, now[name] ?? null]));
}

function at(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, name) => (typeof here === "object" && here !== null ? (here as Tree)[name] : undefined),
    tree,
  );
}

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    if (value === undefined) delete tree[name];
    else tree[name] = value;
    return;
  }
  const inner = typeof tree[name] === "object" && tree[name] !== null ? (tree[name] as Tree) : {};
  tree[name] = inner;
  put(inner, rest, value);
}
