import type { PlatformSpec } from "../../spec/platform.ts";
import { call } from "../credentials.ts";
import { equal, unequal } from "../expression.ts";
import { job, oneByOne, perStack } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { answerTo, dispatch } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { notices } from "./notices.ts";
import { prepared } from "./prepared.ts";
import { entrance, verified } from "./production.ts";
import { live } from "./stages.ts";

/** Production's domains on an earlier deployment: nothing is built, the database stays as it is. */
export function rollback(spec: PlatformSpec): Workflow | undefined {
  const target = live(spec);
  if (target === undefined || spec.apps.length === 0) return undefined;
  const { stack } = target;
  const asked = dispatch({
    to: { description: "the deployment's id, dpl_...; empty for the last good one before", required: false },
  });
  const to = answerTo(asked, "to");
  return {
    file: "rollback.yml",
    name: "Roll back",
    on: { dispatch: asked },
    concurrency: oneByOne,
    jobs: [
      job({
        id: "rollback",
        name: `roll ${stack} back`,
        minutes: 5,
        permissions: checksOut,
        environment: entrance(spec, stack),
        concurrency: perStack(stack),
        steps: [
          ...prepared(spec, { cached: false }),
          call(spec, "rollback", { stack }, { name: "to the last good one", if: equal(to, "") }),
          call(spec, "rollback", { stack, to }, { name: "to the one that was asked for", if: unequal(to, "") }),
          ...verified(spec, stack),
          ...notices(spec, stack, "rolled back"),
        ],
      }),
    ],
  };
}
