import type { Deployment, StateResource } from "../engine/session.ts";
import type { CommandContext } from "./command.ts";
import { Lookups } from "./lookups.ts";
import type { OpenStack } from "./open-stack.ts";

/**
 * Creates of a run that was killed: nobody knows whether they happened. Each is looked up at its vendor by the key
 * that identifies it; what is there is taken into state, what is not is forgotten, and the caller is told both.
 */
export async function recoverPending(context: CommandContext, stack: OpenStack, deployment: Deployment): Promise<void> {
  const pending = deployment.pending.filter(({ type }) => type === "creating").map(({ resource }) => resource);
  if (pending.length === 0) return;
  context.progress(
    `An earlier run was killed while it created ${pending.length} resource(s); looking each up at its vendor:`,
  );
  const lookups = new Lookups(deployment.resources, stack.session.environment);
  const found = await Promise.all(pending.map(async (resource) => ({ resource, id: await lookups.find(resource) })));
  for (const { resource, id } of found) {
    context.progress(
      `  ${resource.urn.split("::").pop()}: ${id === undefined ? "was not made, will be created" : `was made, taken over as ${id}`}`,
    );
  }
  await takeOver(stack, found);
}

/**
 * Writes what was found into state and forgets the rest, then has the engine read the outputs of what was found.
 * (`refresh --import-pending-creates` of engine 3.259.0 marks them, but never makes them resources.)
 */
export async function takeOver(
  { session, spec }: OpenStack,
  found: readonly { readonly resource: StateResource; readonly id: string | undefined }[],
): Promise<void> {
  const made = found.flatMap(({ resource, id }) => (id === undefined ? [] : [{ ...resource, id }]));
  const exported = JSON.parse(await session.must(["stack", "export", "--stack", spec.stack]));
  const { resources = [] } = exported.deployment;
  const deployment = { ...exported.deployment, resources: [...resources, ...made], pending_operations: [] };
  await session.must(["stack", "import", "--stack", spec.stack], {
    input: JSON.stringify({ ...exported, deployment }),
  });
  if (made.length === 0) return;
  const targets = made.flatMap(({ urn }) => ["--target", urn]);
  await session.must(["refresh", "--yes", ...session.stackArguments, ...targets]);
}
