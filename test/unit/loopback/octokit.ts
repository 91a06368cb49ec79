import { Octokit } from "@octokit/rest";
import type { ControlFile } from "../../../loopback/core/home.ts";

/** GitHub's own client against the played GitHub; it says nothing on the console. */
export function octokitOf(control: ControlFile): Octokit {
  return new Octokit({
    auth: control.environment["GITHUB_TOKEN"],
    baseUrl: `${control.origins["github"]}/api/v3`,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** What a refused call answered: `{ status, message, data }`; fails where the call goes through. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; data: { message: string; errors?: unknown } }> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isRequestError(error)) throw new Error(`expected a refusal, got ${String(error)}`);
  return { status: error.status, data: error.response.data };
}

interface RequestFailure {
  status: number;
  response: { data: { message: string; errors?: unknown } };
}

function isRequestError(error: unknown): error is RequestFailure {
  return typeof error === "object" && error !== null && "status" in error && "response" in error;
}
