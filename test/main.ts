import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { budgetOf } from "./budgets.ts";

/**
 * The door of `npm test`: types, style, dead code, then every suite, and where GROUNDPLAN_CONFORMANCE names a checker
 * of API journals, every clean run's journal. The last line is `N passed, N failed`.
 */
const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "groundplan-test-"));

interface Suite {
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly { readonly status: string }[];
}

async function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  cwd = root,
): Promise<boolean> {
  process.stdout.write(`\n$ ${relative(root, command) || command} ${args.join(" ")}\n`);
  const child = spawn(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...environment } });
  const [code] = await once(child, "exit");
  return code === 0;
}

/** Types, style and dead code. The tools of the last two are a package of their own, which only who tests needs. */
async function checks(): Promise<boolean[]> {
  const tools = join(root, "test", "tools");
  const bin = (folder: string, name: string) => join(folder, "node_modules", ".bin", name);
  return [
    await run(bin(root, "tsc"), ["--noEmit", "-p", "."]),
    await install("tools"),
    await run(bin(tools, "biome"), ["check", "."]),
    await run(bin(tools, "knip"), []),
  ];
}

/**
 * A package of its own beside the suites. `tools`: style, dead code, GitHub's reading of workflow files. `clients`: the
 * vendors' own command line tools, which `test/e2e/clients.test.ts` points at the loopback, as large as all else together.
 */
function install(folder: "tools" | "clients"): Promise<boolean> {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  return run("npm", ["install", "--no-save", ...quiet], {}, join(root, "test", folder));
}

/** Every suite, or those that are named. */
async function suites(named: readonly string[], journals: string): Promise<readonly Suite[]> {
  const output = join(scratch, "results.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${output}`];
  await run(join(root, "node_modules", ".bin", "vitest"), ["run", ...reporters, ...named], {
    GROUNDPLAN_JOURNALS: journals,
  });
  return existsSync(output) ? JSON.parse(readFileSync(output, "utf8")).testResults : [];
}

/** Holds the journals of clean runs against the vendors' own API descriptions. */
async function conformance(checker: string, journals: string): Promise<boolean[]> {
  const copy = join(scratch, "conformance");
  cpSync(checker, copy, { recursive: true });
  const descriptions = join(checker, "..", "..", "vendor-apis");
  if (!(await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {}, copy))) return [false];
  const found = readdirSync(journals);
  if (found.length === 0) process.stdout.write("no journal was kept: nothing was checked, which is a failure\n");
  const verdicts: boolean[] = [found.length > 0];
  for (const journal of found) {
    const args = ["conformance.mjs", join(journals, journal), "--descriptions", descriptions];
    verdicts.push(await run(process.execPath, args, {}, copy));
    const { vendors } = JSON.parse(
      spawnSync(process.execPath, [...args, "--json"], { cwd: copy, encoding: "utf8", maxBuffer: 2 ** 28 }).stdout,
    ) as { vendors: Record<string, { requests: number; skipped: number }> };
    for (const [vendor, { requests, skipped }] of Object.entries(vendors))
      if (skipped === requests) process.stdout.write(`unchecked: ${vendor} ${requests} requests\n`);
  }
  return verdicts;
}

function table(results: readonly Suite[]): string {
  const rows = results
    .map(({ name, startTime, endTime, assertionResults }) => ({
      name: relative(root, name),
      seconds: (endTime - startTime) / 1000,
      tests: assertionResults.length,
    }))
    .toSorted((a, b) => b.seconds - a.seconds);
  const over = rows.filter(({ name, seconds }) => seconds > budgetOf(name)).map(({ name }) => name);
  const line = (cells: readonly [string, string, string, string]): string =>
    `${cells[0].padStart(7)}  ${cells[1].padStart(6)}  ${cells[2].padStart(5)}  ${cells[3]}`;
  return [
    line(["seconds", "budget", "tests", "suite"]),
    ...rows.map(({ name, seconds, tests }) => line([seconds.toFixed(1), String(budgetOf(name)), String(tests), name])),
    ...(over.length === 0 ? [] : ["", `over budget: ${over.join(", ")}`]),
  ].join("\n");
}

const onlyChecks = process.argv.includes("--checks");
const named = process.argv.slice(2).filter((word) => word !== "--checks");
const journals = join(scratch, "journals");
mkdirSync(journals);
const checked = named.length === 0 ? await checks() : [];
const whole = named.length === 0 && !onlyChecks;
if (whole && !(await install("clients")))
  process.stdout.write(
    "The vendors' own command line tools could not be installed: their second opinion is left out.\n",
  );
if (named.length > 0 && !existsSync(join(root, "test", "tools", "node_modules"))) await install("tools");
const results = onlyChecks ? [] : await suites(named, journals);
const covered = whole ? [await run(process.execPath, [join(root, "test", "coverage.ts"), journals])] : [];
const checker = process.env["GROUNDPLAN_CONFORMANCE"];
const conformed = checker === undefined || !whole ? [] : await conformance(checker, journals);
rmSync(scratch, { recursive: true, force: true });

const tests = results.flatMap(({ assertionResults }) => assertionResults);
const passed = tests.filter(({ status }) => status === "passed").length;
// A suite that could not even be loaded has no tests to fail, and a run without suites proves nothing: both are failures.
const unloaded =
  results.filter(({ assertionResults }) => assertionResults.length === 0).length +
  (results.length === 0 && !onlyChecks ? 1 : 0);
const failed = tests.filter(({ status }) => status === "failed").length + unloaded;
const others = [...checked, ...covered, ...conformed];
process.stdout.write(`\n${table(results)}\n`);
process.stdout.write(
  `\n${passed + others.filter(Boolean).length} passed, ${failed + others.filter((ok) => !ok).length} failed\n`,
);
process.exitCode = failed === 0 && others.every(Boolean) ? 0 : 1;
