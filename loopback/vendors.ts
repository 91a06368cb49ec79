import type { AnyVendor } from "./core/vendor.ts";
import { posthog } from "./posthog/vendor.ts";
import { supabase } from "./supabase/vendor.ts";
import { vercel } from "./vercel/vendor.ts";

/** Every vendor that is played. */
export const vendors: readonly AnyVendor[] = [vercel, supabase, posthog];
