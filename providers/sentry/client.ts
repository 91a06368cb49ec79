import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Answer, type Dialect, Http, type Request } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const tokenVariable = "SENTRY_AUTH_TOKEN";

const detail = z.object({
  detail: z.union([z.string(), z.object({ code: z.string().optional(), message: z.string().optional() })]),
});
const fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const dialect: Dialect = {
  vendor: "Sentry",
  tokenVariable,
  // Sentry API: the limit of concurrent requests bites before the one of requests a second.
  concurrency: 4,
  headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  // Sentry API: `{"detail": …}`, or for a bad body the messages of each field.
  describe(body) {
    const told = detail.safeParse(body).data?.detail;
    if (typeof told === "string") return { message: told };
    if (told !== undefined) {
      return { message: told.message ?? "(no message)", ...(told.code === undefined ? {} : { code: told.code }) };
    }
    const messages = fields.safeParse(body).data;
    if (messages === undefined) return {};
    return {
      message: Object.entries(messages)
        .map(([name, text]) => `${name}: ${[text].flat().join(" ")}`)
        .join("; "),
    };
  },
  // Sentry API: X-Sentry-Rate-Limit-Reset is in seconds since the epoch.
  retryAfter(headers, now) {
    const reset = Number(headers.get("x-sentry-rate-limit-reset") ?? Number.NaN);
    return Number.isFinite(reset) ? reset * 1000 - now : undefined;
  },
};

/** What Sentry's resources share. */
export interface Sentry {
  readonly http: Http;
  /** Runs what reads a whole and writes it back, one after the other: Sentry would keep the last one alone. */
  alone<T>(act: () => Promise<T>): Promise<T>;
}

/** @throws VendorError when the token is missing or the endpoint is not Sentry's */
export function connect({ environment, signal }: Machine): Sentry {
  const base = endpoint(
    {
      vendor: "Sentry",
      variable: "SENTRY_BASE_URL",
      address: "https://sentry.io/api/0/",
      hosts: ["us.sentry.io", "de.sentry.io"],
    },
    environment,
  );
  // The Terraform provider's variable of the same name leaves the version out.
  base.pathname = base.pathname.replace(/\/?$/, "").replace(/^(\/api)?$/, "/api/0");
  const secret = token(environment, tokenVariable, "Sentry", "make one at sentry.io: Settings, Auth Tokens");
  let last: Promise<unknown> = Promise.resolve();
  return {
    http: new Http({ base, token: secret, dialect, signal }),
    alone(act) {
      const turn = last.then(act);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Every entry of a list; its pages are shared by all reads of a run. Undefined: what it belongs to is gone. */
export async function sharedList<T extends z.ZodType>(
  http: Http,
  path: string,
  entry: T,
  query: Request["query"] = {},
): Promise<z.output<T>[] | undefined> {
  const all: z.output<T>[] = [];
  for (let cursor: string | undefined; ; ) {
    const answer = await http.shared(path, { query: { ...query, cursor }, accept: [404] });
    if (answer.status === 404) return undefined;
    all.push(...understood(z.array(entry), answer.body, `GET ${path}`));
    const next = nextCursor(answer);
    if (next === undefined || next === cursor) return all;
    cursor = next;
  }
}

/** Sentry API: a `Link` header names the next page always, and says by `results` whether there is anything on it. */
function nextCursor({ headers }: Answer): string | undefined {
  const next = headers
    .get("link")
    ?.split(/,\s*(?=<)/)
    .find((link) => /rel="next"/.test(link));
  return next !== undefined && /results="true"/.test(next) ? /cursor="([^"]+)"/.exec(next)?.[1] : undefined;
}

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Sentry's API: please report it",
  });
}
