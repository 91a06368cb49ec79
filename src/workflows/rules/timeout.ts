import { everyJob, type Rule } from "./rule.ts";

/** Every job ends: without a limit of its own a job that hangs holds its stack for six hours. */
export const timeout: Rule = {
  name: "timeout",
  check: ({ workflows }) =>
    everyJob(workflows)
      // GitHub: a job that calls a workflow can have none; the jobs there have their own.
      .filter(({ job }) => !job.hasTimeout && job.uses === undefined)
      .map(({ workflow, job }) => ({
        file: workflow.path,
        line: job.line,
        problem: `job "${job.id}" has no limit of its own, so GitHub stops it after six hours`,
        fix: "timeout-minutes: 15",
      })),
};
