import { describe, expect, it } from "vitest";
import { Cancelled } from "../../../providers/kit/errors.ts";
import { poll } from "../../../providers/kit/poll.ts";
import { giveVoice } from "../../../providers/kit/voice.ts";

/** A wait whose clock goes on 4 s with each look. */
function waiting(within: number) {
  const said: string[] = [];
  const abort = new AbortController();
  giveVoice(abort.signal, (line) => void said.push(line));
  let looks = 0;
  const now = (): number => looks * 4000;
  const until = (last: number, value?: string) =>
    poll({ signal: abort.signal, what: "the box to be warm", every: 0, within, now }, async () =>
      ++looks === last ? (value ?? abort.abort()) : undefined,
    );
  return { said, until };
}

describe("waiting for a vendor", () => {
  it("gives what was found, and says nothing of a short wait", async () => {
    const { said, until } = waiting(60_000);
    expect(await until(2, "warm")).toBe("warm");
    expect(said).toEqual([]);
  });

  it("says what it waits for, more rarely the longer it lasts", async () => {
    const { said, until } = waiting(60_000);
    await until(8, "warm");
    expect(said).toEqual([
      "This takes longer: waiting for the box to be warm, 8 s so far",
      "This takes longer: waiting for the box to be warm, 16 s so far",
    ]);
  });

  it("gives up after its time, and ends at Cancel", async () => {
    await expect(waiting(10_000).until(99, "warm")).rejects.toThrow("Waited 10 s for the box to be warm, in vain.");
    await expect(waiting(60_000).until(2)).rejects.toBeInstanceOf(Cancelled);
  });
});
