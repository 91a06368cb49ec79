import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openEventPipe } from "../../../src/engine/event-pipe.ts";
import { reportOf } from "../../../src/engine/events.ts";

const summary = (resourceChanges: Record<string, number>) =>
  JSON.stringify({ summaryEvent: { resourceChanges, durationSeconds: 1, isPreview: true } });
const outputs = (old: unknown, now: unknown) =>
  JSON.stringify({
    resOutputsEvent: { metadata: { op: "same", urn: "u", type: "t", old: { outputs: old }, new: { outputs: now } } },
  });
const diagnostic = (message: string, severity: string) => JSON.stringify({ diagnosticEvent: { message, severity } });

describe("the engine's events", () => {
  it("are idle only when every resource and every output is the same", () => {
    expect(reportOf([outputs({ a: 1 }, { a: 1 }), summary({ same: 3 })]).idle).toBe(true);
    expect(reportOf([outputs({ a: 1 }, { a: 2 }), summary({ same: 3 })]).idle).toBe(false);
    expect(reportOf([summary({ same: 3, update: 1 })]).idle).toBe(false);
    expect(reportOf([]).idle).toBe(false);
  });

  it("tell errors without the engine's closing word, colours and debug talk", () => {
    const report = reportOf([
      diagnostic("<{%reset%}>no such thing<{%reset%}>\n", "error"),
      diagnostic("preview failed\n", "error"),
      diagnostic("value,,,s3cret", "debug"),
    ]);
    expect(report.errors).toEqual([{ urn: undefined, message: "no such thing" }]);
  });

  it("tell a violation once, and survive a last line that was cut off", () => {
    const violation = JSON.stringify({
      policyEvent: { policyName: "p", message: "m", enforcementLevel: "mandatory", resourceUrn: "u" },
    });
    expect(reportOf([violation, violation, '{"summaryEv']).violations).toEqual([
      { policy: "p", message: "m", urn: "u", mandatory: true },
    ]);
  });
});

describe("the event pipe", () => {
  it("hands on every line of a writer that opens and closes it, and leaves nothing on disk", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "groundplan pipe's ")), "events");
    const pipe = openEventPipe(path);
    expect(statSync(path).isFIFO()).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await promisify(execFile)("sh", ["-c", 'for i in $(seq 2000); do echo "line $i"; done > "$0"', path]);
    const lines = (await pipe.close()).filter((line) => line !== "");
    expect(lines).toHaveLength(2000);
    expect(lines.at(-1)).toBe("line 2000");
    expect(existsSync(path)).toBe(false);
  });
});
