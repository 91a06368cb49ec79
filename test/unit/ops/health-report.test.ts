import { describe, expect, it } from "vitest";
import { healthReport } from "../../../src/ops/health-report.ts";

const report = (status: number, body: unknown) =>
  healthReport({ status, body: typeof body === "string" ? body : JSON.stringify(body) });

describe("what an application says of its health", () => {
  it.each([
    ["ok", 200, { status: "ok" }, "ok", []],
    ["Healthy, as others spell it", 200, { status: "Healthy" }, "ok", []],
    [
      "ok with its checks",
      200,
      { status: "ok", checks: { database: "ok", stripe: { status: "up" }, cache: true } },
      "ok",
      [],
    ],
    [
      "degraded, and by what",
      200,
      { status: "degraded", checks: { database: "ok", stripe: { status: "down", message: "timeout" } } },
      "degraded",
      ["stripe: timeout"],
    ],
    ["degraded with a 503 stays degraded", 503, { status: "degraded" }, "degraded", []],
    ["unhealthy", 503, { status: "unhealthy", checks: { database: "fail" } }, "unhealthy", ["database: fail"]],
    ["ok with a 500 is not believed", 500, { status: "ok" }, "unhealthy", ["says ok, but answers 500"]],
    ["a page that says 200 to everything", 200, "<html>", "unhealthy", ["answered 200 and no health report"]],
    ["JSON that is none", 200, ["ok"], "unhealthy", ["answered 200 and no health report"]],
    ["a word that nobody knows", 200, { status: "purple" }, "unhealthy", ["answered 200 and no health report"]],
  ])("%s", (_, status, body, health, problems) => {
    expect(report(status, body)).toEqual({ health, problems });
  });
});
