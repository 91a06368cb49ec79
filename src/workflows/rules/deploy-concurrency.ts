import { changed, everyJob, type Rule } from "./rule.ts";

/** What changes a stack does so alone and to its end: a run that is cut leaves pending operations and half a migration. */
export const deployConcurrency: Rule = {
  name: "deploy-concurrency",
  check: ({ workflows, spec }) =>
    everyJob(workflows).flatMap(({ workflow, job }) => {
      const at = { file: workflow.path, line: job.line };
      const { environments } = spec.repository;
      const stacks = changed(job, spec).filter((stack) => environments.some((one) => one.stack === stack));
      const groups = [job.concurrency, workflow.concurrency].flatMap((one) => one ?? []);
      const alone = stacks
        .filter((stack) => !groups.some(({ group }) => group.split(/[^\w.]+/).includes(stack)))
        .map((stack) => ({
          ...at,
          problem: `job "${job.id}" changes the stack ${stack} without a concurrency group of that stack: two runs could at once`,
          fix: `concurrency: { group: stack-${stack}, cancel-in-progress: false }`,
        }));
      const cut =
        stacks.length > 0 && job.concurrency?.cancels === true
          ? [
              {
                ...at,
                problem: `job "${job.id}" changes the stack ${stacks.join(", ")}, and a newer run cuts it in the middle`,
                fix: "cancel-in-progress: false",
              },
            ]
          : [];
      const cutWhole =
        stacks.length > 0 && workflow.concurrency?.cancels === true
          ? [
              {
                ...at,
                problem: `job "${job.id}" changes the stack ${stacks.join(", ")}, and a newer run of the workflow cuts it in the middle`,
                fix: "cancel-in-progress: false, for the whole workflow",
              },
            ]
          : [];
      return [...alone, ...cut, ...cutWhole];
    }),
};
