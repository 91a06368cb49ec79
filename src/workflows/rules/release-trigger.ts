import type { PlatformSpec } from "../../spec/platform.ts";
import { deploysDefaultBranch, deploysPullRequests } from "../../spec/release.ts";
import type { WrittenWorkflow } from "../written.ts";
import { changed, everyJob, type Rule } from "./rule.ts";

/** What deploys a stack starts when the release says so, and at no other time. By hand is always possible: the environment's rules hold there too. */
export const releaseTrigger: Rule = {
  name: "release-trigger",
  check: ({ workflows, spec }) =>
    everyJob(workflows).flatMap(({ workflow, job }) =>
      changed(job, spec).flatMap((stack) =>
        (strategyOf(stack, spec)?.unfit(workflow) ?? []).map((problem) => ({
          file: workflow.path,
          line: workflow.line,
          problem: `job "${job.id}" changes the stack ${stack} ${problem}`,
          fix: "let it start as src/platform.ts says in release, or change that",
        })),
      ),
    ),
};

interface Strategy {
  unfit(workflow: WrittenWorkflow): string[];
}

function strategyOf(stack: string, { release, repository }: PlatformSpec): Strategy | undefined {
  const main = repository.defaultBranch;
  if (stack === release.production.stack)
    return release.production.on === "tag"
      ? only({ tags: true, main: undefined, pullRequests: false })
      : only({ tags: false, main, pullRequests: false });
  if (stack === release.staging.stack)
    return only({
      tags: false,
      // Where production follows on the same push, its workflow holds this job too.
      main: deploysDefaultBranch(release.staging) ? main : undefined,
      pullRequests: deploysPullRequests(release.staging),
    });
  return undefined;
}

/** @param allowed whether tags start it, which branch does, whether pull requests do. */
const only = (allowed: { tags: boolean; main: string | undefined; pullRequests: boolean }): Strategy => ({
  unfit: ({ events, pushBranches, pushTags }) => [
    ...events
      .filter(
        (event) => !["push", "workflow_dispatch", ...(allowed.pullRequests ? ["pull_request"] : [])].includes(event),
      )
      .map((event) => `on ${event}, which the release does not say`),
    ...(events.includes("push") && pushTags === undefined && pushBranches === undefined
      ? ["on every push, whatever the branch"]
      : []),
    ...(pushTags !== undefined && !allowed.tags ? ["for a tag, which the release does not say"] : []),
    ...(pushBranches ?? [])
      .filter((branch) => branch !== allowed.main)
      .map((branch) => `on a push to ${branch}, which the release does not say`),
  ],
});
