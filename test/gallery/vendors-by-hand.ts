import { betterstackByHand } from "./betterstack-by-hand.ts";
import { cloudflareByHand } from "./cloudflare-by-hand.ts";
import type { VendorByHand } from "./gallery.ts";
import { googleByHand } from "./google-by-hand.ts";
import { pagerdutyByHand } from "./pagerduty-by-hand.ts";
import { posthogByHand } from "./posthog-by-hand.ts";
import { sentryByHand } from "./sentry-by-hand.ts";
import { slackByHand } from "./slack-by-hand.ts";
import { stripeByHand } from "./stripe-by-hand.ts";
import { supabaseByHand } from "./supabase-by-hand.ts";
import { upstashByHand } from "./upstash-by-hand.ts";
import { vercelByHand } from "./vercel-by-hand.ts";

/** What the exhibits declare, made by hand. Nothing of our providers is loaded with it. */
export const byHand: readonly VendorByHand[] = [
  vercelByHand,
  supabaseByHand,
  sentryByHand,
  posthogByHand,
  cloudflareByHand,
  pagerdutyByHand,
  upstashByHand,
  betterstackByHand,
  slackByHand,
  stripeByHand,
  googleByHand,
];
