import { defineConfig } from "vitest/config";

/** Cheapest shelf first: `unit` needs no engine; `e2e` runs the real one, three files at a time on two cores: each brings a machine's worth of processes, and half of its time it waits. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["test/house.test.ts", "test/{unit,components,golden}/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
