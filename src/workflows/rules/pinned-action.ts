import { type Action, pinned, pins } from "../pins.ts";
import { everyJob, type Rule } from "./rule.ts";

/** Every action is one of the table, at the commit that stands there, with the release beside it. */
export const pinnedAction: Rule = {
  name: "pinned-action",
  check: ({ workflows }) =>
    everyJob(workflows).flatMap(({ workflow, job }) =>
      [{ uses: job.uses, comment: undefined, line: job.line }, ...job.steps].flatMap(({ uses, comment, line }) => {
        // What stands in the repository is reviewed with it.
        const problem = uses === undefined || uses.startsWith("./") ? undefined : wrong(uses, comment);
        return problem === undefined ? [] : [{ file: workflow.path, line, ...problem }];
      }),
    ),
};

function wrong(uses: string, comment: string | undefined): { problem: string; fix: string } | undefined {
  const [name = "", commit] = uses.split("@");
  if (!isAction(name))
    return {
      problem: `the action ${name} is not in the table of pins: nobody has looked at it`,
      fix: "add it to src/workflows/pins.ts, with its release's commit, or use one of those",
    };
  const { version, commit: known } = pins[name];
  if (commit !== known)
    return {
      problem: `${name} is at ${commit ?? "no commit"}; the table of pins has ${known}`,
      fix: `uses: ${pinned(name)} # ${version}`,
    };
  if (comment === version) return undefined;
  return {
    problem: `${name} does not say its release beside the commit, or another one: ${comment ?? "nothing"}`,
    fix: `uses: ${pinned(name)} # ${version}`,
  };
}

const isAction = (name: string): name is Action => Object.hasOwn(pins, name);
