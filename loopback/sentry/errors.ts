import type { Issue } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

export function errorBody(message: string): object {
  return { detail: message };
}

export function refuse(status: number, message: string): Refusal {
  return new Refusal(status, errorBody(message));
}

/** An unknown slug; Sentry says the same of what one may not see. */
export function notFound(): Refusal {
  return refuse(404, "The requested resource does not exist");
}

/** 400 with the problems of each field. */
export function invalidFields(fields: Readonly<Record<string, readonly string[]>>): Refusal {
  return new Refusal(400, fields);
}

/** What reading a body throws: `{ field: [message, …] }`, problems of the whole body under `nonFieldErrors`. */
export function invalidBody(issues: readonly Issue[]): Refusal {
  const fields: Record<string, string[]> = {};
  for (const issue of issues) {
    const field = String(issue.path[0] ?? "nonFieldErrors");
    fields[field] ??= [];
    fields[field].push(issue.message);
  }
  return invalidFields(fields);
}
