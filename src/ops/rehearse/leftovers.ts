import type { VendorState } from "./universe.ts";

/** Objects that were not there before, or are not there any more: `vercel projects overview-web`. */
export function differences(before: VendorState, after: VendorState): { left: string[]; lost: string[] } {
  const [had, has] = [identities(before), identities(after)];
  return { left: [...has].filter((one) => !had.has(one)), lost: [...had].filter((one) => !has.has(one)) };
}

/** Two of the same name (in two environments, say) are told apart by their number. */
function identities(state: VendorState): Set<string> {
  const seen = new Map<string, number>();
  for (const [vendor, kinds] of Object.entries(state)) {
    for (const [kind, objects] of Object.entries(kinds)) {
      for (const object of objects) {
        const name = `${vendor} ${kind} ${identityOf(object)}`;
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    }
  }
  return new Set([...seen].flatMap(([name, count]) => [name, ...more(name, count)]));
}

const more = (name: string, count: number): string[] =>
  Array.from({ length: count - 1 }, (_, index) => `${name} (${index + 2})`);

/** By what an object is told from its siblings; a vendor's own numbers of one kind are unique. */
const keys = ["id", "uid", "ref", "key_id", "node_id", "full_name", "slug", "path", "name", "key"];

function identityOf(object: unknown): string {
  if (typeof object !== "object" || object === null) return String(object);
  const told = keys.flatMap((key) => (key in object ? [Reflect.get(object, key)] : []));
  return told.length === 0 ? JSON.stringify(object) : told.map(String).slice(0, 2).join(" ");
}
