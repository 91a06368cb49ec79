import { type Issue, issuePath } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";

export const errorBody = (error: string): object => ({ error });

export const refuse = (status: number, error: string): Refusal => new Refusal(status, errorBody(error));

export const notFound = (): Refusal => refuse(404, "database not found");

/** What `readBody` throws for a body that the schema refuses. */
export const invalidBody = (issues: readonly Issue[]): Refusal =>
  refuse(400, issues.map((issue) => `${issuePath(issue)}: ${issue.message}`).join(", "));
