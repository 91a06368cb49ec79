import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

/** One entry of `errors`; GitHub has texts there too. */
export type ErrorDetail =
  | {
      resource: string;
      field: string;
      code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
      message?: string;
    }
  | string;

/** GitHub's error body. `status` repeats the HTTP status as text. */
export function errorBody(status: number, message: string, errors?: readonly ErrorDetail[]): object {
  return {
    message,
    ...(errors ? { errors } : {}),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
}

export function refuse(status: number, message: string, errors?: readonly ErrorDetail[]): Refusal {
  return new Refusal(status, errorBody(status, message, errors));
}

/** 404 also hides what one may not see. */
export function notFound(): Refusal {
  return refuse(404, "Not Found");
}

/** A request whose shape is wrong. */
export function invalidRequest(...problems: readonly string[]): Refusal {
  return refuse(422, `Invalid request.\n\n${problems.join("\n")}`);
}

/** A request whose values are refused. */
export function validationFailed(...errors: readonly ErrorDetail[]): Refusal {
  return refuse(422, "Validation Failed", errors);
}

/** What `readBody` throws for a body that the schema refuses. */
export function invalidBody(issues: readonly Issue[]): Refusal {
  return invalidRequest(...issues.map((issue) => `Invalid property /${issuePath(issue)}: ${issue.message}.`));
}
