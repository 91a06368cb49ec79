import { PlatformError } from "../errors.ts";
import type { Flag } from "./command.ts";

/** How long a check tries before it says what it saw. */
export const withinFlag: Flag = {
  spelling: "--within <seconds>",
  help: "how long to try before the answer counts",
  default: "30",
};

/** A flag in seconds, as milliseconds. */
export function milliseconds(flag: string | boolean | undefined, spelling: string): number {
  const seconds = Number(flag);
  if (typeof flag === "string" && flag.trim() !== "" && seconds >= 0 && seconds <= 3600) return seconds * 1000;
  throw new PlatformError({
    code: "flag/seconds",
    where: spelling,
    problem: `is "${flag}"; allowed: 0 to 3600 seconds`,
    fix: `${spelling} 30`,
  });
}
