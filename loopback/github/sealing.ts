import sodium from "libsodium-wrappers";
import { refuse } from "./errors.ts";
import type { GitHubContext } from "./lookup.ts";
import type { SealingKey } from "./state.ts";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** A new Curve25519 pair. Ids have GitHub's form: 18 digits. */
export async function makeSealingKey(context: GitHubContext): Promise<SealingKey> {
  await sodium.ready;
  const pair = sodium.crypto_box_keypair();
  return {
    id: `3${context.id(17, "0123456789")}`,
    publicKey: base64(pair.publicKey),
    privateKey: context.secret(base64(pair.privateKey)),
  };
}

/**
 * Opens what a client sealed with libsodium's `crypto_box_seal`.
 * @param largest bytes that the value may have
 * @throws 422 when it was sealed for another key, cannot be opened or is too large
 */
export async function openSealed(
  key: SealingKey | null,
  sealed: { encrypted_value: string; key_id: string },
  largest: number,
): Promise<string> {
  if (key?.id !== sealed.key_id)
    throw refuse(422, "The provided key_id is not the current public key; get the public key again.");
  await sodium.ready;
  const opened = openBox(Buffer.from(sealed.encrypted_value, "base64"), key);
  if (!opened) throw refuse(422, "The encrypted_value cannot be decrypted: it was not sealed for this public key.");
  if (opened.length > largest) throw refuse(422, `Secrets are limited to ${largest / 1024} KB in size.`);
  return Buffer.from(opened).toString("utf8");
}

function openBox(box: Uint8Array, key: SealingKey): Uint8Array | undefined {
  const decode = (text: string) => Buffer.from(text, "base64");
  try {
    return sodium.crypto_box_seal_open(box, decode(key.publicKey), decode(key.privateKey.$secret));
  } catch {
    // libsodium throws for a box that is too short, damaged or sealed for another key.
    return undefined;
  }
}
