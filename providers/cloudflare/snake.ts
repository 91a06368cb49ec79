type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value with its keys in the API's form, at any depth; below the keys named in `names`, keys are data and stay. */
export const toSnake = (value: unknown, names: readonly string[] = []): unknown =>
  renamed(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), names);

/** The way back. What is null is left out: it is what the API says of something unset. */
export const toCamel = (value: unknown, names: readonly string[] = []): unknown =>
  renamed(value, (key) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), names);

function renamed(value: unknown, rename: (key: string) => string, names: readonly string[], isData = false): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename, names));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [isData ? key : rename(key), renamed(inner, rename, names, names.includes(key))]),
  );
}
