import { timingSafeEqual } from "node:crypto";

/**
 * Why a request cannot come from a program on this machine, or undefined if it can.
 * A browser that was lured here says so itself: by an Origin header, or by the name it thinks it talks to.
 */
export function foreignness(headers: Headers, port: number): string | undefined {
  if (headers.has("origin")) return "requests from web pages are refused (there is an Origin header)";
  const host = headers.get("host") ?? "";
  const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!own.includes(host)) return `the Host header must be ${own.join(", ")}`;
  return undefined;
}

/** How a vendor's clients send its token. */
export interface Login {
  /** The `Authorization` header that carries this token. */
  authorization(token: string): string;
  /** The token that an `Authorization` header carries; undefined: it is of another kind. */
  credential(authorization: string): string | undefined;
}

/** `Bearer <token>`, or `token <token>`, which GitHub's clients also send. */
export const bearer: Login = {
  authorization: (token) => `Bearer ${token}`,
  credential: (authorization) => /^(?:bearer|token)\s+(\S+)\s*$/i.exec(authorization)?.[1],
};

/** User and password of HTTP Basic; undefined: it is of another kind. */
export function basicCredentials(authorization: string): { user: string; password: string } | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization)?.[1];
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString()) ?? [];
  return user === undefined || password === undefined ? undefined : { user, password };
}

/** Whether `Authorization` carries `token`, in the form that `login` knows. */
export function tokenGiven(headers: Headers, token: string, login = bearer): "right" | "wrong" | "missing" {
  const given = headers.get("authorization");
  if (given === null) return "missing";
  return sameText(login.credential(given) ?? "", token) ? "right" : "wrong";
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
