import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, extname, join } from "node:path";
import { ensureEngine } from "../../../toolchain/ensure.ts";
import { loadDefinition, loadForCommand } from "../../config/command.ts";
import { type PlatformFolder, platformFolder, platformFolders } from "../../config/platforms.ts";
import type { CommandContext, Handler } from "../command.ts";
import { table } from "../report.ts";
import { filesOf } from "./files.ts";
import { MemoryWatch } from "./memory.ts";
import { type PhaseResult, Phases } from "./phases.ts";
import { counted, type Rehearsed, rehearse } from "./rehearsal.ts";
import { ScratchUniverse } from "./universe.ts";

/** What one rehearsal was asked for. */
interface Order {
  readonly platform: string;
  readonly directory: string;
  readonly stack: string;
}

interface Verdict {
  readonly platform: string;
  readonly stack: string;
  readonly ok: boolean;
  /** Resources at vendors by type. */
  readonly resources: Readonly<Record<string, number>>;
  readonly owner: { readonly stack: string; readonly resources: number } | null;
  readonly phases: readonly PhaseResult[];
  /** Of all processes together, in MB of 2^20 bytes; null where the system does not tell. */
  readonly peakMemoryMb: number | null;
  readonly engine: string | null;
  /** Where it still stands, with --keep. */
  readonly kept: string | null;
}

/** Stands one stack, or every stack there is, up and down in scratch universes. Exit code 2: one of them did not hold. */
export const handle: Handler = async (context) => {
  const orders = await ordersOf(context);
  for (const { directory, stack } of orders)
    loadForCommand({ directory, stack, definition: await loadDefinition(directory), lenient: true });
  await ensureEngine({ environment: context.environment }); // once, with the machine's own network
  const verdicts = await sideBySide(orders, (order) => one(context, order, orders.length > 1));
  const ok = verdicts.every((verdict) => verdict.ok);
  const [only] = verdicts;
  return {
    code: ok ? 0 : 2,
    json: context.flags["all"] === true ? { ok, rehearsals: verdicts } : only,
    text: verdicts.length === 1 && only !== undefined ? told(only) : matrix(verdicts),
  };
};

async function ordersOf({ flags, project, installation }: CommandContext): Promise<Order[]> {
  const all = (folder: PlatformFolder): Order[] =>
    folder.stacks.map((stack) => ({ platform: folder.name, directory: folder.directory, stack }));
  if (flags["all"] === true) return (await platformFolders(installation)).flatMap(all);
  const folder =
    typeof flags["platform"] === "string"
      ? await platformFolder(installation, flags["platform"])
      : { name: "", directory: project };
  return [{ platform: folder.name, directory: folder.directory, stack: String(flags["stack"]) }];
}

/** Each rehearsal keeps about two cores busy. */
async function sideBySide<Job, Result>(
  jobs: readonly Job[],
  work: (job: Job) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = [...jobs.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.floor(availableParallelism() / 2)) }, worker));
  return results;
}

async function one(given: CommandContext, order: Order, several: boolean): Promise<Verdict> {
  const label = several ? `[${order.platform} ${order.stack}] ` : "";
  const context = {
    ...given,
    project: order.directory,
    progress: (line: string) => given.progress(`${label}${line}`),
  };
  const universe = await ScratchUniverse.open(context);
  const memory = new MemoryWatch(process.pid);
  const phases = new Phases(() => universe.calls(), context.progress);
  const keep = given.flags["keep"] === true;
  const interrupted = () => phases.interrupt();
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  try {
    const rehearsed = await rehearse(universe, order.stack, phases, keep);
    await writeOut(context, universe, rehearsed, several ? order : undefined);
    const { standing } = rehearsed;
    return {
      platform: standing?.stack.spec.name ?? order.platform,
      stack: order.stack,
      ok: !phases.failed,
      resources: standing === undefined ? {} : byType(standing.deployment),
      owner: rehearsed.owner ?? null,
      phases: phases.results,
      peakMemoryMb: memory.peak ?? null,
      engine: standing?.stack.engine.version ?? null,
      kept: keep ? universe.folder : null,
    };
  } finally {
    memory.stop();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    if (!keep) await universe.close();
  }
}

/** @param order named in the files' names when there are several */
async function writeOut(
  { flags }: CommandContext,
  universe: ScratchUniverse,
  { standing }: Rehearsed,
  order: Order | undefined,
): Promise<void> {
  const suffix = order === undefined ? "" : `.${order.platform}.${order.stack}`;
  const put = (flag: string, text: () => string): void => {
    const given = flags[flag];
    if (typeof given !== "string") return;
    const end = extname(given);
    const file = `${given.slice(0, given.length - end.length)}${suffix}${end}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text(), { mode: 0o600 });
  };
  put("stateOut", () => `${JSON.stringify(standing?.vendors ?? {}, undefined, 2)}\n`);
  put("journalOut", () => universe.journal());
  if (typeof flags["filesOut"] !== "string" || standing === undefined) return;
  for (const { path, text } of filesOf(standing.stack.spec)) {
    const file = join(flags["filesOut"], order === undefined ? "" : `${order.platform}-${order.stack}`, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function byType(deployment: Parameters<typeof counted>[0]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of counted(deployment)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const calls = ({ calls }: PhaseResult): string =>
  Object.entries(calls)
    .map(([vendor, { reads, writes }]) => `${vendor} ${reads}+${writes}`)
    .join(", ");

function told(verdict: Verdict): string {
  const { platform, stack, phases, resources, owner, peakMemoryMb, kept, ok } = verdict;
  const rows = phases.map((phase) => [
    phase.verdict === "passed" ? "ok" : "FAILED",
    phase.name,
    `${phase.seconds.toFixed(1)} s`,
    calls(phase),
  ]);
  const problems = phases.flatMap((phase) => phase.problems.map((problem) => `- ${phase.name}: ${problem}`));
  const more = [
    `${total(resources)} resources of ${Object.keys(resources).length} types${owner === null ? "" : `, after ${owner.resources} of the owner ${owner.stack}`}`,
    ...(peakMemoryMb === null ? [] : [`${peakMemoryMb} MB at most`]),
  ];
  return [
    `${platform} on ${stack}: ${ok ? "green" : "NOT GREEN"}, ${more.join(", ")}`,
    "",
    table([["", "phase", "time", "vendor calls (reads+writes)"], ...rows]),
    ...(problems.length === 0 ? [] : ["", ...problems]),
    ...(kept === null ? [] : ["", `It still stands in ${kept}`]),
  ].join("\n");
}

function matrix(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ platform, stack, ok, resources, phases, peakMemoryMb }) => [
    platform,
    stack,
    ok ? "ok" : `FAILED in ${phases.find(({ verdict }) => verdict === "failed")?.name ?? "?"}`,
    String(total(resources)),
    `${phases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} s`,
    peakMemoryMb === null ? "" : `${peakMemoryMb} MB`,
  ]);
  const problems = verdicts.flatMap(({ platform, stack, phases }) =>
    phases.flatMap(({ name, problems }) => problems.map((problem) => `- ${platform} ${stack}, ${name}: ${problem}`)),
  );
  return [
    table([["platform", "stack", "verdict", "resources", "time", "memory"], ...rows]),
    ...(problems.length === 0 ? [] : ["", ...problems]),
  ].join("\n");
}
