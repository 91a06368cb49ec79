import type { VendorByHand } from "./gallery.ts";
import { posthogByHand } from "./posthog-by-hand.ts";
import { sentryByHand } from "./sentry-by-hand.ts";
import { supabaseByHand } from "./supabase-by-hand.ts";
import { vercelByHand } from "./vercel-by-hand.ts";

/** What the exhibits declare, made by hand. Nothing of our providers is loaded with it. */
export const byHand: readonly VendorByHand[] = [vercelByHand, supabaseByHand, sentryByHand, posthogByHand];
