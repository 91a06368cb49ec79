import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const tokenVariable = "POSTHOG_API_KEY";

const errorBody = z.object({
  code: z.string().nullish(),
  detail: z.string().nullish(),
  attr: z.string().nullish(),
});

const dialect: Dialect = {
  vendor: "PostHog",
  tokenVariable,
  concurrency: 4,
  headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  // PostHog API: `{"type", "code", "detail", "attr"}`; attr names the field at fault.
  describe(body) {
    const { code, detail, attr } = errorBody.safeParse(body).data ?? {};
    if (!detail) return {};
    return { message: attr ? `${attr}: ${detail}` : detail, ...(code ? { code } : {}) };
  },
};

/** What PostHog's resources share. */
export interface PostHog {
  readonly http: Http;
  /** UUID, slug or `@current`: taken where a resource names no organization. */
  readonly organization: string;
}

/** @throws VendorError when the key is missing or the endpoint is not PostHog's */
export function connect(organization: string, { environment, signal }: Machine): PostHog {
  const base = endpoint(
    { vendor: "PostHog", variable: "POSTHOG_HOST", address: "https://us.posthog.com", hosts: ["eu.posthog.com"] },
    environment,
  );
  const secret = token(environment, tokenVariable, "PostHog", "make a personal API key in PostHog: Settings, API keys");
  return { http: new Http({ base, token: secret, dialect, signal }), organization };
}

/** Every entry of a list; its pages are shared by all reads of a run. */
export async function sharedList<T extends z.ZodType>(
  http: Http,
  path: string,
  entry: T,
  query: Readonly<Record<string, string>> = {},
): Promise<z.output<T>[]> {
  const page = z.object({ next: z.string().nullish(), results: z.array(entry) });
  const all: z.output<T>[] = [];
  for (let offset = 0; ; ) {
    const { body } = await http.shared(path, { query: { ...query, limit: 100, offset } });
    const { next, results } = understood(page, body, `GET ${path}`);
    all.push(...results);
    // PostHog API: `next` is an address, whose host may be an internal one; only its offset is of use.
    const further = Number(URL.parse(next ?? "")?.searchParams.get("offset") ?? 0);
    if (further <= offset) return all;
    offset = further;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What stands for an organization in a path: a UUID or `@current`; a slug is looked up. */
export async function organizationOf({ http, organization }: PostHog, given = organization): Promise<string> {
  if (given === "@current" || uuid.test(given)) return given;
  const path = "/api/organizations/";
  const all = await sharedList(http, path, z.object({ id: z.string(), slug: z.string().nullish() }));
  const found = all.find(({ slug }) => slug === given);
  if (found !== undefined) return found.id;
  throw new VendorError(`The key in ${tokenVariable} sees no PostHog organization "${given}".`, {
    fix: `it sees ${all.map(({ slug, id }) => slug ?? id).join(", ") || "none"}; correct organizationId or take another key`,
  });
}

/** Whether an organization is known to be another one than the provider's; nobody knows which `@current` is. */
export async function isElsewhere(client: PostHog, organization: string): Promise<boolean> {
  const own = await organizationOf(client);
  return own !== "@current" && own !== organization;
}

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of PostHog's API: please report it",
  });
}
