import { defineConfig } from "vitest/config";

/** Cheapest shelf first: `unit` needs no engine, `e2e` runs the real one, one file at a time because each brings a machine's worth of processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/house.test.ts", "test/{unit,components,golden}/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
