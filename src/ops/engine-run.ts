import { join } from "node:path";
import { openEventPipe } from "../engine/event-pipe.ts";
import { type EngineReport, reportOf } from "../engine/events.ts";
import { refuseLocked } from "../engine/lock.ts";
import type { EngineExit } from "../engine/run.ts";
import { readDeployment, type StateResource } from "../engine/session.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import type { OpenStack } from "./open-stack.ts";
import { readUnfinished } from "./read-back.ts";
import { quoted } from "./shell.ts";

export interface EngineOutcome {
  readonly exit: EngineExit;
  readonly report: EngineReport;
  /** 2 when nothing but a policy refused, 1 for any other failure. */
  readonly code: ExitCode;
  readonly seconds: number;
}

/**
 * Runs one engine operation that writes, after taking over what an earlier, killed run may have made, and reading back
 * what a failed one left half made.
 */
export async function runWriting(
  context: CommandContext,
  stack: OpenStack,
  args: readonly string[],
): Promise<EngineOutcome> {
  refuseIfLocked(stack);
  const before = await readDeployment(stack.session, stack.spec.name);
  if (before !== undefined && before.pending.length > 0) {
    const { recoverPending } = await import("./pending.ts"); // every provider behind it: only when it is needed
    await recoverPending(context, stack, before);
  }
  const unfinished = before?.resources.filter(isHalfMade) ?? [];
  if (unfinished.length > 0) await readUnfinished(context, stack, unfinished);
  return runOperation(context, stack, args);
}

/** Runs one engine operation on the stack, passing its lines on as progress, and reads what happened from its events. */
export async function runOperation(
  context: CommandContext,
  stack: OpenStack,
  args: readonly string[],
): Promise<EngineOutcome> {
  const { session, files } = stack;
  const pipe = openEventPipe(join(files.folder, `events-${process.pid}`));
  const whole = [...args, ...session.stackArguments, "--event-log", pipe.path];
  context.progress(`$ pulumi ${whole.map(quoted).join(" ")}`);
  const started = performance.now();
  const exit = await session.run(whole, { onLine: context.progress });
  const report = reportOf(await pipe.close());
  const seconds = (performance.now() - started) / 1000;
  if (exit.code !== 0 && args[0] === "up") {
    const { recoverLost } = await import("./lost-creates.ts");
    await recoverLost(context, stack, report, seconds);
  }
  return { exit, report, code: codeOf(exit, report), seconds };
}

/** Our own providers finish an unfinished object at its next update; what GitHub's plugin kept may not exist at all. */
const isHalfMade = ({ type, initErrors = [] }: StateResource): boolean =>
  type.startsWith("github:") && initErrors.length > 0;

function refuseIfLocked({ session, spec }: OpenStack): void {
  if (session.setup.onLoopback) refuseLocked(session.setup.home.state, spec.name, spec.stack);
}

function codeOf(exit: EngineExit, report: EngineReport): ExitCode {
  if (exit.code === 0) return 0;
  const refused = new Set(report.violations.filter(({ mandatory }) => mandatory).map(({ urn }) => urn));
  // What a policy refuses, a provider may refuse as well (schema drift): that is one finding, told twice.
  const byPolicyOnly = refused.size > 0 && report.errors.every(({ urn }) => urn !== undefined && refused.has(urn));
  return byPolicyOnly ? 2 : 1;
}
