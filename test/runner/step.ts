import { actionOf, actions, commands, type Equivalent } from "./equivalents.ts";
import type { Contexts, Expressions } from "./expression.ts";
import { type ProgramRun, runAction, runScript } from "./machine.ts";
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
  const surroundings = { ...place, environment: { ...place.environment, ...own } };
  const equivalent = equivalentOf(step);
  if (equivalent === undefined) {
    if (step.run === undefined) return failed("cannot", `no equivalent of ${actionOf(step.uses ?? "")}`);
    return ended("run", await runScript(place.expressions.fill(step.run, contexts), surroundings));
  }
  const { name, reason } = equivalent;
  if ("program" in equivalent) {
    const unknown = Object.keys(step.with ?? {}).filter((input) => !(input in equivalent.inputs));
    if (unknown.length > 0) return failed("cannot", `${name} does not know the input ${unknown.join(", ")}`);
    const inputs = filled({ ...equivalent.inputs, ...step.with }, contexts, place);
    return ended("replaced", await runAction(equivalent.program, inputs, surroundings), `${name}: ${reason}`);
  }
  try {
    equivalent.does({ ...place, inputs: filled(step.with, contexts, place) });
    return { ...nothing, report: report("replaced", `${name}: ${reason}`), outcome: "success" };
  } catch (error) {
    return failed("failed", `${name}: ${error}`);
  }

  function ended(outcome: "run" | "replaced", { code, log, outputs, exported }: ProgramRun, detail = lastLines(log)) {
    if (code !== 0) return { ...failed("failed", `exit ${code}: ${lastLines(log)}`), outputs, exported };
    return { report: report(outcome, detail), outputs, exported, outcome: "success" as const };
  }
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
