/** How one step ended. `cannot`: nothing here can run it. `skipped`: its condition, or a step before it that failed. */
export type StepOutcome = "run" | "replaced" | "failed" | "cannot" | "skipped";

export interface StepReport {
  /** What a person sees: its name, its command, or its action. */
  readonly step: string;
  readonly outcome: StepOutcome;
  /** Why it was replaced, or did not go well. */
  readonly detail: string;
  readonly seconds: number;
}

export interface JobReport {
  readonly job: string;
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepReport[];
  /** What stood before it, e.g. `production: approved`. */
  readonly gate: string | undefined;
}

export interface RunReport {
  readonly workflow: string;
  readonly result: "success" | "failure";
  readonly jobs: readonly JobReport[];
}

/** Steps of a run that ended so. */
export const stepsThat = (run: RunReport, outcome: StepOutcome): StepReport[] =>
  run.jobs.flatMap(({ steps }) => steps.filter((step) => step.outcome === outcome));

const outcomes: readonly StepOutcome[] = ["run", "replaced", "failed", "cannot", "skipped"];

/** Jobs by steps, and below it every step that failed, could not run, or was replaced, with the reason. */
export function table(runs: readonly (readonly [title: string, run: RunReport])[]): string {
  const rows = runs.flatMap(([title, { jobs }]) =>
    jobs.map(({ job, result, gate, steps }) => [
      ...[title, job, result, gate ?? ""],
      ...outcomes.map((outcome) => String(steps.filter((step) => step.outcome === outcome).length)),
    ]),
  );
  const lines = [["run", "job", "result", "gate", ...outcomes], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const told = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const notes = runs.flatMap(([title, run]) =>
    (["failed", "cannot"] as const).flatMap((outcome) =>
      stepsThat(run, outcome).map(({ step, detail }) => `${outcome}: ${title}: ${step}: ${detail.split("\n")[0]}`),
    ),
  );
  const replaced = new Map(
    runs.flatMap(([, run]) => stepsThat(run, "replaced").map(({ step, detail }) => [step, detail])),
  );
  return [...told, "", ...notes, ...[...replaced].map(([step, detail]) => `replaced: ${step}: ${detail}`)].join("\n");
}
