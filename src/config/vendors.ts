/** How one vendor is reached: the variables by which every client of it, ours included, is told so. */
export interface VendorAccess {
  readonly name: string;
  readonly token: string;
  readonly endpoint: string;
  /** Where a person gets a token, and what it must be allowed to do. */
  readonly obtain: string;
}

/** The vendors' own names of these variables, so that other tools on the machine read the same ones. */
export const vendors = {
  vercel: {
    name: "Vercel",
    token: "VERCEL_API_TOKEN",
    endpoint: "VERCEL_API_URL",
    obtain: "https://vercel.com/account/settings/tokens, scoped to the team",
  },
  supabase: {
    name: "Supabase",
    token: "SUPABASE_ACCESS_TOKEN",
    endpoint: "SUPABASE_API_URL",
    obtain: "https://supabase.com/dashboard/account/tokens",
  },
  github: {
    name: "GitHub",
    token: "GITHUB_TOKEN",
    endpoint: "GITHUB_BASE_URL",
    obtain:
      "https://github.com/settings/personal-access-tokens: administration, actions, contents, workflows, environments, secrets, variables, Dependabot secrets and issues (labels), read and write; members of the organization, read",
  },
  sentry: {
    name: "Sentry",
    token: "SENTRY_AUTH_TOKEN",
    endpoint: "SENTRY_BASE_URL",
    obtain: "https://sentry.io/settings/account/api/auth-tokens/: org:read, team:admin, project:admin",
  },
  posthog: {
    name: "PostHog",
    token: "POSTHOG_API_KEY",
    endpoint: "POSTHOG_HOST",
    obtain: "https://us.posthog.com/settings/user-api-keys: organization:read, project:write",
  },
} as const satisfies Record<string, VendorAccess>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Those of the machine's variables that tell where a vendor is and how to enter it. */
export function vendorVariables(environment: Environment): Record<string, string> {
  const names = Object.values(vendors).flatMap(({ token, endpoint }) => [token, endpoint]);
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
