import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const tokenVariable = "GOOGLE_OAUTH_ACCESS_TOKEN";
const obtain = "get one, which lasts an hour, by: gcloud auth print-access-token";

const errorBody = z.object({ error: z.object({ message: z.string().nullish(), status: z.string().nullish() }) });

/** @param quotaProject project whose quota is used; budgets need one where the token is a person's */
const dialectOf = (quotaProject: string | undefined): Dialect => ({
  vendor: "Google",
  tokenVariable,
  concurrency: 4,
  headers: (secret) => ({
    authorization: `Bearer ${secret}`,
    ...(quotaProject === undefined ? {} : { "x-goog-user-project": quotaProject }),
  }),
  // Google APIs: `{"error": {"code": 403, "message", "status": "PERMISSION_DENIED"}}`.
  describe(body) {
    const { message, status } = errorBody.safeParse(body).data?.error ?? {};
    if (!message) return {};
    const expired = status === "UNAUTHENTICATED" ? ` Perhaps the token is over: ${obtain}.` : "";
    return { message: `${message}${expired}`, ...(status ? { code: status } : {}) };
  },
});

/** Two of Google's APIs, with one token. */
export interface Google {
  /** Cloud Billing Budgets; its base has the version. */
  readonly billing: Http;
  /** Cloud Monitoring. */
  readonly monitoring: Http;
  /** Taken where a resource names no project. */
  readonly project: string | undefined;
}

export interface Settings {
  readonly project?: string | undefined;
  readonly billingProject?: string | undefined;
}

/** @throws VendorError when the token is missing or an endpoint is not Google's */
export function connect({ project, billingProject }: Settings, { environment, signal }: Machine): Google {
  const at = (variable: string, address: string) => endpoint({ vendor: "Google", variable, address }, environment);
  const billing = at("GOOGLE_BILLING_CUSTOM_ENDPOINT", "https://billingbudgets.googleapis.com/v1/");
  const monitoring = at("GOOGLE_MONITORING_CUSTOM_ENDPOINT", "https://monitoring.googleapis.com/");
  const secret = token(environment, tokenVariable, "Google", obtain);
  const dialect = dialectOf(billingProject);
  const open = (base: URL) => new Http({ base, token: secret, dialect, signal });
  return { billing: open(billing), monitoring: open(monitoring), project };
}

/** Every entry of a list; its pages are shared by all reads of a run. @param key the list's name in the answer */
export async function list<T extends z.ZodType>(
  http: Http,
  path: string,
  key: string,
  entry: T,
): Promise<z.output<T>[]> {
  // Google APIs: what is empty is left out.
  const page = z.object({ [key]: z.array(entry).default([]), nextPageToken: z.string().nullish() });
  const all: z.output<T>[] = [];
  for (let pageToken: string | undefined; ; ) {
    const { body } = await http.shared(path, { query: { pageSize: 100, pageToken } });
    const answer = understood(page, body, `GET ${path}`);
    all.push(...(answer[key] as z.output<T>[]));
    const next = answer["nextPageToken"];
    if (typeof next !== "string" || next === "") return all;
    pageToken = next;
  }
}

/** The one with this display name, our marker. @throws VendorError when several have it */
export function theOne<T extends { displayName?: string | null | undefined }>(
  what: string,
  all: readonly T[],
  displayName: string,
): T | undefined {
  const [found, another] = all.filter((one) => one.displayName === displayName);
  if (another === undefined) return found;
  throw new VendorError(`Google has several ${what} named ${displayName}, so none of them is meant.`, {
    fix: "rename all but one in the console, or choose another displayName",
  });
}

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Google's API: please report it",
  });
}
