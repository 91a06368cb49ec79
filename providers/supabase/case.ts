/** `maxRows` as the vendor writes it: `max_rows`. */
export const snake = (camel: string): string => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const camel = (name: string): string => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

const renamed = (facts: object, rename: (name: string) => string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [rename(name), value]));

/** The same facts under the vendor's names; nested ones keep theirs. */
export const snakeKeys = (facts: object): Record<string, unknown> => renamed(facts, snake);

/** The same facts under ours; nested ones keep theirs. */
export const camelKeys = (facts: object): Record<string, unknown> => renamed(facts, camel);
