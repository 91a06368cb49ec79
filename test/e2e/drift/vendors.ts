import { Octokit } from "@octokit/rest";
import { Vercel } from "@vercel/sdk";

/** The vendors as a stranger reaches them: their own SDKs where they have one, else plain HTTP; nothing of ours. */
export interface Vendors {
  readonly vercel: Vercel;
  readonly github: Octokit;
  /** One request with a JSON body; the parsed answer. @throws for every status but 2xx */
  readonly call: (vendor: Vendor, method: string, path: string, body?: unknown) => Promise<unknown>;
}

const places = {
  vercel: { endpoint: "VERCEL_API_URL", token: "VERCEL_API_TOKEN", root: "" },
  supabase: { endpoint: "SUPABASE_API_URL", token: "SUPABASE_ACCESS_TOKEN", root: "" },
  sentry: { endpoint: "SENTRY_BASE_URL", token: "SENTRY_AUTH_TOKEN", root: "/api/0" },
  posthog: { endpoint: "POSTHOG_HOST", token: "POSTHOG_API_KEY", root: "" },
} as const;
type Vendor = keyof typeof places;

/** @param environment endpoint and token variables by the vendors' own names */
export function connectVendors(environment: Readonly<Record<string, string>>): Vendors {
  const told = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`${name} is not set`);
    return value;
  };
  return {
    vercel: new Vercel({
      bearerToken: told(places.vercel.token),
      serverURL: told(places.vercel.endpoint),
      retryConfig: { strategy: "none" },
    }),
    github: new Octokit({
      auth: told("GITHUB_TOKEN"),
      baseUrl: told("GITHUB_BASE_URL").replace(/\/$/, ""),
      // GitHub answers "off" with 404, of which Octokit would print a line.
      log: { debug: silent, info: silent, warn: silent, error: silent },
    }),
    call: async (vendor, method, path, body) => {
      const { endpoint, token, root } = places[vendor];
      const form = body instanceof FormData;
      const response = await fetch(`${new URL(told(endpoint)).origin}${root}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${told(token)}`,
          ...(body === undefined || form ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${vendor}: ${method} ${path} answered ${response.status}: ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
  };
}

const silent = (): void => {};
