import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { checkout, Scratch } from "../support/scratch.ts";
import { type Many, measureMany } from "./many.ts";
import { measureStart, type ProviderStart } from "./providers.ts";

/**
 * `npm run bench`: what a preview costs, side by side in one run on one engine: an empty program, then the platform
 * with nothing to change, in turn. Writes docs/bench.md with the machine named.
 */
const rounds = Number(process.argv[2] ?? 7);
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** A program that declares nothing, with the same engine, Node, backend and passphrase as the platform's stack. */
function emptyProgram(environment: Record<string, string>, pulumi: string): string {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-bench-"));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: empty\nmain: index.mjs\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "type": "module", "main": "index.mjs" }\n');
  writeFileSync(join(folder, "index.mjs"), "export {};\n");
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
  execFileSync(pulumi, ["stack", "init", "bench", "--non-interactive"], {
    cwd: folder,
    env: environment,
    stdio: "ignore",
  });
  execFileSync(pulumi, ["up", "--yes", "--stack", "bench", "--non-interactive"], {
    cwd: folder,
    env: environment,
    stdio: "ignore",
  });
  return folder;
}

function timed(command: string, args: readonly string[], cwd: string, environment: Record<string, string>): number {
  const started = performance.now();
  execFileSync(command, args, { cwd, env: environment, stdio: ["ignore", "ignore", "inherit"] });
  return (performance.now() - started) / 1000;
}

const scratch = new Scratch("groundplan-bench");
try {
  await scratch.loopback();
  const first = await scratch.groundplan(["up"]);
  if (first.code !== 0) throw new Error(first.stderr + first.stdout);
  const env = await scratch.groundplan(["env", "--json"]);
  const {
    variables,
    path,
    engine,
  }: { variables: Record<string, string>; path: string[]; engine: { version: string } } = JSON.parse(env.stdout);
  const environment = {
    ...scratch.environment,
    ...variables,
    PATH: [...path, dirname(process.execPath), process.env["PATH"]].join(":"),
    NODE_COMPILE_CACHE: join(scratch.folder, "compile-cache"),
  };
  const pulumi = join(path[1] ?? "", "pulumi");
  const empty = emptyProgram(environment, pulumi);
  const wrapped = join(path[0] ?? "", "pulumi");

  const seconds = { empty: [] as number[], platform: [] as number[], up: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const one = timed(pulumi, ["preview", "--stack", "bench", "--non-interactive"], empty, environment);
    const two = timed(wrapped, ["preview", "--stack", "local", "--non-interactive"], scratch.project, environment);
    const three = timed(process.execPath, [join(scratch.project, "src", "cli.ts"), "up"], scratch.project, {
      ...scratch.environment,
      NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE,
    });
    if (round === 0) continue; // fills the compile cache
    seconds.empty.push(one);
    seconds.platform.push(two);
    seconds.up.push(three);
    process.stderr.write(
      `round ${round}: empty ${one.toFixed(2)} s, platform ${two.toFixed(2)} s, second up ${three.toFixed(2)} s\n`,
    );
  }
  const starts: ProviderStart[] = [];
  for (const name of ["vercel", "supabase", "sentry", "posthog"])
    starts.push(await measureStart(checkout, name, rounds, environment));
  const many: Many[] = [];
  for (const latency of [0, 80]) for (const count of [20, 200]) many.push(...(await measureMany(count, latency)));
  const text = report(engine.version, seconds, starts, many);
  mkdirSync(join(checkout, "docs"), { recursive: true });
  writeFileSync(join(checkout, "docs", "bench.md"), text);
  process.stdout.write(text);
  rmSync(empty, { recursive: true, force: true });
} finally {
  await scratch.remove();
}

function report(
  version: string,
  seconds: Record<"empty" | "platform" | "up", readonly number[]>,
  starts: readonly ProviderStart[],
  many: readonly Many[],
): string {
  const [empty, platform, up] = [median(seconds.empty), median(seconds.platform), median(seconds.up)];
  const range = (numbers: readonly number[]) => `${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)}`;
  const memory = starts.reduce((sum, { megabytes = 0 }) => sum + megabytes, 0);
  return `# What a run costs

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; medians of ${rounds} rounds, all measured in turn in one run.
Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}; Node ${process.versions.node}, pulumi ${version}.

| what | seconds | range | budget |
| --- | --- | --- | --- |
| preview of an empty program | ${empty.toFixed(2)} | ${range(seconds.empty)} | |
| preview of the platform, nothing to change | ${platform.toFixed(2)} | ${range(seconds.platform)} | |
| ratio of the two | ${(platform / empty).toFixed(2)} | | 3.0 at first, 1.25 is the goal |
| second \`groundplan up\` (preview with policies; nothing to update; table) | ${up.toFixed(2)} | ${range(seconds.up)} | 5 |

| provider | spawn to port, ms | range | spawn to first answer, ms | memory, MB |
| --- | --- | --- | --- | --- |
${starts.map(({ name, ms, answered, megabytes }) => `| ${name} | ${median(ms).toFixed(0)} | ${Math.min(...ms).toFixed(0)}–${Math.max(...ms).toFixed(0)} | ${median(answered).toFixed(0)} | ${megabytes?.toFixed(0) ?? "?"} |`).join("\n")}
| all | | | | ${memory.toFixed(0)} |

Budgets: 150 ms and 110 MB a provider, 600 MB together. Definitions load while the engine connects to the port.

Resources over four vendors, siblings under one project at each; all vendors slowed down to the latency. Measured once.

| latency, ms | operation | 20: seconds | calls (reads+writes) | 200: seconds | calls | seconds, 200 against 20 |
| --- | --- | --- | --- | --- | --- | --- |
${rowsOf(many).join("\n")}

A refresh makes one list call where siblings share it.
`;
}

function rowsOf(many: readonly Many[]): string[] {
  const calls = ({ reads, writes }: Many): string => `${reads}+${writes}`;
  return many
    .filter(({ count }) => count === 20)
    .flatMap((few) => {
      const lots = many.find(
        ({ count, latency, operation }) => count > 20 && latency === few.latency && operation === few.operation,
      );
      if (lots === undefined) return [];
      const [one, other] = [few.seconds, lots.seconds].map((seconds) => seconds.toFixed(1));
      const cells = [
        few.latency,
        few.operation,
        one,
        calls(few),
        other,
        calls(lots),
        (lots.seconds / few.seconds).toFixed(1),
      ];
      return [`| ${cells.join(" | ")} |`];
    });
}
