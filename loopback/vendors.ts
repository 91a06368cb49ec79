import type { AnyVendor } from "./core/vendor.ts";
import { vercel } from "./vercel/vendor.ts";

/** Every vendor that is played. */
export const vendors: readonly AnyVendor[] = [vercel];
