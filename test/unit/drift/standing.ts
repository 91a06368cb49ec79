import type { Standing } from "../../e2e/drift/mutation.ts";
import type { Json } from "../../e2e/drift/values.ts";

/** A resource as it would stand in state. */
export function standing(type: string, name: string, inputs: Json = {}): Standing {
  const urn = `urn:pulumi:local::overview::groundplan:index:Platform$${type}::${name}`;
  return { urn, type, id: name, inputs, outputs: {}, provider: {} };
}
