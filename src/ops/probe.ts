import type { Clock } from "./watch.ts";

/** One answer of an application. */
export interface Answer {
  readonly status: number;
  /** At most `longestBody` characters of it. */
  readonly body: string;
  /** The target of a redirect. */
  readonly location: string | undefined;
  readonly ms: number;
}

/** What was seen at an address in the end. */
export interface Seen<T> {
  /** What `judge` made of the last answer, or undefined: there was none. */
  readonly verdict: T | undefined;
  readonly answer: Answer | undefined;
  /** Why there was no answer, e.g. `ECONNREFUSED`. */
  readonly silence: string | undefined;
  readonly tries: number;
}

export interface Probing {
  readonly clock: Clock;
  /** Milliseconds for all tries together. */
  readonly within: number;
  readonly fetch?: typeof globalThis.fetch;
  /** Headers of the next try after a refusal, where there are any that may help. */
  credentials?(answer: Answer): Promise<Readonly<Record<string, string>> | undefined>;
}

const answerWithin = 10_000;
const longestBody = 64_000;
const firstPause = 250;
const longestPause = 10_000;

/**
 * Asks until `judge` is content or the time is over: an application that has just been deployed starts cold, and one
 * lost packet is no outage. Pauses grow, with full jitter. Redirects are answers and not followed.
 * @param judge says what an answer means, and whether that is the last word
 */
export async function probe<T>(
  url: string,
  judge: (answer: Answer) => { readonly verdict: T; readonly final: boolean },
  { clock, within, fetch = globalThis.fetch, credentials }: Probing,
): Promise<Seen<T>> {
  const started = clock.now();
  let headers: Readonly<Record<string, string>> = {};
  for (let tries = 1; ; tries++) {
    const left = within - (clock.now() - started);
    const answer = await ask(url, headers, fetch, clock, Math.round(Math.max(1_000, Math.min(answerWithin, left))));
    const seen = typeof answer === "string" ? undefined : judge(answer);
    // Before the answer is judged: a page that is to say 401 may be shut by the protection, which says the same.
    if (typeof answer !== "string" && Object.keys(headers).length === 0) {
      headers = (await credentials?.(answer)) ?? {};
      if (Object.keys(headers).length > 0) continue;
    }
    const pause = clock.random() * Math.min(longestPause, firstPause * 2 ** tries);
    if (seen?.final === true || clock.now() - started + pause >= within) {
      const silence = typeof answer === "string" ? answer : undefined;
      return { verdict: seen?.verdict, answer: typeof answer === "string" ? undefined : answer, silence, tries };
    }
    await clock.wait(pause);
  }
}

/** One try; a reason in words when there was no answer. */
async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  fetch: typeof globalThis.fetch,
  clock: Clock,
  timeout: number,
): Promise<Answer | string> {
  const started = clock.now();
  try {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { "user-agent": "groundplan", "cache-control": "no-cache", ...headers },
      signal: AbortSignal.timeout(timeout),
    });
    const body = (await response.text()).slice(0, longestBody);
    const location = response.headers.get("location") ?? undefined;
    return { status: response.status, body, location, ms: clock.now() - started };
  } catch (error) {
    return reasonOf(error, timeout);
  }
}

function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${Math.round(timeout / 1000)} s`;
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
