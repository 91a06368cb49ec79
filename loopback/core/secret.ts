import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Secret } from "./vendor.ts";

/** A secret as it stands in the state file: base64 of 12 bytes nonce, 16 bytes tag, ciphertext (AES-256-GCM). */
interface Sealed {
  readonly $sealed: string;
}

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export function isSecret(value: unknown): value is Secret {
  return isRecord(value) && typeof value["$secret"] === "string";
}

/** A copy of `value` in which every `Secret` is encrypted. */
export function sealSecrets(value: unknown, key: Uint8Array): unknown {
  if (isSecret(value)) return { $sealed: encrypt(value.$secret, key) } satisfies Sealed;
  return mapChildren(value, (child) => sealSecrets(child, key));
}

/** The reverse of `sealSecrets`. Throws when the key is another one or the text was changed. `onSecret` sees each plain value. */
export function openSecrets(value: unknown, key: Uint8Array, onSecret: (plain: string) => void): unknown {
  if (isRecord(value) && typeof value["$sealed"] === "string") {
    const plain = decrypt(value["$sealed"], key);
    onSecret(plain);
    return { $secret: plain } satisfies Secret;
  }
  return mapChildren(value, (child) => openSecrets(child, key, onSecret));
}

function encrypt(plain: string, key: Uint8Array): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64");
}

function decrypt(sealed: string, key: Uint8Array): string {
  const bytes = Buffer.from(sealed, "base64");
  const cipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes));
  cipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return cipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + cipher.final("utf8");
}

function mapChildren(value: unknown, map: (child: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, map(child)]));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
