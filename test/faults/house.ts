import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changed, lastPhase } from "../../src/engine/events.ts";
import { askLoopback } from "../../src/engine/loopback.ts";
import type { CommandContext } from "../../src/ops/command.ts";
import { type EngineOutcome, runWriting } from "../../src/ops/engine-run.ts";
import { type OpenStack, openStack } from "../../src/ops/open-stack.ts";
import { accountsOf } from "../../src/ops/rehearse/accounts.ts";
import { ScratchUniverse, type VendorState } from "../../src/ops/rehearse/universe.ts";
import type { Fault } from "./fault.ts";
import type { Call } from "./writes.ts";

export interface Run {
  readonly outcome: EngineOutcome;
  readonly ok: boolean;
  /** Lines in which the run says why it takes longer, each once. */
  readonly said: readonly string[];
}

/** A scratch universe that is emptied between two games: the real engine, all vendors on loopback. */
export class FaultHouse {
  private readonly universe: ScratchUniverse;
  private readonly stack: OpenStack;
  private readonly context: CommandContext;
  /** The engine's state of a stack that was never up. */
  private readonly nothing: string;
  private heard: string[] = [];
  private seen = 0;

  private constructor(universe: ScratchUniverse, stack: OpenStack, context: CommandContext) {
    this.universe = universe;
    this.stack = stack;
    this.context = { ...context, progress: (line) => this.hear(line) };
    this.nothing = this.deployment();
  }

  /** @param context whose `stack` flag names the stack to play with */
  static async open(context: CommandContext): Promise<FaultHouse> {
    const universe = await ScratchUniverse.open(context);
    try {
      return new FaultHouse(universe, await openStack(universe.context, { universe }), universe.context);
    } catch (error) {
      await universe.close();
      throw error;
    }
  }

  /** Takes vendors and state back to the first day; the accounts that only people make are there. */
  async empty(): Promise<void> {
    await this.lift();
    await this.ask("POST", "reset", {});
    await this.universe.seed(accountsOf(this.stack.spec));
    writeFileSync(this.stateFile, this.nothing);
    rmSync(`${this.stateFile}.bak`, { force: true });
    await this.calls();
  }

  async plant(faults: readonly Fault[]): Promise<void> {
    for (const fault of faults) await this.ask("POST", "faults", fault);
  }

  async lift(): Promise<void> {
    await this.ask("DELETE", "faults");
  }

  /** How many requests have met the faults that are planted. */
  async met(): Promise<number> {
    const { faults } = (await this.ask("GET", "faults")) as { readonly faults: readonly { readonly hit: number }[] };
    return faults.reduce((sum, { hit }) => sum + hit, 0);
  }

  /** `groundplan up` without its preview: what an earlier run left pending is looked up first. */
  async up(): Promise<Run> {
    return this.run(["up", "--yes", "--skip-preview"]);
  }

  /** What a preview that reads all vendors first would still change; nothing, when all is as declared. */
  async unsettled(): Promise<string[]> {
    const { outcome, ok } = await this.run(["preview", "--refresh"]);
    const { report } = outcome;
    if (!ok) return report.errors.map(({ message }) => firstLine(message));
    const phase = lastPhase(report);
    if (phase !== undefined && changed(phase) === 0) return [];
    return report.steps
      .filter(({ op }) => op !== "refresh")
      .map(({ op, urn, diffs }) => `${op} ${urn.split("::").pop()} ${diffs ?? ""}`.trim());
  }

  /** Every call since the last look. */
  async calls(): Promise<readonly Call[]> {
    const { next, entries } = (await this.ask("GET", `journal?since=${this.seen}`)) as {
      readonly next: number;
      readonly entries: readonly Call[];
    };
    this.seen = next;
    return entries;
  }

  vendors(): Promise<VendorState> {
    return this.universe.state();
  }

  /** The engine's state as text. */
  deployment(): string {
    return readFileSync(this.stateFile, "utf8");
  }

  close(): Promise<void> {
    return this.universe.close();
  }

  private async run(args: readonly string[]): Promise<Run> {
    this.heard = [];
    const outcome = await runWriting(this.context, this.stack, args);
    const said = this.heard.flatMap((line) => /This takes longer: .*/.exec(line) ?? []);
    return { outcome, ok: outcome.code === 0, said: [...new Set(said.map((line) => line.trim()))] };
  }

  private hear(line: string): void {
    this.heard.push(line);
    this.universe.context.progress(line);
  }

  private ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return askLoopback(this.universe.loopback, method, path, body);
  }

  private get stateFile(): string {
    const { session, spec } = this.stack;
    return join(session.setup.home.state, ".pulumi", "stacks", spec.name, `${spec.stack}.json`);
  }
}

export const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";
