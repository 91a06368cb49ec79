import { isDeepStrictEqual } from "node:util";
import type { Random } from "./random.ts";

/** Another valid value than the one that is there. */
export type Other = (now: unknown, random: Random) => unknown;

export const flip: Other = (now) => now !== true;

/** One of those that are allowed, but not the present one. */
export const oneOf =
  (...allowed: readonly unknown[]): Other =>
  (now, random) =>
    random.pick(allowed.filter((value) => !isDeepStrictEqual(value, now)));

/** Another whole number in a range, both ends included. */
export const between =
  (least: number, most: number): Other =>
  (now, random) => {
    const value = least + random.below(most - least + 1);
    return value !== now ? value : value === most ? least : value + 1;
  };

/** A word and a number that nobody wrote before; `around` makes a valid value of it. */
export const word =
  (around: (word: string) => unknown = (plain) => plain): Other =>
  (_, random) =>
    around(`drift-${random.below(36 ** 6).toString(36)}`);

/** The present text with something behind it. */
export const longer: Other = (now, random) =>
  `${typeof now === "string" ? now : ""}-${random.below(36 ** 4).toString(36)}`;

/** The present list with one more. */
export const oneMore =
  (another: (word: string) => unknown): Other =>
  (now, random) => [...(Array.isArray(now) ? now : []), another(`drift-${random.below(36 ** 6).toString(36)}`)];

/** Always this one, for what is off until somebody turns it on. */
export const exactly =
  (value: unknown): Other =>
  () =>
    value;

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands at a dotted place; undefined where nothing does. */
export const valueAt = (from: unknown, place: string): unknown =>
  place.split(".").reduce<unknown>((here, name) => (isObject(here) ? here[name] : undefined), from);

/** The object with another value at a dotted place. */
export function withValue(from: unknown, place: string, value: unknown): Json {
  const [name = "", ...rest] = place.split(".");
  const object = isObject(from) ? from : {};
  return { ...object, [name]: rest.length === 0 ? value : withValue(object[name], rest.join("."), value) };
}

/** The object that a vendor answered. @throws when it answered something else */
export function asObject(value: unknown): Json {
  if (isObject(value)) return value;
  throw new Error(`expected an object, got ${JSON.stringify(value)}`);
}

/** The list of objects that a vendor answered. @throws when it answered something else */
export function asObjects(value: unknown): readonly Json[] {
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new Error(`expected a list of objects, got ${JSON.stringify(value)}`);
}
