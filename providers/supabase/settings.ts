import { type Reading, type Resource, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { found, gone, path, type Supabase } from "./client.ts";

export const projectRef = z.string().min(1).describe("The project's reference, 20 lower-case letters.");

/** The vendor tells nothing but what can be declared. */
const Nothing = z.object({});

type Call = Reading<Supabase>;

/** A set of settings that every project has once: the vendor neither makes nor deletes it. */
interface Settings<I extends z.ZodObject, Live extends z.ZodType> {
  /** `storageSettings:StorageSettings` */
  readonly token: string;
  readonly description: string;
  /** With `projectRef`; an input without a default is left to the vendor when it is not declared. */
  readonly inputs: I;
  readonly writeOnly?: readonly (keyof z.output<I> & string)[];
  readonly calls: readonly string[];
  /** Where it is read, behind the project's path. */
  readonly at: string;
  /** The vendor's answer. */
  readonly live: Live;
  /** Everything that can be declared, from the answer. */
  told(live: z.output<Live>): Partial<z.output<I>>;
  write(call: Call, ref: string, inputs: z.output<I>): Promise<void>;
  /** Brings the vendor's own values back, as far as there are any; a project that is gone is no error. */
  reset(call: Call, ref: string, known: Partial<z.output<I>>): Promise<void>;
  check?: Resource<Supabase, I>["check"];
}

/** The resource of such a set: its id is the project's ref. */
export function projectSettings<I extends z.ZodObject, Live extends z.ZodType>(settings: Settings<I, Live>) {
  const { at, live: shape, told, write, reset, token, inputs, calls, description, writeOnly = [] } = settings;
  const refOf = (given: z.output<I>): string => z.object({ projectRef }).parse(given).projectRef;
  const idOf = (ref: string): object & Partial<z.output<I>> => ({ projectRef: ref }) as object;
  return resource<Supabase>()<I, typeof Nothing>({
    token: `supabase:index/${token}`,
    description,
    calls,
    inputs,
    outputs: Nothing,
    replaceOn: ["projectRef" as keyof z.output<I> & string],
    writeOnly,
    importId: "<project ref>",
    parseId: (id) => (id.includes("/") ? undefined : idOf(id)),

    async check(call, given, old) {
      const more = await settings.check?.(call, given, old);
      return { ...more, inputs: { ...leftToVendor(given, optionalOf(inputs, old)), ...more?.inputs } };
    },
    async create(call, given) {
      await write(call, refOf(given), given);
      return { id: refOf(given), outputs: {} };
    },
    async read({ client }, id, known) {
      const live = found(shape, await client.http.shared(path(id, at), { accept: gone }));
      if (live === undefined) return undefined;
      const { projectRef: _, ...declared } = known as Record<string, unknown>;
      const facts = told(live);
      // An import tells everything.
      const inputs = Object.keys(declared).length === 0 ? facts : asDeclared(facts, declared);
      return { inputs: { ...(inputs as Partial<z.output<I>>), ...idOf(id) }, outputs: {} };
    },
    async update(call, id, given) {
      await write(call, id, given);
      return {};
    },
    delete: (call, id, known) => reset(call, id, known),
  });
}

/**
 * What a program does not declare is as it was at the vendor when we looked last: no difference. At any depth, lists as
 * a whole.
 */
export function leftToVendor<T extends object>(given: T, old: object): T {
  const merged = Object.fromEntries(
    Object.entries({ ...old, ...given }).map(([name, value]) => {
      const before: unknown = Reflect.get(old, name);
      return [name, isObject(value) && isObject(before) ? leftToVendor(value, before) : value];
    }),
  );
  return merged as T;
}

/** What may be left out. All else is declared: what is absent of it in a preview is not known yet, and must stay so. */
const optionalOf = <T extends object>(inputs: z.ZodObject, facts: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => inputs.shape[name] instanceof z.ZodOptional),
  ) as Partial<T>;

/** Of the vendor's facts those that somebody declared. */
function asDeclared(facts: unknown, declared: unknown): unknown {
  if (!isObject(facts) || !isObject(declared)) return facts;
  const kept = Object.entries(facts).filter(([name]) => Reflect.get(declared, name) !== undefined);
  return Object.fromEntries(kept.map(([name, fact]) => [name, asDeclared(fact, Reflect.get(declared, name))]));
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
