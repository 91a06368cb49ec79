import { betterstack } from "./betterstack/vendor.ts";
import { cloudflare } from "./cloudflare/vendor.ts";
import type { AnyVendor } from "./core/vendor.ts";
import { github } from "./github/vendor.ts";
import { google } from "./google/vendor.ts";
import { pagerduty } from "./pagerduty/vendor.ts";
import { posthog } from "./posthog/vendor.ts";
import { sentry } from "./sentry/vendor.ts";
import { slack } from "./slack/vendor.ts";
import { stripe } from "./stripe/vendor.ts";
import { supabase } from "./supabase/vendor.ts";
import { upstash } from "./upstash/vendor.ts";
import { vercel } from "./vercel/vendor.ts";

/** Every vendor that is played. */
export const vendors: readonly AnyVendor[] = [
  vercel,
  github,
  supabase,
  sentry,
  posthog,
  pagerduty,
  betterstack,
  upstash,
  google,
  cloudflare,
  slack,
  stripe,
];
