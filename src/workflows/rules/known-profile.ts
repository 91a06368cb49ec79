import { suggestion } from "../../spec/nearest.ts";
import { everyJob, type Rule } from "./rule.ts";

/** Every profile that a job builds stands in the app's eas.json. */
export const knownProfile: Rule = {
  name: "known-profile",
  check: ({ workflows, spec: { mobile }, profiles }) =>
    mobile === undefined || profiles === undefined
      ? []
      : everyJob(workflows).flatMap(({ workflow, job }) =>
          job.steps.flatMap(({ run, line }) => {
            const name = /^npm run \S+ -- .*--profile ([\w-]+)/.exec(run ?? "")?.[1];
            if (name === undefined || profiles.includes(name)) return [];
            const place = `${mobile.root}/eas.json`;
            const problem = `job "${job.id}" builds the profile "${name}", which ${place} does not have; it has: ${profiles.join(", ") || "none"}.${suggestion(name, profiles)}`;
            return [{ file: workflow.path, line, problem, fix: `add "${name}" to build in ${place}` }];
          }),
        ),
};
