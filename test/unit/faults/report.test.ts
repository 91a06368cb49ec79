import { describe, expect, it } from "vitest";
import { truthOf } from "../../faults/census.ts";
import type { Result } from "../../faults/game.ts";
import type { Game } from "../../faults/games.ts";
import { documentOf, type Played, problemsOf, tally, textOf } from "../../faults/report.ts";

const good: Result = {
  ...{ converged: true, met: 1, ups: 1, seconds: 6, said: [], errors: [] },
  ...{ unsettled: [], duplicates: [], orphans: [], missing: [] },
};
const bad: Result = { ...good, converged: false, ups: 3, duplicates: ["1 more of acme things"], met: 2 };
const game = (group: Game["group"], name: string, vendor = "vercel"): Game => ({
  ...{ group, vendor, name },
  play: () => Promise.reject(new Error("is not played here")),
});
const written: Played[] = [
  { game: game("write", "vercel POST /v1/env"), result: good },
  { game: game("write", "vercel POST /v1/env #2"), result: { ...good, ups: 2 } },
];
const slow: Played = { game: game("weather", "slow"), result: bad };
const clean = { truth: truthOf({}, ""), writes: [], calls: new Map(), seconds: 6 };

describe("the report", () => {
  it("tallies", () => {
    expect(tally(written)).toBe("2 of 2 converged, duplicates 0, orphans 0");
    expect(tally([...written, slow])).toBe("2 of 3 converged, duplicates 1, orphans 0");
  });

  it("says of a fault that nobody met that the game proves nothing", () => {
    expect(problemsOf({ ...good, met: 0, converged: false })).toEqual(["the fault was never met"]);
  });

  it("prints every game and names the failed ones", () => {
    const text = textOf([...written, slow], clean);
    expect(text).toContain("2 of 2 converged, duplicates 0, orphans 0  (the answer of each write lost in turn)");
    expect(text).toContain("- duplicate: 1 more of acme things");
  });

  it("makes a document without times, in which writes of one kind are one line with the worst of them", () => {
    const text = documentOf([...written, slow]);
    expect(text).toContain("| `vercel POST /v1/env` | 2 ups |");
    expect(text).toContain("| slow | **does not converge** |");
    expect(text).not.toMatch(/\d+\.\d+ s \(clean/);
  });
});
