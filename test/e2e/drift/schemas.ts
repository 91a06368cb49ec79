import { z } from "zod";
import type { AnyResource } from "../../../providers/kit/resource.ts";
import { posthog } from "../../../providers/posthog/provider.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { supabase } from "../../../providers/supabase/provider.ts";
import { vercel } from "../../../providers/vercel/provider.ts";
import type { Standing } from "./mutation.ts";

/** The inputs of one type of resource, as its schema says. */
export interface InputSchema {
  readonly inputs: readonly string[];
  /** The same down to what holds no further properties: `resourceConfig.fluid`; a list or a map is one place. */
  readonly places: readonly string[];
  /** Those whose change makes a new object. */
  readonly replaceOn: readonly string[];
  /** Those that the vendor never tells again. */
  readonly writeOnly: readonly string[];
}

const definitions = new Map(
  [vercel, supabase, sentry, posthog].flatMap(({ resources }) => resources.map((one) => [one.token, one] as const)),
);

/** Every type of resource that our providers have, by token. */
export const definedTypes: readonly string[] = [...definitions.keys()];

/** From our providers' definitions; for other people's providers from what the program declared in state. */
export function schemaOf({ type, inputs }: Standing): InputSchema {
  const definition = definitions.get(type);
  if (definition !== undefined) return fromDefinition(definition);
  const names = Object.keys(inputs).filter((name) => name !== "__defaults");
  return { inputs: names, places: names, replaceOn: [], writeOnly: [] };
}

function fromDefinition(definition: AnyResource): InputSchema {
  const computed: readonly string[] = definition.computed ?? [];
  const inputs = Object.keys(definition.inputs.shape).filter((name) => !computed.includes(name));
  return {
    inputs,
    places: inputs.flatMap((name) => placesIn(name, definition.inputs.shape[name])),
    replaceOn: definition.update === undefined ? inputs : (definition.replaceOn ?? []),
    writeOnly: definition.writeOnly ?? [],
  };
}

function placesIn(path: string, type: unknown): string[] {
  const inner = bare(type);
  if (!(inner instanceof z.ZodObject)) return [path];
  return Object.entries(inner.shape).flatMap(([name, each]) => placesIn(`${path}.${name}`, each));
}

/** A type without what says whether, and with what default, it may be left out. */
function bare(type: unknown): unknown {
  if (type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodPrefault)
    return bare(type.unwrap());
  return type instanceof z.ZodPipe ? bare(type.in) : type;
}
