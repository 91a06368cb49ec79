import type { Mutation, Standing, Table } from "./mutation.ts";
import type { InputSchema } from "./schemas.ts";

/** One input of one resource that stands, with every way in which a stranger can change it. */
export interface Entry {
  readonly standing: Standing;
  readonly input: string;
  readonly mutations: readonly Mutation[];
}

/** One input of a type of resource, and what there is to say of it. */
interface Remark {
  /** `vercel Project.name` */
  readonly input: string;
  readonly says: string;
}

export interface Pool {
  readonly entries: readonly Entry[];
  /** Inputs in the pool and inputs that can be changed in place, each counted once a type of resource. */
  readonly inPool: number;
  readonly changeable: number;
  /** Inputs of the schemas in all, those that cannot be changed in place included. */
  readonly inAll: number;
  /** Could be in the pool, but is not: why a change of it is not seen or not held, or `unexplained`. */
  readonly missing: readonly Remark[];
  readonly writeOnly: readonly Remark[];
  readonly fixed: readonly Remark[];
}

/** Said of an input that nobody taught the game to change yet. */
export const unexplained = "nobody knows how to change it";

/** The least share of the changeable inputs that a pool must have. */
export const leastCoverage = 0.8;

export const coverage = ({ inPool, changeable }: Pool): number => (changeable === 0 ? 0 : inPool / changeable);

/** Everything that a stranger can change of the resources that stand. */
export function poolOf(
  standing: readonly Standing[],
  tables: Readonly<Record<string, Table>>,
  schemaOf: (standing: Standing) => InputSchema,
): Pool {
  const entries: Entry[] = [];
  const [all, taken] = [new Set<string>(), new Set<string>()];
  const [fixed, writeOnly, missing] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string>()];
  for (const one of standing) {
    const table = tables[one.type];
    const schema = schemaOf(one);
    const mutations = Map.groupBy(table?.mutations(one) ?? [], ({ path }) => path.split(".")[0] ?? path);
    for (const input of schema.inputs) {
      const name = nameOf(one.type, input);
      all.add(name);
      const ways = mutations.get(input);
      const reason = schema.replaceOn.includes(input) ? "its change makes a new object" : table?.fixed?.[input];
      if (ways !== undefined) {
        entries.push({ standing: one, input, mutations: ways });
        taken.add(name);
      } else if (reason !== undefined) fixed.set(name, reason);
      else {
        if (schema.writeOnly.includes(input)) writeOnly.set(name, "nothing");
        missing.set(name, table?.unheld?.[input] ?? seenBy(table, input) ?? unexplained);
      }
    }
    // What a program leaves out of somebody else's schema is held too, but counts for nothing.
    for (const [input, ways] of mutations) {
      if (!schema.inputs.includes(input)) entries.push({ standing: one, input, mutations: ways });
    }
    for (const [place, by] of Object.entries(table?.seenBy ?? {})) writeOnly.set(nameOf(one.type, place), by);
  }
  // What no vendor changes of one resource may still be changed of another one.
  for (const name of taken) fixed.delete(name);
  for (const name of [...taken, ...fixed.keys()]) missing.delete(name);
  return {
    entries,
    inPool: taken.size,
    changeable: all.size - fixed.size,
    inAll: all.size,
    missing: remarks(missing),
    writeOnly: remarks(writeOnly),
    fixed: remarks(fixed),
  };
}

function seenBy(table: Table | undefined, input: string): string | undefined {
  const by = table?.seenBy?.[input];
  return by === undefined ? undefined : `seen by ${by}`;
}

function nameOf(type: string, input: string): string {
  const [vendor, , kind] = type.split(":");
  return `${vendor} ${kind}.${input}`;
}

const remarks = (says: ReadonlyMap<string, string>): Remark[] =>
  [...says].map(([input, sentence]) => ({ input, says: sentence }));
