import { createDecipheriv, pbkdf2Sync } from "node:crypto";

/**
 * Pulumi's passphrase secrets, read without an engine: `v1:<salt>:v1:<nonce>:<check>` in `encryptionsalt`, and
 * `v1:<nonce>:<ciphertext and tag>` for each value; AES-256-GCM under PBKDF2-SHA256 with a million rounds.
 * @returns undefined when the passphrase is another one, or the form is none of these
 */
export function decrypted(passphrase: string, encryptionSalt: string, ciphertext: string): string | undefined {
  const [version, salt, ...check] = encryptionSalt.split(":");
  if (version !== "v1" || salt === undefined) return undefined;
  const key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  if (opened(key, check.join(":")) !== "pulumi") return undefined;
  return opened(key, ciphertext);
}

function opened(key: Buffer, sealed: string): string | undefined {
  const [version, nonce, text] = sealed.split(":");
  if (version !== "v1" || nonce === undefined || text === undefined) return undefined;
  const bytes = Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
