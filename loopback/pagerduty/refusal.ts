import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

/** PagerDuty's error body. */
function errorBody(code: number, message: string, errors: readonly string[] = []): object {
  return { error: { code, message, ...(errors.length > 0 ? { errors } : {}) } };
}

const codes: Record<number, number> = { 400: 2001, 401: 2006, 403: 2010, 404: 2100, 429: 2020 };

/** The error body of a status that needs no more than a sentence. */
export const plainError = (status: number, message: string): object => errorBody(codes[status] ?? 2000, message);

export const notFound = (): Refusal => new Refusal(404, errorBody(2100, "Not Found"));

/** What is wrong with the fields of a body, each as PagerDuty says it: `Name has already been taken`. */
export const invalid = (...errors: readonly string[]): Refusal =>
  new Refusal(400, errorBody(2001, "Invalid Input Provided", errors));

/** What `readBody` throws for a body that the schema refuses: all issues. */
export const invalidBody = (issues: readonly Issue[]): Refusal =>
  invalid(...issues.map((issue) => `${issuePath(issue)}: ${issue.message}`));
