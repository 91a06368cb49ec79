import { Batch } from "@groundplan/kit/batch.ts";
import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Answer, type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

/** How the Supabase Management API speaks. */
const dialect: Dialect = {
  vendor: "Supabase",
  tokenVariable: "SUPABASE_ACCESS_TOKEN",
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  describe(body) {
    const parsed = z.object({ message: z.union([z.string(), z.array(z.string())]) }).safeParse(body);
    if (!parsed.success) return {};
    const { message } = parsed.data;
    return { message: typeof message === "string" ? message : message.join("; ") };
  },
  // 120 requests a minute per user and project; the header counts the seconds that are left, it is no epoch.
  retryAfter(headers) {
    const seconds = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
    return Number.isFinite(seconds) ? seconds * 1000 : undefined;
  },
  concurrency: 8,
};

/** What one connection to Supabase holds: the HTTP client, and the open batches of each project. */
export interface Supabase {
  readonly http: Http;
  /** Absolute folder at which relative paths of inputs start: the Pulumi program's. */
  readonly root: string;
  /** Sets function secrets: singles that come together become one call. */
  setSecret(ref: string, secret: { name: string; value: string }): Promise<void>;
  /** Deletes function secrets, likewise. */
  deleteSecret(ref: string, name: string): Promise<void>;
}

/** The most secrets that we put into one call; the vendor names no limit of its own. */
const secretsACall = 100;

/**
 * Makes the client from the machine's environment; throws a `VendorError` when the token is missing.
 * @param root absolute folder of the Pulumi program
 */
export function connect({ environment, signal }: Machine, root: string): Supabase {
  const base = endpoint(
    { vendor: "Supabase", variable: "SUPABASE_API_URL", address: "https://api.supabase.com" },
    environment,
  );
  const obtain = "make a personal access token at https://supabase.com/dashboard/account/tokens";
  const http = new Http({
    base,
    token: token(environment, "SUPABASE_ACCESS_TOKEN", "Supabase", obtain),
    dialect,
    signal,
  });
  const sets = new Map<string, Batch<{ name: string; value: string }, true>>();
  const deletes = new Map<string, Batch<string, true>>();
  return {
    http,
    root,
    async setSecret(ref, secret) {
      // An upsert: sent twice it does no harm.
      const send = (body: unknown) => http.send("POST", path(ref, "/secrets"), { body, repeatable: true });
      await batchOf(sets, ref, send).add(secret);
    },
    async deleteSecret(ref, name) {
      const send = (body: unknown) => http.send("DELETE", path(ref, "/secrets"), { body, accept: gone });
      await batchOf(deletes, ref, send).add(name);
    },
  };
}

function batchOf<Item>(
  known: Map<string, Batch<Item, true>>,
  ref: string,
  send: (items: readonly Item[]) => Promise<unknown>,
): Batch<Item, true> {
  const batch =
    known.get(ref) ??
    new Batch<Item, true>(secretsACall, async (items) => {
      await send(items);
      return items.map(() => true);
    });
  known.set(ref, batch);
  return batch;
}

/** Path of something inside a project. */
export const path = (ref: string, rest = ""): string => `/v1/projects/${encodeURIComponent(ref)}${rest}`;

/** Statuses by which the vendor says that a project is not there: unknown is 404, removed or paused is 406. */
export const gone: readonly number[] = [404, 406];

/** The answer in the shape of `schema`, or undefined when what was asked for is gone. */
export function found<T extends z.ZodType>(schema: T, answer: Answer): z.output<T> | undefined {
  return gone.includes(answer.status) ? undefined : understood(schema, answer.body);
}

/** The body in the shape of `schema`; a body of another shape is the vendor's fault and said as such. */
export function understood<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`Supabase answered something that cannot be understood (${where}).`, {
    fix: "look at https://status.supabase.com, then run the same command again",
  });
}

/** The object without what is undefined: a fact that the vendor does not tell is left out, not told as nothing. */
export function defined<T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
