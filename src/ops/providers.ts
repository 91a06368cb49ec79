import type { Provider } from "../../providers/kit/resource.ts";

// biome-ignore lint/suspicious/noExplicitAny: each provider has a client type of its own
export type AnyProvider = Provider<any>;

/** Our providers by the name of their Pulumi package, the first word of their tokens; each loaded when it is wanted. */
export const providers: Readonly<Record<string, () => Promise<AnyProvider>>> = {
  vercel: async () => (await import("../../providers/vercel/provider.ts")).vercel,
  supabase: async () => (await import("../../providers/supabase/provider.ts")).supabase,
  sentry: async () => (await import("../../providers/sentry/provider.ts")).sentry,
  posthog: async () => (await import("../../providers/posthog/provider.ts")).posthog,
  cloudflare: async () => (await import("../../providers/cloudflare/provider.ts")).cloudflare,
  pagerduty: async () => (await import("../../providers/pagerduty/provider.ts")).pagerduty,
  upstash: async () => (await import("../../providers/upstash/provider.ts")).upstash,
  betterstack: async () => (await import("../../providers/betterstack/provider.ts")).betterstack,
  slack: async () => (await import("../../providers/slack/provider.ts")).slack,
  stripe: async () => (await import("../../providers/stripe/provider.ts")).stripe,
  gcp: async () => (await import("../../providers/google/provider.ts")).google,
};
