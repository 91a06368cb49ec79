import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scratch } from "../support/scratch.ts";
import { drift } from "./drift/run.ts";

let scratch: Scratch;
beforeAll(() => {
  scratch = new Scratch("groundplan it's drift");
});
afterAll(() => scratch.remove());

describe("drift of the platform at its vendors", () => {
  it("is named by a preview, all of it and nothing else, and repaired by up", async () => {
    const seed = randomInt(2 ** 31);
    const report: string[] = [];
    const code = await drift(scratch, { seed, count: 20, tell: (line) => report.push(line) });
    const told = report.filter((line) => !line.startsWith("not in the pool") && !line.startsWith("write-only"));
    expect(told.at(-1), told.join("\n")).toBe(`found 20/20, extra 0, seed ${seed}`);
    expect(told).toContain("repaired 20/20");
    expect(told).toContain("after the repair nothing differs");
    expect(code, told.join("\n")).toBe(0);
  });
});
