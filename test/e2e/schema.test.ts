import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureEngine } from "../../toolchain/ensure.ts";
import { providersByVendor } from "../support/providers.ts";
import { checkout } from "../support/scratch.ts";

/** Pulumi's own reader of package schemas takes what each of our providers says of itself. */
const home = mkdtempSync(join(tmpdir(), "groundplan-schema-"));
let engine: Awaited<ReturnType<typeof ensureEngine>>;
beforeAll(async () => {
  engine = await ensureEngine({ environment: process.env });
});
afterAll(() => rmSync(home, { recursive: true }));

describe("pulumi package get-schema", () => {
  it.each(Object.entries(providersByVendor))("reads the schema of %s", (vendor, { name, resources }) => {
    const executable = join(checkout, "providers", vendor, `pulumi-resource-${name}`);
    const text = execFileSync(engine.pulumi, ["package", "get-schema", executable], {
      encoding: "utf8",
      cwd: home,
      stdio: ["ignore", "pipe", "pipe"],
      env: { HOME: home, PULUMI_HOME: home, PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter) },
    });
    const schema = JSON.parse(text) as { name: string; resources: Record<string, unknown> };
    expect(schema.name).toBe(name);
    expect(Object.keys(schema.resources).toSorted()).toEqual(resources.map(({ token }) => String(token)).toSorted());
  });
});
