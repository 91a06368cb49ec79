import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

/** Postgres' own default, `scram_iterations`. */
const iterations = 4096;

/**
 * What Postgres keeps of a password (RFC 5803, `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`). Sent in place
 * of the password, as psql's `\password` does: a statement that names the password itself ends up in pg_stat_statements'
 * file, in the server's log and in errors.
 * @param salt 16 random bytes
 */
export function scramVerifier(password: string, salt: Uint8Array): string {
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const keyed = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(keyed("Client Key")).digest("base64");
  const serverKey = keyed("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
}
