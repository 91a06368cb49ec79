import type { AnyVendor } from "./core/vendor.ts";

/** Every vendor that is played. */
export const vendors: readonly AnyVendor[] = [];
