import { describe, expect, it } from "vitest";
import { createFaults, faultSchema } from "../../../loopback/core/faults.ts";
import { everyNth, type Fault } from "../../faults/fault.ts";
import { outage, weathers } from "../../faults/matrix.ts";

/** Which of `count` requests meet a fault, by their number from 1, on the loopback's own fault list. */
function met(faults: readonly Fault[], count: number, method = "GET"): number[] {
  const set = createFaults();
  for (const fault of faults) set.add(faultSchema.parse(fault));
  return Array.from({ length: count }, (_, index) => index + 1).filter(
    () => set.take("vercel", method, "/v1/things") !== undefined,
  );
}

const weather = (name: string): readonly Fault[] => {
  const found = weathers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no weather "${name}"`);
  return found.faults("vercel");
};

describe("faults as the loopback takes them", () => {
  it("spoil every nth request from the first on", () => {
    expect(met(everyNth(5, 60, { vendor: "vercel", kind: "drop-request" }), 17)).toEqual([1, 6, 11, 16]);
    expect(met(everyNth(3, 2, { vendor: "vercel", kind: "drop-request" }), 17)).toEqual([1, 4]);
  });

  it.each(weathers.map(({ name }) => name))("%s is valid and meets reads and writes as it says", (name) => {
    const reads = met(weather(name), 9);
    const writes = met(weather(name), 9, "POST");
    expect(writes.length).toBeGreaterThan(0);
    expect(reads.length > 0).toBe(name !== "lost answers");
  });

  it("spoils the first calls and then the first writes, where both are named", () => {
    expect(met(weather("429 with Retry-After"), 9, "POST")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(met(weather("429 with Retry-After"), 9)).toEqual([1, 2, 3]);
  });

  it("stays down from a call on", () => {
    expect(met([outage("vercel", 3)], 6)).toEqual([4, 5, 6]);
    expect(met([outage("github", 0)], 6)).toEqual([]);
  });
});
