import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";

const tokenVariable = "BETTERSTACK_API_TOKEN";

const errorBody = z.object({ errors: z.union([z.string(), z.record(z.string(), z.array(z.string()))]) });

const dialect: Dialect = {
  vendor: "Better Stack",
  tokenVariable,
  // Better Stack API: 429 comes early.
  concurrency: 2,
  headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  // Better Stack API: `{"errors": "…"}` or `{"errors": {"url": ["is invalid"]}}`.
  describe(body) {
    const errors = errorBody.safeParse(body).data?.errors;
    if (errors === undefined) return {};
    if (typeof errors === "string") return { message: errors };
    return {
      message: Object.entries(errors)
        .map(([field, words]) => `${field} ${words.join(", ")}`)
        .join("; "),
    };
  },
};

/** Both of Better Stack's APIs, with one token. */
export interface BetterStack {
  /** Monitors and heartbeats. */
  readonly uptime: Http;
  /** Log sources. */
  readonly telemetry: Http;
  /** Where things are made; a token of one team needs none. */
  readonly teamName: string | undefined;
}

/** @throws VendorError when the token is missing or an endpoint is not Better Stack's */
export function connect(teamName: string | undefined, { environment, signal }: Machine): BetterStack {
  const at = (variable: string, address: string) =>
    endpoint({ vendor: "Better Stack", variable, address }, environment);
  const uptime = at("BETTERSTACK_UPTIME_URL", "https://uptime.betterstack.com");
  const telemetry = at("BETTERSTACK_TELEMETRY_URL", "https://telemetry.betterstack.com");
  const obtain = "make a token for both Uptime and Telemetry at betterstack.com: API tokens, Global API tokens";
  const secret = token(environment, tokenVariable, "Better Stack", obtain);
  const open = (base: URL) => new Http({ base, token: secret, dialect, signal });
  return { uptime: open(uptime), telemetry: open(telemetry), teamName };
}

/** An answer in the form that we rely on; anything beyond it is left out. */
export function understood<T extends z.ZodType>(schema: T, body: unknown, call: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new VendorError(`${call} answered something that is not understood (${where}).`, {
    fix: "this looks like a change of Better Stack's API: please report it",
  });
}
