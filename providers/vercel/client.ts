import { endpoint, token } from "@groundplan/kit/endpoint.ts";
import { type Dialect, Http } from "@groundplan/kit/http.ts";
import type { Machine } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { VariableWriter } from "./variable-writer.ts";

const tokenVariable = "VERCEL_API_TOKEN";

const errorBody = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string().optional(),
    invalidToken: z.boolean().optional(),
  }),
});

const dialect: Dialect = {
  vendor: "Vercel",
  tokenVariable,
  concurrency: 8,
  headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  describe(body) {
    const { error } = errorBody.safeParse(body).data ?? {};
    if (error === undefined) return {};
    // A bad token is 403 here, not 401, so the advice cannot be told by the status.
    const advice = error.invalidToken === true ? `; export a valid ${tokenVariable} (Account Settings, Tokens)` : "";
    return {
      message: `${error.message ?? "(no message)"}${advice}`,
      ...(error.code === undefined ? {} : { code: error.code }),
    };
  },
  // Vercel REST: X-RateLimit-Reset is in seconds since the epoch.
  retryAfter(headers, now) {
    const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
    return Number.isFinite(reset) ? reset * 1000 - now : undefined;
  },
};

/** Everything that Vercel's resources share: the HTTP client, the default team, and the joined writes of variables. */
export interface Vercel {
  readonly http: Http;
  /** Taken where a resource names no `teamId`. */
  readonly team: string | undefined;
  readonly variables: VariableWriter;
  /** Runs what touches one thing (its name) one after another: where Vercel reads, changes and writes a whole. */
  alone<T>(thing: string, act: () => Promise<T>): Promise<T>;
}

/**
 * @throws VendorError when the token is missing or the endpoint is not Vercel's
 */
export function connect(team: string | undefined, { environment, signal }: Machine): Vercel {
  const base = endpoint(
    { vendor: "Vercel", variable: "VERCEL_API_URL", address: "https://api.vercel.com" },
    environment,
  );
  const secret = token(environment, tokenVariable, "Vercel", "make one at vercel.com: Account Settings, Tokens");
  const http = new Http({ base, token: secret, dialect, signal });
  return { http, team, variables: new VariableWriter(http), alone: oneByOne() };
}

function oneByOne(): Vercel["alone"] {
  const last = new Map<string, Promise<unknown>>();
  return (thing, act) => {
    const turn = (last.get(thing) ?? Promise.resolve()).then(act, act);
    last.set(thing, turn);
    return turn;
  };
}

/** The scope of a call. Vercel REST: `teamId` takes an id, `slug` a name; without either it is the token's own scope. */
export function scope(client: Vercel, { teamId = client.team }: { readonly teamId?: string | undefined }) {
  if (teamId === undefined) return {};
  return teamId.startsWith("team_") ? { teamId } : { slug: teamId };
}

/** `prj_x` of `team_y/prj_x`: an import id may carry the team, a path takes the project alone. */
export const bare = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** Takes an import id apart: `[<team id>/]<part>/<part>`; undefined when it has another number of parts. */
export function splitId<Part extends string>(
  id: string,
  parts: readonly Part[],
): (Record<Part, string> & { teamId?: string }) | undefined {
  const given = id.split("/");
  const team = given.length === parts.length + 1 ? given.shift() : undefined;
  if (given.length !== parts.length || given.includes("") || team === "") return undefined;
  const named = Object.fromEntries(parts.map((part, index) => [part, given[index]])) as Record<Part, string>;
  return { ...named, ...(team === undefined ? {} : { teamId: team }) };
}
