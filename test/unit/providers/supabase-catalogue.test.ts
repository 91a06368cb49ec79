import { describe, expect, it } from "vitest";
import { regions as played } from "../../../loopback/supabase/regions.ts";
import { instanceSizes, regions } from "../../../providers/supabase/project-catalogue.ts";
import { databaseSettings } from "../../../src/spec/database.ts";

/** The same lists stand in three rooms that may not import each other. */
describe("where a project can be and how large", () => {
  it("is the same for a platform, the provider and the loopback", () => {
    const declared = databaseSettings.shape.region.options;
    expect([...declared].sort()).toEqual([...regions].sort());
    expect([...played].sort()).toEqual([...regions].sort());
  });

  it("is a size that the provider knows, in its order", () => {
    const declared: readonly string[] = databaseSettings.shape.size.unwrap().options;
    expect(instanceSizes.filter((size) => declared.includes(size))).toEqual(declared);
    expect(declared.length).toBeGreaterThan(10);
  });
});
