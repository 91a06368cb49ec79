import type { Exhibition } from "./gallery.ts";
import { posthogExhibits } from "./posthog.ts";
import { sentryExhibits } from "./sentry.ts";
import { supabaseExhibits } from "./supabase.ts";
import { vercelExhibits } from "./vercel.ts";

/** Every vendor's part of the gallery, by the loopback's name of the vendor. */
export const exhibits: Readonly<Record<string, (exhibition: Exhibition) => void>> = {
  vercel: vercelExhibits,
  supabase: supabaseExhibits,
  sentry: sentryExhibits,
  posthog: posthogExhibits,
};
