import { randomUUID } from "node:crypto";
import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Fields, formOf } from "./form.ts";

export const tokenVariable = "STRIPE_API_KEY";

/** The version of the API whose answers are understood here; that of events is each endpoint's own. */
const apiVersion = "2024-06-20";

const errorBody = z.object({
  error: z.object({ message: z.string().nullish(), code: z.string().nullish(), type: z.string().nullish() }),
});

const dialect: Dialect = {
  vendor: "Stripe",
  tokenVariable,
  concurrency: 4,
  headers: (secret) => ({ authorization: `Bearer ${secret}`, "stripe-version": apiVersion }),
  describe(body) {
    const { message, code, type } = errorBody.safeParse(body).data?.error ?? {};
    const kind = code ?? type;
    return { ...(message ? { message } : {}), ...(kind ? { code: kind } : {}) };
  },
};

/** What Stripe's resources share. */
export interface Stripe {
  /** Whether the key moves real money; undefined on this machine, where there is none. */
  readonly live: boolean | undefined;
  get(path: string, query?: Readonly<Record<string, string>>): Promise<{ status: number; body: unknown }>;
  /**
   * A write. However often it has to be sent until it is answered, it happens once: Stripe answers the same again to
   * the same idempotency key for 24 hours.
   */
  post(path: string, fields: Fields): Promise<unknown>;
  delete(path: string): Promise<void>;
}

/** @throws VendorError when the key is missing or the endpoint is not Stripe's */
export function connect({ environment, signal }: Machine): Stripe {
  const rule = { vendor: "Stripe", variable: "STRIPE_API_BASE", address: "https://api.stripe.com" };
  const base = endpoint(rule, environment);
  const obtain = "take a restricted key with write access to webhook endpoints from Stripe: Developers, API keys";
  const secret = token(environment, tokenVariable, "Stripe", obtain);
  const http = new Http({ base, token: secret, dialect, signal, fetch: sendForm });
  return {
    live: ["127.0.0.1", "[::1]"].includes(base.hostname) ? undefined : /^[sr]k_live_/.test(secret),
    get: (path, query = {}) => http.send("GET", path, { query, accept: [404] }),
    async post(path, fields) {
      const parcel: Parcel = { form: formOf(fields), idempotencyKey: randomUUID() };
      return (await http.send("POST", path, { body: parcel, repeatable: true })).body;
    },
    async delete(path) {
      await http.send("DELETE", path, { accept: [404] });
    },
  };
}

/** A body on its way through the kit's client, which knows JSON only. */
interface Parcel {
  readonly form: string;
  readonly idempotencyKey: string;
}

/** Unpacks a parcel: Stripe takes forms, and the idempotency key in a header. */
const sendForm: typeof fetch = (input, init) => {
  if (typeof init?.body !== "string") return fetch(input, init);
  const { form, idempotencyKey } = JSON.parse(init.body) as Parcel;
  const headers = new Headers(init.headers);
  headers.set("content-type", "application/x-www-form-urlencoded");
  headers.set("idempotency-key", idempotencyKey);
  return fetch(input, { ...init, headers, body: form });
};

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Stripe's API: please report it",
  });
}
