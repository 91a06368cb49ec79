import type { z } from "zod";
import { propertyPath } from "./path.ts";
import type { AnyResource, Issue } from "./resource.ts";
import { holdsUnknown, isObject, type Properties, unknown, type Value } from "./values.ts";

/**
 * Holds inputs against a schema, property by property, all problems at once. What is unknown in a preview is kept
 * as it is and never a problem; what is known gets the schema's defaults and normal forms.
 */
export function checkInputs(
  schema: z.ZodObject,
  given: Properties,
  computed: readonly string[] = [],
): { inputs: Properties; issues: Issue[] } {
  const inputs: Record<string, Value> = {};
  const issues: Issue[] = [];
  for (const name of Object.keys(given)) {
    if (schema.shape[name] === undefined)
      issues.push({ property: name, reason: `is unknown${suggestion(name, schema)}` });
    if (computed.includes(name)) issues.push({ property: name, reason: "is computed by the provider: leave it out" });
  }
  for (const [name, shape] of Object.entries(schema.shape)) {
    if (computed.includes(name)) continue;
    const value = given[name] ?? undefined;
    const parsed = (shape as z.ZodType).safeParse(value);
    if (!parsed.success) issues.push(...problems(name, value, parsed.error));
    const kept = parsed.success && !holdsUnknown(value) ? (parsed.data as Value | undefined) : value;
    if (kept !== undefined) inputs[name] = kept;
  }
  return { inputs, issues };
}

/** The inputs of a resource; see `checkInputs`. */
export const checkResource = (definition: AnyResource, given: Properties): { inputs: Properties; issues: Issue[] } =>
  checkInputs(definition.inputs, given, definition.computed);

function problems(name: string, value: Value | undefined, error: z.ZodError): Issue[] {
  return error.issues
    .filter((issue) => !leadsToUnknown(value, issue.path))
    .map((issue) => ({
      property: propertyPath([name, ...issue.path]),
      reason: value === undefined && issue.path.length === 0 ? `is required: ${issue.message}` : issue.message,
    }));
}

/** An issue inside or around an unknown value says nothing: the value will be another one. */
function leadsToUnknown(value: Value | undefined, path: readonly PropertyKey[]): boolean {
  let here: Value | undefined = value;
  for (const part of path) {
    if (here === unknown) return true;
    here = Array.isArray(here) ? here[Number(part)] : isObject(here) ? here[String(part)] : undefined;
  }
  return holdsUnknown(here);
}

function suggestion(name: string, schema: z.ZodObject): string {
  const lower = name.toLowerCase().replaceAll("_", "");
  const near = Object.keys(schema.shape).find(
    (known) =>
      known.toLowerCase() === lower || `${known.toLowerCase()}s` === lower || known.toLowerCase() === `${lower}s`,
  );
  return near === undefined ? `; known are ${Object.keys(schema.shape).join(", ")}` : `; did you mean ${near}?`;
}
