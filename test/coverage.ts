import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { providersByVendor } from "./support/providers.ts";

/**
 * `node coverage.ts <folder of journals>`: whether every call that a resource's definition names was really made in some
 * clean run. Prints `covered N/N`; exit code 1 when one is missing, or when there is no journal at all.
 */
const folder = process.argv[2] ?? "";
const seen = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { vendor: string; method: string; path: string }),
);
const named = Object.entries(providersByVendor).flatMap(([vendor, { resources }]) =>
  [...new Set(resources.flatMap(({ calls = [] }) => calls))].map((call) => ({ vendor, call })),
);
const missing = named.filter(({ vendor, call }) => {
  const pattern = new RegExp(
    `^${call
      .split(/\{[^}]+\}/)
      .map(RegExp.escape)
      .join("[^/]+")}$`,
  );
  return !seen.some((one) => one.vendor === vendor && pattern.test(`${one.method} ${one.path}`));
});
process.stdout.write(`${seen.length} calls in journals, covered ${named.length - missing.length}/${named.length}\n`);
for (const { vendor, call } of missing) process.stdout.write(`never made: ${vendor} ${call}\n`);
process.exitCode = seen.length > 0 && missing.length === 0 ? 0 : 1;
