import { unmatched } from "../required-checks.ts";
import { everyJob, type Rule } from "./rule.ts";

/** Every required check is the name of one job that pull requests run. */
export const requiredCheck: Rule = {
  name: "required-check",
  check: ({ workflows, spec }) => {
    const jobs = everyJob(workflows).filter(
      ({ workflow, job }) => workflow.events.includes("pull_request") && !job.hasMatrix,
    );
    const names = jobs.map(({ job }) => job.name);
    return unmatched(spec, names).map(({ where, problem, fix }) => ({
      file: jobs[0]?.workflow.path ?? ".github/workflows",
      line: 1,
      problem: `${where} ${problem}`,
      fix,
    }));
  },
};
