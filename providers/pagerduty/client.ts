import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import { poll } from "@groundplan/kit/poll.ts";
import type { Machine, Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const tokenVariable = "PAGERDUTY_TOKEN";

const errorBody = z.object({
  error: z.object({ code: z.number().nullish(), message: z.string().nullish(), errors: z.array(z.string()).nullish() }),
});

/** @param from e-mail of the user in whose name keys of a whole account write */
const dialectOf = (from: string | undefined): Dialect => ({
  vendor: "PagerDuty",
  tokenVariable,
  concurrency: 8,
  headers: (secret) => ({
    authorization: `Token token=${secret}`,
    accept: "application/vnd.pagerduty+json;version=2",
    ...(from === undefined ? {} : { from }),
  }),
  // PagerDuty REST: `{"error": {"code", "message", "errors": ["Name has already been taken"]}}`.
  describe(body) {
    const { code, message, errors } = errorBody.safeParse(body).data?.error ?? {};
    const words = [message, errors?.join("; ")].filter((part) => part).join(": ");
    return { ...(words === "" ? {} : { message: words }), ...(code ? { code: String(code) } : {}) };
  },
  // PagerDuty REST: `ratelimit-reset` is the number of seconds to wait.
  retryAfter(headers) {
    const seconds = Number(headers.get("ratelimit-reset") ?? Number.NaN);
    return Number.isFinite(seconds) ? seconds * 1000 : undefined;
  },
});

/** @throws VendorError when the key is missing or the endpoint is not PagerDuty's */
export function connect(from: string | undefined, { environment, signal }: Machine): Http {
  const base = endpoint(
    {
      vendor: "PagerDuty",
      variable: "PAGERDUTY_API_URL",
      address: "https://api.pagerduty.com",
      hosts: ["api.eu.pagerduty.com"],
    },
    environment,
  );
  const secret = token(environment, tokenVariable, "PagerDuty", "make a REST API key: Integrations, API Access Keys");
  return new Http({ base, token: secret, dialect: dialectOf(from), signal });
}

/** How PagerDuty refers to another object. */
export const reference = z.object({ id: z.string() });

/** The body of one kind, which PagerDuty wraps by its name in both directions. */
export function unwrap<T extends z.ZodType>(name: string, schema: T, body: unknown, call: string): z.output<T> {
  return understood(z.object({ [name]: schema }), body, call)[name] as z.output<T>;
}

/** The object at `path`, or undefined when there is none. */
export async function get<T extends z.ZodType>(
  { client }: Reading<Http>,
  path: string,
  name: string,
  schema: T,
  query: Record<string, string> = {},
): Promise<z.output<T> | undefined> {
  const { status, body } = await client.send("GET", path, { query, accept: [404] });
  return status === 404 ? undefined : unwrap(name, schema, body, `GET ${path}`);
}

/** Every entry of a list; its pages are shared by all reads of a run. */
export async function list<T extends z.ZodType>(
  client: Http,
  name: string,
  entry: T,
  search?: string,
): Promise<z.output<T>[]> {
  const page = z.object({ [name]: z.array(entry), more: z.boolean() });
  const all: z.output<T>[] = [];
  for (;;) {
    const { body } = await client.shared(`/${name}`, { query: { query: search, limit: pageSize, offset: all.length } });
    const answer = understood(page, body, `GET /${name}`);
    all.push(...(answer[name] as z.output<T>[]));
    if (answer["more"] !== true) return all;
  }
}

const pageSize = 100;
const named = z.object({ id: z.string(), name: z.string() });

/** Id of the one object of a kind with this name. @throws VendorError when several have it */
export async function findByName({ client }: Reading<Http>, kind: string, name: string): Promise<string | undefined> {
  const [found, another] = (await list(client, kind, named, name)).filter((one) => one.name === name);
  if (another === undefined) return found?.id;
  throw new VendorError(`PagerDuty has several ${kind.replaceAll("_", " ")} named ${name}, so none of them is meant.`, {
    fix: "rename all but one in PagerDuty, or choose another name",
  });
}

/** PagerDuty: what was used by something that is just deleted counts as used for a moment; 400 until then. */
export async function deleteOnceUnused({ client, signal }: Reading<Http>, path: string): Promise<void> {
  const within = 30_000;
  const started = performance.now();
  await poll({ signal, what: `${path} to be unused`, every: 500, within }, async () => {
    // The last try tells what PagerDuty says.
    const accept = performance.now() - started > within - 1000 ? [404] : [404, 400];
    const { status } = await client.send("DELETE", path, { accept });
    return status === 400 ? undefined : status;
  });
}

/** An answer in the form that we rely on; anything beyond it is left out. */
function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of PagerDuty's API: please report it",
  });
}
