import { readStackFiles } from "../config/stack-file.ts";
import { PlatformError } from "../errors.ts";
import type { CommandContext } from "./command.ts";
import { findOnGitHub } from "./github-objects.ts";
import type { OpenStack } from "./open-stack.ts";

/**
 * A stack that does not own the repository writes secrets and variables into GitHub environments that the owner's stack
 * declares: its own, and that of the pull requests that are deployed to it. Refuses while one does not stand, before
 * anything is made at another vendor.
 */
export async function refuseBeforeOwner(
  { project }: Pick<CommandContext, "project">,
  { spec, session }: Pick<OpenStack, "spec"> & { readonly session: Pick<OpenStack["session"], "environment"> },
): Promise<void> {
  if (spec.environment.ownsRepository) return;
  const { owner, name, environmentName, previewEnvironment } = spec.repository;
  const wanted = [environmentName, ...(previewEnvironment?.stack === spec.stack ? [previewEnvironment.name] : [])];
  const type = "github:index/repositoryEnvironment:RepositoryEnvironment";
  const found = await Promise.all(
    wanted.map((environment) => findOnGitHub(type, { repository: name, environment }, owner, session.environment)),
  );
  const missing = wanted.filter((_, index) => found[index] === undefined).map((one) => `"${one}"`);
  if (missing.length === 0) return;
  const stack = ownerAmong(project);
  throw new PlatformError({
    code: "owner/not-up",
    where: `GitHub ${owner}/${name}`,
    problem: `has no environment ${missing.join(" and ")}, into which the stack ${spec.stack} writes its jobs' secrets and variables; ${
      stack === undefined
        ? "no stack file says owner: true"
        : `the stack ${stack}, which owns the repository, declares what is missing`
    }; nothing was changed`,
    fix:
      stack === undefined
        ? `write owner: true into one of the stack files, and bring that stack up before ${spec.stack}`
        : `npx groundplan up --stack ${stack}, then: npx groundplan up --stack ${spec.stack}`,
  });
}

/** The stack of a project that owns what all its stacks with real vendors share, if a file says so. */
export function ownerAmong(project: string): string | undefined {
  const owns = (data: unknown): boolean =>
    typeof data === "object" && data !== null && "owner" in data && data.owner === true;
  return readStackFiles(project).find(({ data }) => owns(data))?.stack;
}
