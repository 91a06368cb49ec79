/** Fields of a body: texts, numbers, switches, lists and objects of them. */
export interface Fields {
  readonly [name: string]: Field | undefined;
}
type Field = string | number | boolean | readonly Field[] | Fields;

/**
 * A body as Stripe takes it: `enabled_events[0]=charge.failed&metadata[team]=web`. What is undefined is left out.
 * Stripe API: an empty text unsets.
 */
export function formOf(fields: Fields): string {
  const form = new URLSearchParams();
  const add = (name: string, value: Field | undefined): void => {
    if (value === undefined) return;
    if (typeof value !== "object") form.append(name, String(value));
    else for (const [key, inner] of Object.entries(value)) add(`${name}[${key}]`, inner);
  };
  for (const [name, value] of Object.entries(fields)) add(name, value);
  return form.toString();
}
