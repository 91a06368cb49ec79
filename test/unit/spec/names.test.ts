import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlatformError } from "../../../src/errors.ts";
import { joined, logicalName, type NameKind, nameProblem, physicalName } from "../../../src/spec/names.ts";

const limits: Readonly<Record<NameKind, number>> = {
  platform: 40,
  vercelProject: 100,
  supabaseProject: 256,
  supabaseFunction: 64,
  sentrySlug: 50,
  posthogProject: 200,
  githubRepository: 100,
  githubEnvironment: 255,
};
const kinds = Object.keys(limits) as NameKind[];

describe("a physical name", () => {
  it("comes back as it is or not at all", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.string({ maxLength: 300 }), (kind, name) => {
        try {
          expect(physicalName(kind, name, "here")).toBe(name);
          expect(name.length).toBeLessThanOrEqual(limits[kind]);
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          expect(error.code).toBe("name/invalid");
        }
      }),
    );
  });

  it.each(kinds)("of %s may have its vendor's full length and not one character more", (kind) => {
    expect(nameProblem(kind, "a".repeat(limits[kind]))).toBeUndefined();
    expect(nameProblem(kind, "a".repeat(limits[kind] + 1))).toContain(`at most ${limits[kind]}`);
  });

  it.each([
    ["vercelProject", "a---b"],
    ["vercelProject", "Upper"],
    ["sentrySlug", "123"],
    ["githubRepository", ".."],
    ["supabaseFunction", "1st"],
    ["platform", "two--hyphens"],
  ] as const)("of %s is not %s", (kind, name) => {
    expect(nameProblem(kind, name)).toContain("allowed:");
  });
});

describe("a logical name", () => {
  it("begins with its parent's, and does not know the environment", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,9}$/), fc.array(fc.stringMatching(/^[a-z]{1,9}$/)), (platform, roles) => {
        expect(logicalName(platform, ...roles).startsWith(platform)).toBe(true);
        expect(logicalName(platform, ...roles)).toBe(joined(platform, ...roles));
      }),
    );
  });
});
