import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

/** PostHog's error body; `attr` names the field that is at fault. */
function errorBody(type: string, code: string, detail: string, attr: string | null = null): object {
  return { type, code, detail, attr };
}

const byStatus: Record<number, readonly [type: string, code: string]> = {
  400: ["validation_error", "invalid_input"],
  401: ["authentication_error", "authentication_failed"],
  402: ["invalid_request", "payment_required"],
  403: ["authentication_error", "permission_denied"],
  404: ["invalid_request", "not_found"],
  405: ["invalid_request", "method_not_allowed"],
  429: ["throttled_error", "throttled"],
};

/** The error body of a status that needs no more than a sentence. */
export function plainError(status: number, detail: string): object {
  const [type, code] = byStatus[status] ?? ["server_error", "error"];
  return errorBody(type, code, detail);
}

export function refuse(status: number, detail: string): Refusal {
  return new Refusal(status, plainError(status, detail));
}

export function notFound(): Refusal {
  return refuse(404, "Not found.");
}

export function invalid(code: string, detail: string, attr: string): Refusal {
  return new Refusal(400, errorBody("validation_error", code, detail, attr));
}

/** What `readBody` throws for a body that the schema refuses: the first issue, as Django REST framework words it. */
export function invalidBody(issues: readonly Issue[]): Refusal {
  const [first] = issues;
  if (!first) return refuse(400, "Invalid input.");
  const attr = issuePath(first)
    .replace(/\[(\d+)\]/g, "__$1")
    .replaceAll(".", "__");
  if (first.code === "invalid_type" && first.message.includes("undefined"))
    return invalid("required", "This field is required.", attr);
  if (first.code === "too_small" && first.origin === "string")
    return invalid("blank", "This field may not be blank.", attr);
  return invalid("invalid_input", `${first.message}.`, attr);
}
