import { setTimeout as delay } from "node:timers/promises";
import { Cancelled, UnknownOutcome, VendorError } from "./errors.ts";
import { Gate } from "./gate.ts";
import { voiceOf } from "./voice.ts";

/** How one vendor speaks HTTP. */
export interface Dialect {
  /** Its name in errors. */
  readonly vendor: string;
  /** The variable that holds the token, for the advice on a 401. */
  readonly tokenVariable: string;
  /** Headers that identify and authorise; sent to the vendor's own host only. */
  headers(token: string): Record<string, string>;
  /** The vendor's message and code in an error body. */
  describe(body: unknown): { message?: string; code?: string };
  /** Milliseconds to wait after a 429, from the vendor's own headers; undefined: full-jitter backoff. */
  retryAfter?(headers: Headers, now: number): number | undefined;
  /** Requests under way at once. */
  readonly concurrency: number;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Request {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Multipart body; excludes `body`. */
  readonly form?: FormData;
  /** A POST that may be repeated without harm (an upsert). Other methods always may. */
  readonly repeatable?: boolean;
  /** Statuses that are an answer and not an error, e.g. `[404]`; their body is returned with them. */
  readonly accept?: readonly number[];
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON, or undefined when the body was empty. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface HttpOptions {
  readonly base: URL;
  readonly token: string;
  readonly dialect: Dialect;
  /** Aborted by Cancel. */
  readonly signal: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
  readonly random?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Told in one line why a run takes longer; the voice of the signal's connection when left out. */
  readonly say?: (line: string) => void;
}

/** A request is given up after this long without an answer; a write in flight at Cancel has as long. */
const answerWithin = 30_000;
const attempts = 6;
const firstBackoff = 250;
const longestBackoff = 20_000;
const longestRetryAfter = 300_000;
/** Waits of all calls together that pass without a word; then it is said, and again each time the sum has doubled. */
const silentWaits = 2_000;
/** An answer that takes longer is spoken of. */
const silentAnswer = 5_000;

/**
 * The one HTTP client of every provider: JSON, timeouts, retries with full jitter, the vendor's own rate-limit
 * headers, bounded concurrency, shared reads, and errors that name call, status and the vendor's words.
 * A redirect is never followed with the token.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #gate: Gate;
  readonly #reads = new Map<string, Promise<Answer>>();
  #waited = 0;
  #sayAt = silentWaits;
  /** Why a call was given up, while the vendor has answered nothing since. */
  #down: VendorError | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#gate = new Gate(options.dialect.concurrency);
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /** Sends one request; resolves with an accepted answer, else throws a `VendorError`. */
  async send(method: Method, path: string, request: Request = {}): Promise<Answer> {
    if (method === "GET") return this.#gate.run(() => this.#attempt(method, path, request));
    this.#reads.clear();
    try {
      return await this.#gate.run(() => this.#attempt(method, path, request));
    } finally {
      // A write that failed may have happened: nobody may look for its object in what was read before it.
      this.#reads.clear();
    }
  }

  /** A GET whose answer siblings of the same run share until the next write. */
  shared(path: string, request: Omit<Request, "body" | "form"> = {}): Promise<Answer> {
    const key = this.#url(path, request).href;
    const known = this.#reads.get(key);
    if (known !== undefined) return known;
    const read = this.send("GET", path, request);
    this.#reads.set(key, read);
    read.catch(() => this.#reads.delete(key));
    return read;
  }

  async #attempt(method: Method, path: string, request: Request): Promise<Answer> {
    const call = `${method} ${path}`;
    const { vendor } = this.#options.dialect;
    const mayRepeat = method !== "POST" || request.repeatable === true;
    for (let attempt = 1; ; attempt++) {
      this.#stopIfCancelled(call);
      const last = attempt === attempts;
      const result = await this.#once(method, path, request);
      if (!(result instanceof Response)) {
        if (result.sent && !mayRepeat) throw new UnknownOutcome(call, result.reason);
        if (last || this.#down) throw this.#giveUp(this.#unreachable(call, result.reason));
        await this.#pause(call, `${vendor} gave no answer to ${call} (${result.reason})`, attempt);
        continue;
      }
      const answer = await this.#read(result, request);
      if (answer instanceof UnknownOutcome) {
        if (!mayRepeat || last) throw answer;
        await this.#pause(call, `${vendor}'s answer to ${call} could not be read`, attempt);
        continue;
      }
      const accepted = result.ok || request.accept?.includes(result.status) === true;
      if (accepted) {
        this.#down = undefined;
        return answer;
      }
      const limited = result.status === 429 || (result.status === 403 && result.headers.has("retry-after"));
      const unsure = result.status >= 500;
      if (unsure && !mayRepeat) throw new UnknownOutcome(call, `${vendor} answered ${result.status}`);
      if (!(limited || unsure)) throw this.#refused(call, answer);
      if (unsure && (last || this.#down)) throw this.#giveUp(this.#unwell(call, answer));
      if (last) throw this.#unwell(call, answer);
      await this.#pause(call, `${vendor} answered ${result.status} to ${call}`, attempt, this.#askedToWait(result));
    }
  }

  /** One try. A connection that fails may have carried the request: only a refused one surely did not. */
  async #once(method: Method, path: string, request: Request): Promise<Response | { reason: string; sent: boolean }> {
    const { fetch = globalThis.fetch, dialect, token, signal } = this.#options;
    const read = method === "GET";
    const slow = setTimeout(() => {
      this.#say(`${dialect.vendor} has not answered ${method} ${path} for ${silentAnswer / 1000} s`);
    }, silentAnswer);
    try {
      return await fetch(this.#url(path, request), {
        method,
        redirect: "manual",
        headers: {
          accept: "application/json",
          ...dialect.headers(token),
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: request.form ?? (request.body === undefined ? null : JSON.stringify(request.body)),
        // A write in flight is answered even when the run is cancelled: an aborted create would be made again.
        signal: read ? AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]) : AbortSignal.timeout(answerWithin),
      });
    } catch (error) {
      this.#stopIfCancelled(`${method} ${path}`);
      const reason = reasonOf(error);
      return { reason, sent: !["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(reason) };
    } finally {
      clearTimeout(slow);
    }
  }

  async #read(response: Response, request: Request): Promise<Answer | UnknownOutcome> {
    try {
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
    } catch (error) {
      if (!response.ok && request.accept?.includes(response.status) !== true) {
        return { status: response.status, headers: response.headers, body: undefined };
      }
      return new UnknownOutcome(response.url, `the answer could not be read: ${reasonOf(error)}`);
    }
  }

  /** Milliseconds that the vendor wants to be left alone: by `Retry-After`, which a 503 may carry too, or by its own headers. */
  #askedToWait({ status, headers }: Response): number | undefined {
    const seconds = Number(headers.get("retry-after") ?? Number.NaN);
    const own = status >= 500 ? undefined : this.#options.dialect.retryAfter?.(headers, Date.now());
    const asked = Number.isFinite(seconds) ? seconds * 1000 : own;
    return asked === undefined ? undefined : Math.min(Math.max(asked, 0), longestRetryAfter);
  }

  /** @param asked as long as the vendor wants; else full-jitter backoff */
  async #pause(call: string, why: string, attempt: number, asked?: number): Promise<void> {
    const { random = Math.random, wait = (ms, signal) => delay(ms, undefined, { signal }) } = this.#options;
    const ms = asked ?? random() * Math.min(longestBackoff, firstBackoff * 2 ** attempt);
    this.#waited += ms;
    if (this.#waited >= this.#sayAt) {
      this.#sayAt = 2 * this.#waited;
      const waits = `${(ms / 1000).toFixed(1)} s${asked === undefined ? "" : ", as it asks"}`;
      this.#say(`${why}; try ${attempt + 1} of ${attempts} in ${waits}`);
    }
    try {
      await wait(ms, this.#options.signal);
    } catch {
      throw new Cancelled(call);
    }
  }

  #say(line: string): void {
    const { token, signal, say = voiceOf(signal) } = this.#options;
    say(`This takes longer: ${hide(line, token)}`);
  }

  #stopIfCancelled(call: string): void {
    if (this.#options.signal.aborted) throw new Cancelled(call);
  }

  #url(path: string, request: Request): URL {
    const url = new URL(this.#options.base);
    url.pathname = `${url.pathname.replace(/\/$/, "")}${path}`;
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    }
    return url;
  }

  #refused(call: string, answer: Answer): VendorError {
    const { dialect } = this.#options;
    const { message, code } = dialect.describe(answer.body);
    const words = hide(message ?? "(no message)", this.#options.token);
    const facts = { status: answer.status, ...(code === undefined ? {} : { code }) };
    const text = `${call} answered ${answer.status}${code === undefined ? "" : ` ${code}`}: ${words}`;
    if (answer.status !== 401) return new VendorError(text, facts);
    return new VendorError(text, {
      ...facts,
      fix: `${dialect.vendor} does not take the token in ${dialect.tokenVariable}; export one that is valid`,
    });
  }

  /** A vendor that is down is told of once: calls that fail after the first that was given up end in the same error. */
  #giveUp(error: VendorError): VendorError {
    this.#down ??= error;
    return this.#down;
  }

  /** The vendor refuses everything at the moment: too much, or nothing works there. */
  #unwell(call: string, answer: Answer): VendorError {
    const { dialect } = this.#options;
    const words = hide(dialect.describe(answer.body).message ?? "(no message)", this.#options.token);
    return new VendorError(`${dialect.vendor} answered ${answer.status} to ${call} in ${attempts} tries: ${words}`, {
      status: answer.status,
      fix: `wait until ${dialect.vendor}'s status page says that it is well, then run the same command again; it goes on from here`,
    });
  }

  #unreachable(call: string, reason: string): VendorError {
    const { dialect, base } = this.#options;
    return new VendorError(
      `${dialect.vendor} gave no answer to ${call} at ${base.host} in ${attempts} tries (${reason}).`,
      {
        fix: `check the network and ${dialect.vendor}'s status page, then run the same command again; it goes on from here`,
      },
    );
  }
}

const hide = (text: string, token: string): string => text.replaceAll(token, "[token]");

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return error.name === "TimeoutError" ? `no answer within ${answerWithin / 1000} s` : error.message;
}
