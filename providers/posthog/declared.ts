/**
 * What PostHog says of a free-form value (a query, a filter), without what it added itself: of an object only the keys
 * that were declared, of a list its items one by one.
 * Nothing declared (an import): everything but what PostHog always adds.
 * @param additions names of keys that are PostHog's at any depth
 */
export function asDeclared(declared: unknown, actual: unknown, additions: readonly string[]): unknown {
  if (declared === undefined) return withoutAdditions(actual, additions);
  if (Array.isArray(declared) && Array.isArray(actual))
    return actual.map((one, index) => asDeclared(declared[index], one, additions));
  if (!isRecord(declared) || !isRecord(actual)) return actual;
  return Object.fromEntries(
    Object.keys(declared)
      .filter((key) => actual[key] !== undefined)
      .map((key) => [key, asDeclared(declared[key], actual[key], additions)]),
  );
}

function withoutAdditions(actual: unknown, additions: readonly string[]): unknown {
  if (Array.isArray(actual)) return actual.map((one) => withoutAdditions(one, additions));
  if (!isRecord(actual)) return actual;
  return Object.fromEntries(
    Object.entries(actual)
      .filter(([key, value]) => value !== null && !additions.includes(key))
      .map(([key, value]) => [key, withoutAdditions(value, additions)]),
  );
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
