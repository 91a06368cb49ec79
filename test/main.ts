import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** The door of `npm test`: types, style, then every suite; its last line is `N passed, N failed`. */
const root = join(import.meta.dirname, "..");

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number; readonly assertionResults: readonly unknown[] }[];
}

async function run(command: string, ...args: string[]): Promise<boolean> {
  process.stdout.write(`\n$ ${command} ${args.join(" ")}\n`);
  const child = spawn(join(root, "node_modules", ".bin", command), args, { cwd: root, stdio: "inherit" });
  const [code] = await once(child, "exit");
  return code === 0;
}

const given = process.argv.slice(2);
const checks = given.length > 0 ? [] : [["tsc", "--noEmit", "-p", "."], ["biome", "check", "."], ["knip"]];
const passed: boolean[] = [];
for (const [command = "", ...args] of checks) passed.push(await run(command, ...args));

const folder = mkdtempSync(join(tmpdir(), "groundplan-test-"));
const output = join(folder, "results.json");
const green = await run("vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`, ...given);
const results: Results = JSON.parse(readFileSync(output, "utf8"));
rmSync(folder, { recursive: true });

const suites = results.testResults.map(({ name, startTime, endTime, assertionResults }) => ({ name: relative(root, name), seconds: (endTime - startTime) / 1000, tests: assertionResults.length }));
process.stdout.write("\nseconds  tests  suite\n");
for (const { name, seconds, tests } of suites.sort((a, b) => b.seconds - a.seconds)) {
  process.stdout.write(`${seconds.toFixed(1).padStart(7)}  ${String(tests).padStart(5)}  ${name}\n`);
}
// A suite that could not even be loaded has no tests to fail, but is a failure.
const unloaded = results.testResults.filter(({ assertionResults }) => assertionResults.length === 0).length;
const failed = results.numFailedTests + unloaded + passed.filter((ok) => !ok).length + (green || results.numFailedTests + unloaded > 0 ? 0 : 1);
process.stdout.write(`\n${results.numPassedTests + passed.filter((ok) => ok).length} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
