import type { Random } from "./random.ts";
import { type Json, type Other, valueAt, withValue } from "./values.ts";
import type { Vendors } from "./vendors.ts";

/** A resource as state holds it. */
export interface Standing {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Json;
  readonly outputs: Json;
  /** Inputs of the provider instance that it belongs to, e.g. GitHub's owner. */
  readonly provider: Json;
}

/** How a stranger changes one property of a resource at its vendor. */
export interface Mutation {
  /** Pulumi property path of the input that it is about; the part before the first dot is an input of the schema. */
  readonly path: string;
  /** What a preview must name. */
  readonly names: readonly string[];
  /** What it may name besides, because the vendor changes it too. */
  readonly may: readonly string[];
  /** Nothing else of the resource may change at the same time. */
  readonly alone: boolean;
  /** Resources of these types change with it, because the vendor takes them away or names them by this property. */
  readonly echoes: readonly string[];
  /** `value`: it is read before and after. `rewritten`: the vendor tells only a mark of its last change. */
  readonly proof: "value" | "rewritten";
  /** What the vendor says of it now; equal values are equal in depth. */
  readonly read: (vendors: Vendors, at: Standing) => Promise<unknown>;
  readonly change: (vendors: Vendors, at: Standing, now: unknown, random: Random) => Promise<void>;
}

/** What is known of one type of resource. */
export interface Table {
  readonly mutations: (at: Standing) => readonly Mutation[];
  /** Inputs that are written but never read, and what sees a change of them. */
  readonly seenBy?: Readonly<Record<string, string>>;
  /** Inputs that nothing is held to while no program declares them, with the reason. */
  readonly unheld?: Readonly<Record<string, string>>;
  /** Inputs that no vendor changes in place, with the reason; those with `replaceOn` are known without. */
  readonly fixed?: Readonly<Record<string, string>>;
}

type Ways = Pick<Mutation, "read" | "change">;
export type More = Partial<Omit<Mutation, "path" | "read" | "change">>;

export const mutation = (path: string, ways: Ways, more: More = {}): Mutation => ({
  path,
  names: [path],
  may: [],
  alone: false,
  echoes: [],
  proof: "value",
  ...more,
  ...ways,
});

/** An object at a vendor that is read whole and changed key by key. */
export interface Document {
  readonly read: (vendors: Vendors, at: Standing) => Promise<Json>;
  readonly write: (vendors: Vendors, at: Standing, changes: Json) => Promise<unknown>;
}

/**
 * `setting(path, key, other)`: the property stands under a dotted key of the vendor's object.
 * `absent` is what a key means that the vendor leaves out.
 */
export const settingsOf =
  (document: Document) =>
  (
    path: string,
    key: string,
    other: Other,
    more: More & { readonly absent?: unknown; readonly along?: Json } = {},
  ): Mutation => {
    const { absent = null, along = {}, ...rest } = more;
    const [top = key] = key.split(".");
    return mutation(
      path,
      {
        read: async (vendors, at) => valueAt(await document.read(vendors, at), key) ?? absent,
        change: async (vendors, at, now, random) => {
          const before = await document.read(vendors, at);
          const changed = withValue(before, key, other(now, random));
          await document.write(vendors, at, { ...along, [top]: changed[top] });
        },
      },
      rest,
    );
  };
