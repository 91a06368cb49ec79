import { randomInt } from "node:crypto";

export const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `length` random characters of `alphabet`, each as likely as the others; good enough for tokens. */
export function randomText(length: number, alphabet: string = alphanumeric): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  return text;
}
