import { PlatformError, PlatformErrors } from "../errors.ts";
import { suggestion } from "../spec/nearest.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { Workflow } from "./workflow.ts";

/** Holds the checks that every pull request must pass against the jobs that pull requests run: one that no job reports would block every merge for ever. */
export function matched({ repository }: PlatformSpec, workflows: readonly Workflow[]): void {
  const names = workflows
    .filter(({ on }) => on.pullRequest !== undefined)
    .flatMap(({ jobs }) => jobs.filter((job) => job.matrix === undefined).map(({ name }) => name));
  const problems = repository.requiredChecks
    .filter((check) => !names.includes(check))
    .map(
      (check) =>
        new PlatformError({
          code: "workflow/required-check",
          where: `repository.requiredChecks "${check}"`,
          problem: `is the name of no job that pull requests run; allowed: ${names.join(", ") || "none"}.${suggestion(check, names)}`,
          fix: "name one of them, or add the check to release.checks",
        }),
    );
  if (problems.length > 0) throw new PlatformErrors("Required checks that nothing reports:", problems);
}
