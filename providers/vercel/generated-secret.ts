import { randomInt } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * A secret that nobody chose. Made in Check and not by Vercel, because Vercel shows it in one answer only: if that is
 * lost, so is the secret; this one is known before the request is sent.
 */
export const generatedSecret = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
