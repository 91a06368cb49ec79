import type { PlatformSpec } from "../../spec/platform.ts";
import { keep } from "../artifact.ts";
import { call } from "../credentials.ts";
import { environmentFor, job, oneByOne } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { dispatch, nightly } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { incident } from "./incident.ts";
import { prepared } from "./prepared.ts";
import { live, waitsForPeople } from "./stages.ts";

/** A dump of production every night. By hand alone where jobs in that environment wait for a person: nobody is there at night. */
export function backup(spec: PlatformSpec): Workflow | undefined {
  const target = live(spec);
  if (target === undefined || spec.database === undefined) return undefined;
  const { stack } = target;
  const { at, keepDays } = spec.release.backups;
  const dump = job({
    id: "backup",
    name: `back ${stack} up`,
    minutes: 60,
    permissions: checksOut,
    environment: environmentFor(spec.repository, stack),
    // Not one at a time with deployments: a dump changes nothing, and a waiting deployment would make way for it.
    steps: [
      ...prepared(spec, { cached: false }),
      call(spec, "db backup", { stack, out: "backup" }),
      keep({ name: `backup-${stack}`, path: "backup", keepDays }),
    ],
  });
  return {
    file: "backup.yml",
    name: "Backup",
    on: { ...(waitsForPeople(target) ? {} : { schedule: nightly(at) }), dispatch: dispatch() },
    concurrency: oneByOne,
    jobs: [dump, incident(`No backup of ${spec.title} on ${stack}`, [dump])],
  };
}
