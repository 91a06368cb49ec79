import { describe, expect, it } from "vitest";
import { type Answer, probe } from "../../../src/ops/probe.ts";
import type { Clock } from "../../../src/ops/watch.ts";

/** Time that passes only by waiting; full jitter always draws the whole pause. */
function clock(): Clock & { readonly waits: number[] } {
  let at = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => at,
    async wait(ms) {
      waits.push(ms);
      at += ms;
    },
    random: () => 1,
  };
}

/** Answers of a server in their order; the last one stays. */
function server(...answers: readonly (Response | Error)[]) {
  const asked: Headers[] = [];
  const fetch: typeof globalThis.fetch = async (_url, options) => {
    asked.push(new Headers(options?.headers));
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer?.clone() ?? new Response();
  };
  return { asked, fetch };
}

const wants200 = ({ status }: Answer) => ({ verdict: status, final: status === 200 });
const refused = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
});

describe("an address that is asked", () => {
  it("is content with the first good answer", async () => {
    const { fetch, asked } = server(new Response("", { status: 200 }));
    const time = clock();
    expect(await probe("https://a.example", wants200, { clock: time, within: 1000, fetch })).toMatchObject({
      ...{ verdict: 200, tries: 1, silence: undefined },
    });
    expect([asked.length, time.waits]).toEqual([1, []]);
  });

  it("is asked again with growing pauses until it is well", async () => {
    const { fetch } = server(refused, new Response("", { status: 503 }), new Response("", { status: 200 }));
    const time = clock();
    const seen = await probe("https://a.example", wants200, { clock: time, within: 30_000, fetch });
    expect(seen).toMatchObject({ verdict: 200, tries: 3 });
    expect(time.waits).toEqual([500, 1000]);
  });

  it("is asked in time that is no whole number of milliseconds", async () => {
    const time = { ...clock(), now: () => 0.25 };
    const { fetch } = server(new Response("", { status: 200 }));
    expect(await probe("https://a.example", wants200, { clock: time, within: 1500.5, fetch })).toMatchObject({
      silence: undefined,
    });
  });

  it("is given up within the budget, with what was seen last", async () => {
    const time = clock();
    const bad = server(new Response("", { status: 500 }));
    const seen = await probe("https://a.example", wants200, { clock: time, within: 5000, fetch: bad.fetch });
    expect(seen).toMatchObject({ verdict: 500, silence: undefined });
    expect(time.now()).toBeLessThanOrEqual(5000);
    const silent = await probe("https://a.example", wants200, {
      clock: clock(),
      within: 0,
      fetch: server(refused).fetch,
    });
    expect(silent).toMatchObject({ verdict: undefined, answer: undefined, silence: "ECONNREFUSED", tries: 1 });
  });

  it("hears a secret only after it refused, and only once", async () => {
    const { fetch, asked } = server(new Response("", { status: 401 }), new Response("", { status: 200 }));
    const credentials = async ({ status }: Answer) => (status === 401 ? { "x-secret": "s" } : undefined);
    const seen = await probe("https://a.example", wants200, { clock: clock(), within: 1000, fetch, credentials });
    expect(seen).toMatchObject({ verdict: 200, tries: 2 });
    expect(asked.map((headers) => headers.get("x-secret"))).toEqual([null, "s"]);
  });
});
