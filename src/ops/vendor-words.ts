import { VendorError } from "../../providers/kit/errors.ts";
import { PlatformError } from "../errors.ts";

/** Runs `work`; what a vendor's client throws becomes an error for people, told as being `where`. */
export async function inVendorWords<T>(where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const [problem = "", fix] = error.message.split("\n  fix: ");
    throw new PlatformError({
      code: error.status === undefined ? "vendor/unreachable" : "vendor/refused",
      where,
      problem,
      fix: fix ?? "read the vendor's words above; when it is well again, run the same command again",
    });
  }
}
