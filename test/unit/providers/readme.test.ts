import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readmeOf } from "../../../src/ops/schema/readme.ts";
import { providersByVendor } from "../../support/providers.ts";

describe.each(Object.entries(providersByVendor))("the README of %s", (vendor, provider) => {
  it("says what the provider can do today", () => {
    const file = join(import.meta.dirname, "..", "..", "..", "providers", vendor, "README.md");
    const fix = `npx groundplan schema ${provider.name} --markdown > providers/${vendor}/README.md`;
    expect(readFileSync(file, "utf8").trimEnd(), fix).toBe(readmeOf(provider).trimEnd());
  });

  it("tells of each resource which calls it makes", () => {
    expect(provider.resources.filter(({ calls }) => calls === undefined).map(({ token }) => token)).toEqual([]);
  });
});
