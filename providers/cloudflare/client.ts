import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const tokenVariable = "CLOUDFLARE_API_TOKEN";

const errorBody = z.object({ errors: z.array(z.object({ code: z.number(), message: z.string() })) });

const dialect: Dialect = {
  vendor: "Cloudflare",
  tokenVariable,
  // Cloudflare API: 1200 requests in 5 minutes.
  concurrency: 4,
  headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  // Cloudflare API: `{"success": false, "errors": [{"code", "message"}]}`.
  describe(body) {
    const [first, ...more] = errorBody.safeParse(body).data?.errors ?? [];
    if (first === undefined) return {};
    const message = [first, ...more].map((one) => one.message).join("; ");
    return { message, code: String(first.code) };
  },
};

/** @throws VendorError when the token is missing or the endpoint is not Cloudflare's */
export function connect({ environment, signal }: Machine): Http {
  const base = endpoint(
    { vendor: "Cloudflare", variable: "CLOUDFLARE_BASE_URL", address: "https://api.cloudflare.com/client/v4" },
    environment,
  );
  const obtain =
    "make an API token in Cloudflare: My Profile, API Tokens, with DNS Edit and Zone WAF Edit for the zone";
  return new Http({ base, token: token(environment, tokenVariable, "Cloudflare", obtain), dialect, signal });
}

/** What an answer's envelope holds; anything beyond what we rely on is left out. */
export function resultOf<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(z.object({ result: z.unknown() }).safeParse(body).data?.result);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Cloudflare's API: please report it",
  });
}

const pageInfo = z.object({ result_info: z.object({ total_pages: z.number() }).nullish() });

/** Every entry of a list, shared by all reads of a run; undefined when there is no such list. */
export async function sharedList<T extends z.ZodType>(
  http: Http,
  path: string,
  entry: T,
  query: Readonly<Record<string, string | number>>,
): Promise<z.output<T>[] | undefined> {
  const all: z.output<T>[] = [];
  for (let page = 1; ; page++) {
    const { status, body } = await http.shared(path, { query: { ...query, page }, accept: [404] });
    if (status === 404) return undefined;
    all.push(...resultOf(z.array(entry), body, `GET ${path}`));
    if (page >= (pageInfo.parse(body).result_info?.total_pages ?? 1)) return all;
  }
}
