import { createHash } from "node:crypto";
import { isRecord, isSecret } from "./secret.ts";

/**
 * Where in a vendor's state a secret with this digest is kept, e.g. `projects/web/secrets/API_KEY/value`: things are
 * called by their name or key, so that whoever knows a value can see where it arrived, and nobody learns one.
 * @param sha256 of the value, hex
 */
export function placesOf(state: unknown, sha256: string, path: readonly string[] = []): string[] {
  if (isSecret(state)) return digestOf(state.$secret) === sha256 ? [path.join("/")] : [];
  if (Array.isArray(state))
    return state.flatMap((item, index) => placesOf(item, sha256, [...path, nameOf(item, index)]));
  if (!isRecord(state)) return [];
  return Object.entries(state).flatMap(([key, child]) => placesOf(child, sha256, [...path, key]));
}

const digestOf = (value: string): string => createHash("sha256").update(value).digest("hex");

function nameOf(item: unknown, index: number): string {
  const name = isRecord(item) ? (item["name"] ?? item["key"]) : undefined;
  return typeof name === "string" ? name : String(index);
}
