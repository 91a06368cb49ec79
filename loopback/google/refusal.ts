import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

const statuses: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  429: "RESOURCE_EXHAUSTED",
  501: "UNIMPLEMENTED",
};

/** Google's error body. */
export const errorBody = (code: number, message: string): object => ({
  error: { code, message, status: statuses[code] ?? "INTERNAL" },
});

export const refuse = (code: number, message: string): Refusal => new Refusal(code, errorBody(code, message));

export const notFound = (): Refusal => refuse(404, "Requested entity was not found.");

/** Google says the same of what is not there and of what is another's. */
export const forbidden = (): Refusal => refuse(403, "The caller does not have permission");

/** What `readBody` throws for a body that the schema refuses. */
export const invalidBody = (issues: readonly Issue[]): Refusal =>
  refuse(400, issues.map((issue) => `Invalid value at '${issuePath(issue)}': ${issue.message}`).join("\n"));
