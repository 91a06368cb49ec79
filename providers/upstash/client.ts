import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const [emailVariable, keyVariable] = ["UPSTASH_EMAIL", "UPSTASH_API_KEY"];

const errorBody = z.union([z.string(), z.object({ error: z.string() }).transform(({ error }) => error)]);

/** What Upstash says in an error: a JSON text, or `{"error": "…"}`. */
export const messageOf = (body: unknown): string | undefined => errorBody.safeParse(body).data;

const dialectOf = (email: string): Dialect => ({
  vendor: "Upstash",
  tokenVariable: `${keyVariable} (of ${emailVariable})`,
  concurrency: 4,
  headers: (key) => ({ authorization: `Basic ${Buffer.from(`${email}:${key}`).toString("base64")}` }),
  describe(body) {
    const message = messageOf(body);
    return message === undefined ? {} : { message };
  },
});

/** @throws VendorError when e-mail or key are missing or the endpoint is not Upstash's */
export function connect({ environment, signal }: Machine): Http {
  const base = endpoint(
    { vendor: "Upstash", variable: "UPSTASH_API_URL", address: "https://api.upstash.com" },
    environment,
  );
  const email = token(environment, emailVariable, "Upstash", "take the e-mail of your Upstash account");
  const key = token(environment, keyVariable, "Upstash", "make a key at console.upstash.com: Account, Management API");
  return new Http({ base, token: key, dialect: dialectOf(email), signal });
}

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Upstash's API: please report it",
  });
}
