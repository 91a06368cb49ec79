import * as pulumi from "@pulumi/pulumi";
import type { AnyResource } from "../../../providers/kit/resource.ts";
import type { Properties, Value } from "../../../providers/kit/values.ts";
import { supabase } from "../../../providers/supabase/provider.ts";
import * as sdk from "../../../providers/supabase/sdk.ts";
import type { Exhibition, Visit } from "../../gallery/gallery.ts";
import { supabaseExhibits } from "../../gallery/supabase.ts";

/** One exhibit as a program declares it; what it takes of others stands as `${key.property}`. */
export interface Exhibit {
  readonly key: string;
  readonly definition: AnyResource;
  readonly args: Properties;
}

export const secret = (name: string): string => `planted-${name}-0123456789abcdef`;

/** The exhibits of one turn, in the order in which they are hung. */
export function exhibitsOf(turn: Visit["turn"]): Exhibit[] {
  // The exhibits make one provider instance, for which the SDK wants an engine.
  pulumi.runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) });
  const hung: Exhibit[] = [];
  const hang = ((key: string, type: unknown, args: Properties) => {
    hung.push({ key, definition: definitionOf(type), args });
    return new Proxy({}, { get: (_made, property) => `\${${key}.${String(property)}}` });
  }) as Exhibition["hang"];
  supabaseExhibits({ hang, turn: (first, changed) => (turn === "first" ? first : changed), secret });
  return hung;
}

function definitionOf(type: unknown): AnyResource {
  const name = Object.entries(sdk).find(([, one]) => one === type)?.[0];
  const found = supabase.resources.find(({ token }) => token.endsWith(`:${name}`));
  if (found === undefined) throw new Error(`the SDK's class ${name} has no resource`);
  return found;
}

/** The arguments with what they take of others; what is undefined is not there, as the engine has it. */
export function resolved(args: Properties, states: ReadonlyMap<string, Properties>): Properties {
  const fill = (value: Value): Value => {
    if (typeof value === "string") return value.replaceAll(/\$\{(\w+)\.(\w+)\}/g, (_all, key, name) => fact(key, name));
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one as Value)]));
  };
  const fact = (key: string, name: string): string => {
    const value = states.get(key)?.[name];
    if (value === undefined) throw new Error(`${key} has no ${name} yet`);
    return String(value);
  };
  return fill(args) as Properties;
}
