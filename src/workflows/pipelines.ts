import type { PlatformSpec } from "../spec/platform.ts";
import type { PipelineName } from "../spec/release.ts";
import { readIn } from "./describe.ts";
import { backup } from "./pipelines/backup.ts";
import { ci } from "./pipelines/ci.ts";
import { drift } from "./pipelines/drift.ts";
import { easBuild } from "./pipelines/eas-build.ts";
import { healthCheck } from "./pipelines/health-check.ts";
import { infraPreview } from "./pipelines/infra-preview.ts";
import { lighthouse } from "./pipelines/lighthouse.ts";
import { preview } from "./pipelines/preview.ts";
import { deployProduction } from "./pipelines/production.ts";
import { rollback } from "./pipelines/rollback.ts";
import { security } from "./pipelines/security.ts";
import { deployStaging } from "./pipelines/staging.ts";
import { type RenderedFile, renderWorkflow } from "./render.ts";
import { refuseUnmatched } from "./required-checks.ts";
import type { Workflow } from "./workflow.ts";

/** How each pipeline is made; undefined where the platform has nothing for it to work on, two where they start in different places. */
const makers: Readonly<Record<PipelineName, (spec: PlatformSpec) => Workflow | readonly Workflow[] | undefined>> = {
  ci,
  preview,
  "infra-preview": infraPreview,
  "deploy-staging": deployStaging,
  "deploy-production": deployProduction,
  rollback,
  "health-check": healthCheck,
  security,
  backup,
  drift,
  lighthouse,
  "eas-build": easBuild,
};

const made = (spec: PlatformSpec): Workflow[] => spec.release.pipelines.flatMap((name) => makers[name](spec) ?? []);

/**
 * Names of the secrets that jobs of pull requests read, which is all that belongs into their environment. Any stack can
 * ask, not only the owner: these jobs stand on nothing that only the owner knows.
 */
export function previewSecrets(spec: PlatformSpec): ReadonlySet<string> {
  const { previewEnvironment } = spec.repository;
  return previewEnvironment === undefined ? new Set() : readIn(previewEnvironment.name, made(spec));
}

/** Every workflow that a platform asks for. @throws PlatformErrors for a required check that is no job's name. */
export function pipelinesOf(spec: PlatformSpec): Workflow[] {
  const workflows = made(spec);
  refuseUnmatched(spec, workflows);
  return workflows;
}

/** The same as files. @param source what they are made from, for their first line. */
export const workflowFiles = (spec: PlatformSpec, source = "src/platform.ts"): RenderedFile[] =>
  pipelinesOf(spec).map((workflow) => renderWorkflow(workflow, source));
