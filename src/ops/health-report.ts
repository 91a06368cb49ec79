import type { Answer } from "./probe.ts";

/** How an application is. `degraded`: it serves people, and something that it stands on does not. */
export type Health = "ok" | "degraded" | "unhealthy";

export interface HealthReport {
  readonly health: Health;
  /** What is not ok, e.g. `database: timeout`. */
  readonly problems: readonly string[];
}

/** Words of the usual forms of health endpoints (RFC draft health+json, Kubernetes, Spring). */
const words: Readonly<Record<Health, readonly string[]>> = {
  ok: ["ok", "healthy", "pass", "up", "operational"],
  degraded: ["degraded", "warn", "warning", "partial"],
  unhealthy: ["unhealthy", "fail", "failed", "error", "down", "critical"],
};

/**
 * What an answer of the health endpoint says: JSON with `status`, and `checks` by name (a word, or an object with
 * `status` and perhaps `message`). An answer that is none of that is unhealthy: a page that says 200 to everything would
 * pass every check otherwise.
 */
export function healthReport({ status, body }: Pick<Answer, "status" | "body">): HealthReport {
  const report = parsed(body);
  const own = healthOf(report?.["status"]);
  const problems = problemsOf(report?.["checks"]);
  if (own === undefined)
    return { health: "unhealthy", problems: [`answered ${status} and no health report`, ...problems] };
  if (own === "ok" && status >= 400) return { health: "unhealthy", problems: [`says ok, but answers ${status}`] };
  return { health: own, problems };
}

function problemsOf(checks: unknown): string[] {
  if (!isRecord(checks)) return [];
  return Object.entries(checks).flatMap(([name, check]) => {
    const said = isRecord(check) ? check["status"] : check;
    if (healthOf(said) === "ok" || said === true) return [];
    const message = isRecord(check) ? (check["message"] ?? check["error"]) : undefined;
    return [`${name}: ${typeof message === "string" ? message : String(said)}`];
  });
}

function healthOf(word: unknown): Health | undefined {
  if (typeof word !== "string") return undefined;
  const lower = word.toLowerCase();
  const all: readonly Health[] = ["ok", "degraded", "unhealthy"];
  return all.find((health) => words[health].includes(lower));
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
