import type { PlatformSpec } from "../../spec/platform.ts";
import { call } from "../credentials.ts";
import { environmentForPullRequests, type Job, job, newest } from "../job.ts";
import { checksOut } from "../permissions.ts";
import type { Workflow } from "../workflow.ts";
import { prepared } from "./prepared.ts";
import { isOurs } from "./preview.ts";
import { targets } from "./stages.ts";

/**
 * What a pull request would do to each stack, held against the policies. Against the vendors where pull requests are
 * deployed, with what their own environment holds; else the whole of it without a secret, on a cloud that lives as long as
 * the job: what nobody has reviewed must not hold a stack's keys.
 */
export function infraPreview(spec: PlatformSpec): Workflow | undefined {
  const deployed = spec.repository.previewEnvironment?.stack;
  const others = targets(spec).flatMap(({ stack }) => (stack === deployed ? [] : [rehearsed(spec, stack)]));
  const jobs = [...(deployed === undefined ? [] : [previewed(spec, deployed)]), ...others];
  if (jobs.length === 0) return undefined;
  return {
    file: "infra-preview.yml",
    name: "Infrastructure preview",
    on: { pullRequest: { branches: [spec.repository.defaultBranch] } },
    concurrency: newest,
    jobs,
  };
}

const previewed = (spec: PlatformSpec, stack: string): Job =>
  job({
    id: `preview-${stack}`,
    name: `preview ${stack}`,
    minutes: 30,
    permissions: checksOut,
    if: isOurs(),
    environment: environmentForPullRequests(spec.repository),
    steps: [...prepared(spec, { cached: false }), call(spec, "preview", { stack })],
  });

const rehearsed = (spec: PlatformSpec, stack: string): Job =>
  job({
    id: `rehearse-${stack}`,
    name: `rehearse ${stack}`,
    minutes: 45,
    permissions: checksOut,
    steps: [...prepared(spec, { cached: true }), call(spec, "rehearse", { stack })],
  });
