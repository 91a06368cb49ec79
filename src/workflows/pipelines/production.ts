import type { PlatformSpec } from "../../spec/platform.ts";
import { keep } from "../artifact.ts";
import { call } from "../credentials.ts";
import {
  all,
  any,
  type Condition,
  cancelled,
  equal,
  failure,
  github,
  outcomeOf,
  outputOf,
  unequal,
} from "../expression.ts";
import { type EnvironmentName, environmentFor, type Job, job, perCommit, perStack, showing } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { named, type Step } from "../step.ts";
import { dispatch } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { notices } from "./notices.ts";
import { prepared } from "./prepared.ts";
import { live, type Target, trial } from "./stages.ts";
import { comesFirst, stagingJob } from "./staging.ts";

/** What customers use, on a push or a tag, and by hand. */
export function deployProduction(spec: PlatformSpec): Workflow | undefined {
  const target = live(spec);
  if (target === undefined) return undefined;
  const first = trial(spec);
  const before = first !== undefined && comesFirst(spec) ? [stagingJob(spec, first)] : [];
  const push =
    spec.release.production.on === "tag"
      ? { tags: [...target.environment.tags] }
      : { branches: [spec.repository.defaultBranch] };
  return {
    file: "deploy-production.yml",
    name: `Deploy ${target.stack}`,
    on: { push, dispatch: dispatch() },
    concurrency: perCommit,
    jobs: [...before, productionJob(spec, target, before)],
  };
}

/**
 * One job, so that one approval covers it. Each step stands on those before it: a dump that fails stops the migrations,
 * a migration that fails stops the deployment, a deployment that fails its test is never seen, and when production does
 * not answer as it should afterwards, its domains go back to where they were.
 */
function productionJob(spec: PlatformSpec, { stack }: Target, needs: readonly Job[]): Job {
  return job({
    id: `deploy-${stack}`,
    name: `deploy ${stack}`,
    minutes: 60,
    permissions: checksOut,
    ...(needs.length === 0 ? {} : { needs }),
    environment: entrance(spec, stack),
    concurrency: perStack(stack),
    steps: [
      ...prepared(spec, { cached: false }),
      ...(spec.database === undefined ? [] : migration(spec, stack)),
      call(spec, "up", { stack }),
      ...(spec.release.production.strategy === "promote" ? promoted(spec, stack) : deployed(spec, stack)),
      ...notices(spec, stack, "deployed"),
    ],
  });
}

/** Production's environment, with the address that customers know; what reads the platform is its owner's stack, most often this one. */
export const entrance = (spec: PlatformSpec, stack: string): EnvironmentName =>
  showing(spec, environmentFor(spec.repository, stack), spec.stack === stack ? spec.apps[0]?.url : undefined);

const migration = (spec: PlatformSpec, stack: string): Step[] => [
  call(spec, "db backup", { stack, out: "backup" }),
  keep({ name: `backup-${stack}`, path: "backup", keepDays: spec.release.backups.keepDays }),
  call(spec, "db migrate", { stack }),
];

/**
 * Built without the domain, tested at its own address, then given the domain: the very build that was tested. Where
 * staging's pipeline made and tried it at this commit, that one is taken and tested again, after the migrations.
 */
function promoted(spec: PlatformSpec, stack: string): Step[] {
  const held = named("held", call(spec, "deploy", { stack, ref: github.sha, hold: true }));
  const promote = named("promote", call(spec, "promote", { stack, deployment: outputOf(held, "deployment") }));
  const previous = outputOf(promote, "previous");
  return [
    held,
    call(spec, "smoke", { stack, url: outputOf(held, "url") }, { name: "test what was built" }),
    promote,
    ...verified(spec, stack),
    call(spec, "rollback", { stack, to: previous }, { name: "go back", if: all(unverified(), unequal(previous, "")) }),
  ];
}

/** Built with the domain. */
function deployed(spec: PlatformSpec, stack: string): Step[] {
  const deploy = named("deploy", call(spec, "deploy", { stack, ref: github.sha }));
  const wentLive = all(unverified(), equal(outcomeOf(deploy), "success"));
  return [deploy, ...verified(spec, stack), call(spec, "rollback", { stack }, { name: "go back", if: wentLive })];
}

/** Nobody has seen that it works: a check has failed, or somebody ended the run, or its time was over, before they were done. */
const unverified = (): Condition => any(failure(), cancelled());

/** What customers reach is asked, at its own address. */
export const verified = (spec: PlatformSpec, stack: string): Step[] => [
  call(spec, "health", { stack }),
  call(spec, "smoke", { stack }),
];
