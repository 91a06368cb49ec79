import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../faults/fault.ts";
import { type Clean, cleanRun, play, type Result } from "../faults/game.ts";
import { FaultHouse } from "../faults/house.ts";
import { outage, weathers } from "../faults/matrix.ts";
import { firstOf, lostAnswer } from "../faults/writes.ts";

/**
 * A sample of `npm run faults`, which plays every write and every vendor by itself. Vendors do not know of each other,
 * so faults of several share one game here.
 */
const checkout = join(import.meta.dirname, "..", "..");
let house: FaultHouse;
let clean: Clean;

beforeAll(async () => {
  house = await FaultHouse.open({
    words: [],
    flags: { stack: "local" },
    project: checkout,
    installation: checkout,
    environment: process.env,
    progress: () => {},
    readInput: async () => "",
    now: () => new Date(),
  });
  clean = await cleanRun(house);
});
afterAll(() => house.close());

const converged = (result: Result): void =>
  expect(result).toMatchObject({ converged: true, duplicates: [], orphans: [], missing: [], unsettled: [] });

const weather = (name: string, vendor: string): readonly Fault[] => {
  const found = weathers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no weather "${name}"`);
  return found.faults(vendor);
};

/** The answer to the first create of each vendor is lost. */
const creates = (github: boolean): Fault[] =>
  firstOf(
    clean.writes.filter(({ method, vendor }) => method === "POST" && (vendor === "github") === github),
    ({ vendor }) => vendor,
  ).map((write) => lostAnswer(write));

describe("an up whose answers are lost", () => {
  it("finds what its own providers made, within the same run", async () => {
    const faults = creates(false);
    expect(faults.map(({ vendor }) => vendor).toSorted()).toEqual(["posthog", "sentry", "supabase", "vercel"]);
    const result = await play(house, clean, faults);
    converged(result);
    expect(result).toMatchObject({ ups: 1, met: 4 });
  });

  it("takes over what GitHub made, so that the next run goes on", async () => {
    const result = await play(house, clean, creates(true));
    converged(result);
    expect(result).toMatchObject({ ups: 2, met: 1 });
  });
});

describe("an up while vendors are unwell", () => {
  it("waits and goes on, and says why it takes longer", async () => {
    const result = await play(house, clean, [
      ...weather("429 with Retry-After", "vercel"),
      ...weather("burst of 500, 502, 503", "supabase"),
      ...weather("slow", "posthog"),
      ...weather("dropped requests", "sentry"),
    ]);
    converged(result);
    expect(result.ups).toBe(1);
    expect(result.said.join("\n")).toContain("This takes longer: Vercel answered 429 to");
  });

  it("makes nothing twice when answers are lost or cannot be read, and ends in one error of a vendor that stays down", async () => {
    const result = await play(house, clean, [
      ...weather("garbage bodies", "vercel"),
      ...weather("lost answers", "sentry"),
      outage("posthog", 0),
    ]);
    converged(result);
    expect(result.ups).toBe(2);
    expect(result.errors).toEqual([expect.stringMatching(/^PostHog answered 503 to GET \S+ in 6 tries/)]);
  });
});
