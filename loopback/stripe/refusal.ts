import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

/** Stripe's error body. */
export const errorBody = (type: string, message: string, more: { code?: string; param?: string } = {}): object => ({
  error: { type, message, ...more, doc_url: "https://docs.stripe.com/error-codes" },
});

const typeOf = (status: number): string => (status >= 500 ? "api_error" : "invalid_request_error");

export const plainError = (status: number, message: string): object =>
  errorBody(typeOf(status), message, status === 429 ? { code: "rate_limit" } : {});

export const invalid = (message: string, param?: string, code?: string): Refusal =>
  new Refusal(400, errorBody("invalid_request_error", message, { ...(param && { param }), ...(code && { code }) }));

export const missing = (id: string): Refusal =>
  new Refusal(
    404,
    errorBody("invalid_request_error", `No such webhook endpoint: '${id}'`, { code: "resource_missing", param: "id" }),
  );

/** What is wrong with a form, as Stripe words it: the first thing. */
export function invalidForm([first]: readonly Issue[]): Refusal {
  if (first === undefined) return invalid("Invalid request.");
  const param = issuePath(first);
  if (first.code === "unrecognized_keys")
    return invalid(`Received unknown parameter: ${first.keys[0]}`, first.keys[0], "parameter_unknown");
  if (first.code === "invalid_type" && first.message.includes("undefined"))
    return invalid(`Missing required param: ${param}.`, param, "parameter_missing");
  return invalid(`Invalid ${param}: ${first.message}`, param);
}
