import { describe, expect, it } from "vitest";
import { randomFrom } from "../../e2e/drift/random.ts";

const draws = (seed: number, limit: number, count: number): number[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => random.below(limit));
};

describe("chance by a seed", () => {
  it("is Mulberry32", () => {
    // The first numbers of the reference implementation, `mulberry32(1)`, as 32-bit integers.
    expect(draws(1, 2 ** 32, 3)).toEqual([2_693_262_067, 11_749_833, 2_265_367_787]);
  });

  it("comes again with the same seed, and not with another", () => {
    expect(draws(4711, 1000, 20)).toEqual(draws(4711, 1000, 20));
    expect(draws(4711, 1000, 20)).not.toEqual(draws(4712, 1000, 20));
  });

  it("is even and stays below its limit", () => {
    const counts = Map.groupBy(draws(7, 10, 10_000), (value) => value);
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [, { length }] of counts) expect(Math.abs(length - 1000)).toBeLessThan(150);
  });

  it("puts a list in another order and loses nothing", () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = randomFrom(3).shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
    expect(() => randomFrom(3).pick([])).toThrow("nothing to pick from");
  });
});
