import { createHash } from "node:crypto";

/** What every planted secret of one universe begins with, so that one search finds them all. */
export const plantedPrefix = (seed: string): string =>
  `planted${createHash("sha256").update(seed).digest("hex").slice(0, 24)}`;

/** A planted secret: the same for everyone who knows the seed. */
export const planted = (seed: string, name: string): string => `${plantedPrefix(seed)}-${name}`;
