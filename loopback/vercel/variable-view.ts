import { createHash } from "node:crypto";
import type { StoredVariable } from "./state.ts";

/** The value as its owner set it. */
export function plainValue({ value }: StoredVariable): string {
  return typeof value === "string" ? value : value.$secret;
}

/**
 * A variable as the API shows it. Sensitive values never come back; encrypted ones do in clear where `decrypt` is
 * asked for, else as ciphertext.
 */
export function variableView(variable: StoredVariable, decrypt: boolean): Record<string, unknown> {
  const readable =
    variable.type === "plain" || variable.type === "system" || (decrypt && variable.type !== "sensitive");
  return {
    id: variable.id,
    key: variable.key,
    value: variable.type === "sensitive" ? "" : readable ? plainValue(variable) : ciphertext(variable),
    type: variable.type,
    target: variable.target,
    ...(variable.gitBranch !== null && { gitBranch: variable.gitBranch }),
    ...(variable.customEnvironmentIds.length > 0 && { customEnvironmentIds: variable.customEnvironmentIds }),
    ...(variable.comment !== "" && { comment: variable.comment }),
    configurationId: null,
    createdAt: variable.createdAt,
    updatedAt: variable.updatedAt,
    createdBy: null,
    updatedBy: null,
    decrypted: readable,
  };
}

/** Looks like Vercel's envelope and says nothing about the value: it depends on id and time alone. */
function ciphertext({ id, updatedAt }: StoredVariable): string {
  const digest = createHash("sha512").update(`${id}:${updatedAt}`).digest("base64");
  return Buffer.from(
    JSON.stringify({ v: "v2", epk: digest.slice(0, 43), tag: digest.slice(43, 65), c: digest.slice(65) }),
  ).toString("base64");
}
