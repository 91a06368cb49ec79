import { actionOf, actions, commands, type Equivalent } from "./equivalents.ts";
import type { Contexts, Expressions } from "./expression.ts";
import { runScript } from "./machine.ts";
import type { StepReport } from "./report.ts";
import type { FileStep } from "./workflow-file.ts";

/** What steps run in. */
export interface Place {
  readonly expressions: Expressions;
  /** The checkout: every step's folder. */
  readonly workspace: string;
  readonly temporary: string;
  readonly artifacts: string;
  /** The machine's variables, and those that GitHub gives to every step. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A step that is over, and what later steps see of it. */
export interface StepResult {
  readonly report: StepReport;
  readonly outputs: Readonly<Record<string, string>>;
  readonly exported: Readonly<Record<string, string>>;
  readonly outcome: "success" | "failure" | "skipped";
}

const nothing = { outputs: {}, exported: {} };

/** What a person sees of a step that has no name. */
export const titleOf = ({ run, uses = "", name }: FileStep): string =>
  run?.trim().split("\n")[0] ?? `${actionOf(uses)}${name === undefined ? "" : ` (${name})`}`;

/** One step, once its condition is met. @param env variables of the workflow, the job and of earlier steps */
export async function runStep(
  step: FileStep,
  env: Readonly<Record<string, string>>,
  contexts: Contexts,
  place: Place,
): Promise<StepResult> {
  const started = Date.now();
  const report = (outcome: StepReport["outcome"], detail = ""): StepReport => ({
    ...{ step: titleOf(step), outcome, detail },
    seconds: (Date.now() - started) / 1000,
  });
  const own = { ...env, ...filled(step.env, contexts, place) };
  const failed = (outcome: "failed" | "cannot", detail: string): StepResult => ({
    ...{ ...nothing, report: report(outcome, detail), outcome: "failure" },
  });
  const equivalent = equivalentOf(step);
  if (equivalent !== undefined) {
    try {
      const { workspace, artifacts } = place;
      equivalent.does({ inputs: filled(step.with, contexts, place), env: own, workspace, artifacts });
      const detail = `${equivalent.name}: ${equivalent.reason}`;
      return { ...nothing, report: report("replaced", detail), outcome: "success" };
    } catch (error) {
      return failed("failed", `${equivalent.name}: ${error}`);
    }
  }
  if (step.run === undefined) return failed("cannot", `no equivalent of ${actionOf(step.uses ?? "")}`);
  const script = place.expressions.fill(step.run, contexts);
  const environment = { ...place.environment, ...own };
  const { code, log, outputs, exported } = await runScript({ ...place, script, environment });
  if (code !== 0) return { ...failed("failed", `exit ${code}: ${lastLines(log)}`), outputs, exported };
  return { report: report("run", lastLines(log)), outputs, exported, outcome: "success" };
}

const equivalentOf = ({ run, uses }: FileStep): Equivalent | undefined =>
  uses === undefined ? commands[(run ?? "").trim()] : actions[actionOf(uses)];

/** The end of what a step said. npm says things of its own about the machine's settings. */
const lastLines = (log: string): string =>
  log
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("npm warn"))
    .slice(-6)
    .join("\n");

/** Values of `env` and `with`, as strings. */
export const filled = (
  texts: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
  { expressions }: Pick<Place, "expressions">,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, value]) => [name, expressions.fill(String(value), contexts)]),
  );
