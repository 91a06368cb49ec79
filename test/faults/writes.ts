import type { Fault } from "./fault.ts";

/** One line of the loopback's journal, as far as the games read it. */
export interface Call {
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  readonly responseBody: unknown;
}

/** One write of a run, named so that the same write of another run is found again: ids differ, names do not. */
export interface Write {
  readonly vendor: string;
  readonly method: string;
  /** The path with `…` for each id. */
  readonly path: string;
  /** A regular expression for the path in any run. */
  readonly pathPattern: string;
  /** How many of the same vendor, method and path came before it. */
  readonly nth: number;
}

const isWrite = ({ method }: Pick<Call, "method">): boolean => !["GET", "HEAD", "OPTIONS"].includes(method);

/** The writes of a run's calls, in order. */
export function writesOf(calls: readonly Call[]): Write[] {
  const ids = new Set(calls.flatMap(({ responseBody }) => idsIn(responseBody)));
  const seen = new Map<string, number>();
  return calls.filter(isWrite).map(({ vendor, method, path }) => {
    const segments = path.split("/").map((segment) => (ids.has(segment) ? "…" : segment));
    const told = segments.join("/");
    const key = `${vendor} ${method} ${told}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const pathPattern = `^${segments.map((segment) => (segment === "…" ? "[^/]+" : RegExp.escape(segment))).join("/")}$`;
    return { vendor, method, path: told, pathPattern, nth };
  });
}

/** `vercel POST /v10/projects/…/env (2nd)` as people count: `#2`. */
export const nameOf = ({ vendor, method, path, nth }: Write): string =>
  `${vendor} ${method} ${path}${nth === 0 ? "" : ` #${nth + 1}`}`;

/**
 * The vendor acts on exactly this write, and its answer is lost.
 * @param earlier take the one that came so many before it: writes that are sent together come in batches, and one run
 * may need fewer of them than another
 */
export const lostAnswer = ({ vendor, method, pathPattern, nth }: Write, earlier = 0): Fault => ({
  ...{ vendor, method, pathPattern },
  skip: Math.max(0, nth - earlier),
  times: 1,
  kind: "drop-response",
});

/** The first write of each kind. */
export const firstOf = (writes: readonly Write[], kind: (write: Write) => string): Write[] =>
  [...Map.groupBy(writes, kind).values()].flatMap(([first]) => first ?? []);

/** Under these keys vendors tell what they called a thing themselves. */
const idKeys = new Set(["id", "ref", "uid"]);

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    idKeys.has(key) && (typeof child === "string" || typeof child === "number") ? [String(child)] : idsIn(child),
  );
}
