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

/** Whether `Authorization` carries `token`: as `Bearer`, or as `token`, which GitHub's clients also send. */
export function tokenGiven(headers: Headers, token: string): "right" | "wrong" | "missing" {
  const given = headers.get("authorization");
  if (given === null) return "missing";
  const value = /^(?:bearer|token)\s+(\S+)\s*$/i.exec(given)?.[1] ?? "";
  return sameText(value, token) ? "right" : "wrong";
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
