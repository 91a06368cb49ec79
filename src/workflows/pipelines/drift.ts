import type { PlatformSpec } from "../../spec/platform.ts";
import { call } from "../credentials.ts";
import { equal, github } from "../expression.ts";
import { environmentFor, type Job, job, oneByOne } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { dispatch, nightly } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { incident } from "./incident.ts";
import { prepared } from "./prepared.ts";
import { type Target, targets, waitsForPeople } from "./stages.ts";

/** Whether every stack still is what is declared, read from the vendors every night. */
export function drift(spec: PlatformSpec): Workflow | undefined {
  const found = targets(spec);
  if (found.length === 0) return undefined;
  const jobs = found.map((target) => driftJob(spec, target));
  const unattended = found.some((target) => !waitsForPeople(target));
  return {
    file: "drift.yml",
    name: "Drift",
    on: { ...(unattended ? { schedule: nightly(spec.release.drift.at) } : {}), dispatch: dispatch() },
    concurrency: oneByOne,
    jobs: [...jobs, incident(`${spec.title} is not what is declared`, jobs)],
  };
}

const driftJob = (spec: PlatformSpec, target: Target): Job =>
  job({
    id: `drift-${target.stack}`,
    name: `drift of ${target.stack}`,
    minutes: 30,
    permissions: checksOut,
    // By night nobody is there to let a job into an environment that waits for a person.
    ...(waitsForPeople(target) ? { if: equal(github.eventName, "workflow_dispatch") } : {}),
    environment: environmentFor(spec.repository, target.stack),
    steps: [
      ...prepared(spec, { cached: false }),
      call(spec, "preview", { stack: target.stack, refresh: true, "expect-no-changes": true }),
    ],
  });
