import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

/** Vercel's error body. `extras` stand beside code and message, e.g. `invalidToken`. */
export function errorBody(code: string, message: string, extras: object = {}): object {
  return { error: { code, message, ...extras } };
}

export function refuse(status: number, code: string, message: string, extras: object = {}): Refusal {
  return new Refusal(status, errorBody(code, message, extras));
}

export function badRequest(message: string): Refusal {
  return refuse(400, "bad_request", message);
}

export function notFound(what: string): Refusal {
  return refuse(404, "not_found", `${what} not found.`);
}

/** What `readBody` throws for a body that the schema refuses, in the words of Vercel's own validator. */
export function invalidBody(issues: readonly Issue[]): Refusal {
  const [first] = issues;
  if (!first) return badRequest("Invalid request.");
  if (first.code === "unrecognized_keys")
    return badRequest(`Invalid request: should NOT have additional property \`${first.keys[0]}\`.`);
  if (first.code === "invalid_type" && first.input === undefined && first.message.includes("undefined"))
    return badRequest(`Invalid request: missing required property \`${issuePath(first)}\`.`);
  return badRequest(`Invalid request: \`${issuePath(first)}\`: ${first.message}.`);
}
