import type { EngineReport } from "../engine/events.ts";
import type { CommandContext } from "./command.ts";
import type { OpenStack } from "./open-stack.ts";

/**
 * Has the engine read back what a failed create of `@pulumi/github` left in state. Its plugin keeps even what was never
 * made, under a made-up id (`repository:environment:0`), and would update that in vain for ever; what is not there is
 * gone after a refresh, and is created.
 */
export async function readUnfinished(
  context: CommandContext,
  stack: OpenStack,
  resources: readonly { readonly urn: string }[],
): Promise<void> {
  const names = resources.map(({ urn }) => urn.split("::").pop()).join(", ");
  context.progress(`An earlier run did not finish ${names}; reading it back from GitHub`);
  await readBack(stack, resources);
}

/**
 * Has the engine read the repository's files that a preview would change or remove. A merge brings what was generated and
 * committed before the platform goes up, and the plugin names the blob that its state knows: GitHub answers 409 to that.
 */
export async function readFiles(context: CommandContext, stack: OpenStack, { steps }: EngineReport): Promise<void> {
  const files = steps.filter(
    ({ op, type }) => type === "github:index/repositoryFile:RepositoryFile" && (op === "update" || op === "delete"),
  );
  if (files.length === 0) return;
  context.progress(`Reading ${files.length} file(s) of the repository, which a merge may have changed already`);
  await readBack(stack, files);
}

/** A vendor that does not answer now says so in the operation that follows. */
async function readBack({ session }: OpenStack, resources: readonly { readonly urn: string }[]): Promise<void> {
  const targets = resources.flatMap(({ urn }) => ["--target", urn]);
  await session.run(["refresh", "--yes", ...session.stackArguments, ...targets]);
}
