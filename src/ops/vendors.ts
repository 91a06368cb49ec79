import { PlatformError } from "../errors.ts";

/** How one vendor is reached: the variables by which every client of it, ours included, is told so. */
export interface VendorAccess {
  readonly name: string;
  readonly token: string;
  readonly endpoint: string;
  /** Host of the vendor's own API. */
  readonly host: string;
  /** Where a person gets a token. */
  readonly obtain: string;
}

export const vendors: readonly VendorAccess[] = [
  {
    name: "Vercel",
    token: "VERCEL_API_TOKEN",
    endpoint: "VERCEL_API_URL",
    host: "api.vercel.com",
    obtain: "https://vercel.com/account/settings/tokens",
  },
  {
    name: "Supabase",
    token: "SUPABASE_ACCESS_TOKEN",
    endpoint: "SUPABASE_API_URL",
    host: "api.supabase.com",
    obtain: "https://supabase.com/dashboard/account/tokens",
  },
  {
    name: "GitHub",
    token: "GITHUB_TOKEN",
    endpoint: "GITHUB_BASE_URL",
    host: "api.github.com",
    obtain:
      "https://github.com/settings/personal-access-tokens (repository administration, environments, secrets, variables, contents, workflows)",
  },
  {
    name: "Sentry",
    token: "SENTRY_AUTH_TOKEN",
    endpoint: "SENTRY_BASE_URL",
    host: "sentry.io",
    obtain: "https://sentry.io/settings/auth-tokens/ (org:read, project:admin, team:admin)",
  },
  {
    name: "PostHog",
    token: "POSTHOG_API_KEY",
    endpoint: "POSTHOG_HOST",
    host: "us.posthog.com",
    obtain: "https://us.posthog.com/settings/user-api-keys (project:write, organization:read)",
  },
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Those of the machine's variables that tell where a vendor is and how to enter it. */
export function vendorVariables(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    vendors
      .flatMap(({ token, endpoint }) => [token, endpoint])
      .flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}

/**
 * `@pulumi/github` sends its token wherever GITHUB_BASE_URL points, and it is not ours to change: so the address is
 * looked at here, before the engine is started. Our own providers refuse by themselves.
 */
export function refuseForeignEndpoints(environment: Environment): void {
  const given = environment["GITHUB_BASE_URL"];
  if (given === undefined || given === "") return;
  const host = URL.parse(given)?.hostname;
  const allowed = [
    "api.github.com",
    "github.com",
    "127.0.0.1",
    "[::1]",
    ...(environment["GROUNDPLAN_SELF_HOSTED"] ?? "").split(","),
  ];
  if (host !== undefined && allowed.includes(host)) return;
  throw new PlatformError({
    code: "vendor/foreign-endpoint",
    where: "GITHUB_BASE_URL",
    problem: `is "${given}": a GitHub token goes to api.github.com, 127.0.0.1 or [::1] only`,
    fix: "unset GITHUB_BASE_URL; for GitHub Enterprise, export GROUNDPLAN_SELF_HOSTED=<its host> on this machine",
  });
}
