import { betterstackExhibits } from "./betterstack.ts";
import { cloudflareExhibits } from "./cloudflare.ts";
import type { Exhibition } from "./gallery.ts";
import { googleExhibits } from "./google.ts";
import { pagerdutyExhibits } from "./pagerduty.ts";
import { posthogExhibits } from "./posthog.ts";
import { sentryExhibits } from "./sentry.ts";
import { slackExhibits } from "./slack.ts";
import { stripeExhibits } from "./stripe.ts";
import { supabaseExhibits } from "./supabase.ts";
import { upstashExhibits } from "./upstash.ts";
import { vercelExhibits } from "./vercel.ts";

/** Every vendor's part of the gallery, by the loopback's name of the vendor. */
export const exhibits: Readonly<Record<string, (exhibition: Exhibition) => void>> = {
  vercel: vercelExhibits,
  supabase: supabaseExhibits,
  sentry: sentryExhibits,
  posthog: posthogExhibits,
  cloudflare: cloudflareExhibits,
  pagerduty: pagerdutyExhibits,
  upstash: upstashExhibits,
  betterstack: betterstackExhibits,
  slack: slackExhibits,
  stripe: stripeExhibits,
  google: googleExhibits,
};
