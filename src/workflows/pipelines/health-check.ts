import type { PlatformSpec } from "../../spec/platform.ts";
import { call } from "../credentials.ts";
import { job, oneByOne } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { dispatch, everyMinutes } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { incident } from "./incident.ts";
import { prepared } from "./prepared.ts";
import { live } from "./stages.ts";

/**
 * Asks production how it is, without a secret: it is what anybody may ask. GitHub starts schedules late and switches
 * them off in idle repositories, so this stands beside an uptime monitor and not in its place.
 */
export function healthCheck(spec: PlatformSpec): Workflow | undefined {
  const target = live(spec);
  if (target === undefined || spec.apps.length === 0) return undefined;
  const check = job({
    id: "health",
    name: `health of ${target.stack}`,
    minutes: 5,
    permissions: checksOut,
    steps: [...prepared(spec, { cached: true }), call(spec, "health", { stack: target.stack })],
  });
  return {
    file: "health-check.yml",
    name: "Health check",
    on: { schedule: everyMinutes(spec.release.health.everyMinutes), dispatch: dispatch() },
    concurrency: oneByOne,
    jobs: [check, incident(`${spec.title} on ${target.stack} is unhealthy`, [check])],
  };
}
