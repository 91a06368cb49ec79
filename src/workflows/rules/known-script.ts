import { suggestion } from "../../spec/nearest.ts";
import { everyJob, type Rule } from "./rule.ts";

/** Every script that a job runs stands in package.json. */
export const knownScript: Rule = {
  name: "known-script",
  check: ({ workflows, scripts }) =>
    scripts === undefined
      ? []
      : everyJob(workflows).flatMap(({ workflow, job }) =>
          job.steps.flatMap(({ run, line }) => {
            const name = /^npm run ([\w:.-]+)/.exec(run ?? "")?.[1];
            if (name === undefined || scripts.includes(name)) return [];
            const problem = `job "${job.id}" runs the script "${name}", which package.json does not have; it has: ${scripts.join(", ") || "none"}.${suggestion(name, scripts)}`;
            return [{ file: workflow.path, line, problem, fix: `add "${name}" to package.json's scripts` }];
          }),
        ),
};
