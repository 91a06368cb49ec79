import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countFresh, estimator } from "../../../toolchain/estimate.mjs";
import { progressOn, describe as sentence } from "../../../toolchain/progress.mjs";

const steps = ["modules", "languageHost", "engine", "plugin"] as const;

/** A stream that keeps what is written. */
function sink(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text: string) => written.push(text) };
}

describe("an estimate", () => {
  it("starts at the measured five minutes on the measured two cores, and half of that on faster ones", () => {
    const two = estimator(steps, 1).at("modules", 0, 0).secondsLeft;
    expect(two).toBeGreaterThan(270);
    expect(two).toBeLessThan(330);
    expect(estimator(["modules", "engine"], 2).at("modules", 0, 0).secondsLeft).toBeLessThan(two / 2);
  });

  it("follows what is seen: a machine at half the speed needs about twice as long for the rest", () => {
    const estimate = estimator(steps, 1);
    estimate.at("modules", 1, 20);
    const asMeasured = estimator(steps, 1);
    asMeasured.at("modules", 1, 20);
    const slow = estimate.at("plugin", 0, 20 + 440).secondsLeft;
    const expected = asMeasured.at("plugin", 0, 20 + 220).secondsLeft;
    expect(slow / expected).toBeGreaterThan(1.6);
    expect(slow / expected).toBeLessThan(2);
  });

  it("never goes back and never says less than nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (parts, pace) => {
          const estimate = estimator(steps, 1);
          let before = 0;
          let elapsed = 0;
          for (const step of steps) {
            for (const part of [0, ...parts.sort((a, b) => a - b), 1]) {
              const { fraction, secondsLeft } = estimate.at(step, part, elapsed);
              elapsed += pace;
              expect(fraction).toBeGreaterThanOrEqual(before);
              expect(secondsLeft).toBeGreaterThanOrEqual(0);
              before = fraction;
            }
          }
          expect(before).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("counts a package again only when something that it imports is another one", () => {
    const std = { path: "fmt", version: "", imports: [] };
    const lib = (version: string) => ({ path: "lib", version, imports: ["fmt"] });
    const user = { path: "user", version: "v1", imports: ["lib"] };
    expect(
      countFresh([
        [std, lib("v1"), user],
        [std, lib("v1"), user],
        [std, lib("v2"), user],
      ]),
    ).toEqual([3, 0, 2]);
  });
});

describe("progress", () => {
  it("is one line that is written over on a terminal, never wider than it", () => {
    const stream = sink(true);
    const progress = progressOn(stream, "engine", {});
    progress.show({ text: "building pulumi (1 of 1428 packages)", fraction: 0.1, secondsLeft: 250 });
    progress.show({ text: "building pulumi (2 of 1428 packages)", fraction: 0.1, secondsLeft: 250 });
    progress.end();
    expect(stream.written).toEqual([
      "engine: building pulumi (1 of 1428 pack",
      "\r\x1b[2K",
      "engine: building pulumi (2 of 1428 pack",
      "\r\x1b[2K",
    ]);
  });

  it("is a plain line for each step and each half minute elsewhere, and in CI", () => {
    for (const [stream, environment] of [
      [sink(false), {}],
      [sink(true), { CI: "true" }],
    ] as const) {
      let now = 0;
      const progress = progressOn(stream, "engine", environment, () => now);
      for (now of [0, 1_000, 29_000, 31_000])
        progress.show({ text: `building (${now} of 99999)`, fraction: now / 1e5 });
      progress.show({ text: "linking" });
      expect(stream.written).toEqual([
        "engine: building (0 of 99999), 0 %\n",
        "engine: building (31000 of 99999), 31 %\n",
        "engine: linking\n",
      ]);
    }
  });

  it.each([
    [{ text: "a" }, "a"],
    [{ text: "a", fraction: 0.999 }, "a, 99 %"],
    [{ text: "a", fraction: 0.5, secondsLeft: 250 }, "a, 50 %, about 4 min left"],
    [{ text: "a", fraction: 0.5, secondsLeft: 61 }, "a, 50 %, about 70 s left"],
    [{ text: "a", fraction: 0.5, secondsLeft: 3 }, "a, 50 %, a few seconds left"],
  ])("of %j reads %j", (message, text) => {
    expect(sentence(message)).toBe(text);
  });
});
