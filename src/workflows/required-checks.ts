import { PlatformError, PlatformErrors } from "../errors.ts";
import { suggestion } from "../spec/nearest.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { Workflow } from "./workflow.ts";

/**
 * @throws PlatformErrors for required checks that no job of these workflows reports to a pull request, each would block
 * every merge for ever; and for those that several report.
 */
export function refuseUnmatched(spec: PlatformSpec, workflows: readonly Workflow[]): void {
  const names = workflows
    .filter(({ on }) => on.pullRequest !== undefined)
    .flatMap(({ jobs }) => jobs.filter((job) => job.matrix === undefined).map(({ name }) => name));
  const problems = unmatched(spec, names);
  if (problems.length > 0) throw new PlatformErrors("Required checks that no one job reports:", problems);
}

/** @param names of the jobs that pull requests run; copies of a matrix have other names than their job. */
export const unmatched = ({ repository }: PlatformSpec, names: readonly string[]): PlatformError[] =>
  repository.requiredChecks.flatMap((check) => {
    const reporting = names.filter((name) => name === check).length;
    if (reporting === 1) return [];
    const where = `repository.requiredChecks "${check}"`;
    const [problem, fix] =
      reporting === 0
        ? [
            `is the name of no job that pull requests run; allowed: ${names.join(", ") || "none"}.${suggestion(check, names)}`,
            "name one of them, or add the check to release.checks",
          ]
        : // GitHub tells checks apart by their names alone, across all workflows.
          [
            `is the name of ${reporting} jobs that pull requests run: GitHub cannot tell which of them has passed`,
            "give the check another name in release.checks, with its script beside it",
          ];
    return [new PlatformError({ code: "workflow/required-check", where, problem, fix })];
  });
