import type { PlatformSpec } from "../../spec/platform.ts";
import { deploysDefaultBranch } from "../../spec/release.ts";
import { call } from "../credentials.ts";
import { github, outputOf, type Trusted } from "../expression.ts";
import { environmentFor, type Job, job, oneByOne, perStack, showing } from "../job.ts";
import { checksOut } from "../permissions.ts";
import { named, type Step, script } from "../step.ts";
import { dispatch } from "../triggers.ts";
import type { Workflow } from "../workflow.ts";
import { failureNotice } from "./notices.ts";
import { prepared } from "./prepared.ts";
import { live, type Target, trial } from "./stages.ts";

/** The default branch on the trial environment. Where production follows it on the same push, that workflow holds this job, and here it starts by hand. */
export function deployStaging(spec: PlatformSpec): Workflow | undefined {
  const target = trial(spec);
  if (target === undefined || !deploysDefaultBranch(spec.release.staging)) return undefined;
  const push = comesFirst(spec) ? {} : { push: { branches: [spec.repository.defaultBranch] } };
  return {
    file: "deploy-staging.yml",
    name: `Deploy ${target.stack}`,
    on: { ...push, dispatch: dispatch() },
    concurrency: oneByOne,
    jobs: [stagingJob(spec, target)],
  };
}

/** Whether one push deploys both: then one workflow does, this stage first. */
export const comesFirst = (spec: PlatformSpec): boolean =>
  deploysDefaultBranch(spec.release.staging) &&
  spec.release.production.on === "main" &&
  spec.release.pipelines.includes("deploy-production") &&
  trial(spec) !== undefined &&
  live(spec) !== undefined;

/** The schema first, then what stands around the applications, then the applications, then the proof. A step that fails ends it. */
export function stagingJob(spec: PlatformSpec, { stack }: Target): Job {
  const deploy = named("deploy", call(spec, "deploy", { stack, ref: github.sha }));
  const url = outputOf(deploy, "url");
  const { steps, outputs } = candidate(spec);
  return job<string>({
    id: `deploy-${stack}`,
    name: `deploy ${stack}`,
    minutes: 45,
    permissions: checksOut,
    environment: showing(spec, environmentFor(spec.repository, stack), url),
    concurrency: perStack(stack),
    outputs: { deployment: outputOf(deploy, "deployment"), url, ...outputs },
    steps: [
      ...prepared(spec, { cached: false }),
      ...(spec.database === undefined ? [] : [call(spec, "db migrate", { stack })]),
      call(spec, "up", { stack }),
      deploy,
      call(spec, "smoke", { stack, url }),
      ...(spec.release.e2e === undefined ? [] : [script(spec.release.e2e, { env: { BASE_URL: url } })]),
      ...steps,
      // What it holds up is production: that is skipped then, and tells nobody anything.
      ...failureNotice(spec, stack, "deployed"),
    ],
  });
}

/**
 * The build that production will get. A build keeps the variables that it was made with, so staging's own can never
 * become production's: the same commit is built once more for production, without its domain, and tried at its own
 * address. Production then promotes this very deployment; whoever approves that can look at it before.
 */
function candidate(spec: PlatformSpec): { steps: readonly Step[]; outputs: Record<string, Trusted<"string">> } {
  const { stack, triedBefore } = spec.release.production;
  if (stack === undefined || !triedBefore || !spec.release.pipelines.includes("deploy-production"))
    return { steps: [], outputs: {} };
  const build = named("candidate", call(spec, "deploy", { stack, ref: github.sha, hold: true }));
  const url = outputOf(build, "url");
  const smoke = call(
    spec,
    "smoke",
    { stack, url, "before-migrations": true },
    { name: "try what production will get" },
  );
  return { steps: [build, smoke], outputs: { candidate: outputOf(build, "deployment") } };
}
