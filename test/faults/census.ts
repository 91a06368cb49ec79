import type { VendorState } from "../../src/ops/rehearse/universe.ts";

/** What a clean run leaves, as later runs are held against it. */
export interface Truth {
  /** Objects by `<vendor> <kind>`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Kinds of which the engine's state knows every single object by its id. */
  readonly known: ReadonlySet<string>;
}

/** What a run left that a clean one does not. */
export interface Excess {
  /** Objects more of a kind than in the truth: `2 more of vercel projects`. */
  readonly duplicates: readonly string[];
  /** Objects at a vendor that the engine's state knows nothing of. */
  readonly orphans: readonly string[];
  readonly missing: readonly string[];
}

/** @param deployment the engine's state file as text */
export function truthOf(state: VendorState, deployment: string): Truth {
  const kinds = kindsOf(state);
  return {
    counts: new Map(kinds.map(([kind, objects]) => [kind, objects.length])),
    known: new Set(
      kinds.filter(([, objects]) => objects.every((one) => isKnown(one, deployment))).map(([kind]) => kind),
    ),
  };
}

export function excessOf(truth: Truth, state: VendorState, deployment: string): Excess {
  const kinds = kindsOf(state);
  const now = new Map(kinds.map(([kind, objects]) => [kind, objects.length]));
  const all = [...new Set([...truth.counts.keys(), ...now.keys()])];
  const surplus = (kind: string): number => (now.get(kind) ?? 0) - (truth.counts.get(kind) ?? 0);
  return {
    duplicates: all.filter((kind) => surplus(kind) > 0).map((kind) => `${surplus(kind)} more of ${kind}`),
    missing: all.filter((kind) => surplus(kind) < 0).map((kind) => `${-surplus(kind)} fewer of ${kind}`),
    orphans: kinds
      .filter(([kind]) => truth.known.has(kind))
      .flatMap(([kind, objects]) =>
        objects.filter((one) => !isKnown(one, deployment)).map((one) => `${kind} ${idsOf(one).join(" ")}`),
      ),
  };
}

const kindsOf = (state: VendorState): [kind: string, objects: readonly unknown[]][] =>
  Object.entries(state).flatMap(([vendor, kinds]) =>
    Object.entries(kinds).map(([kind, objects]): [string, readonly unknown[]] => [`${vendor} ${kind}`, objects]),
  );

const isKnown = (object: unknown, deployment: string): boolean =>
  idsOf(object).some((id) => new RegExp(`(?<![\\w-])${RegExp.escape(id)}(?![\\w-])`).test(deployment));

/** A vendor's own id where there is one: two things of one name are told apart by nothing else. Then names. */
const ids = ["id", "uid", "ref"];
const names = ["slug", "path", "name", "key"];

function idsOf(object: unknown): string[] {
  if (typeof object !== "object" || object === null) return [String(object)];
  const told = (keys: readonly string[]): string[] =>
    keys.flatMap((key) => {
      const value: unknown = Reflect.get(object, key);
      return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
    });
  const own = told(ids);
  return own.length > 0 ? own : told(names);
}
