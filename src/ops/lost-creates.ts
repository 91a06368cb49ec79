import type { EngineReport, StepMetadata } from "../engine/events.ts";
import { readDeployment, type StateResource } from "../engine/session.ts";
import type { CommandContext } from "./command.ts";
import { Lookups } from "./lookups.ts";
import type { OpenStack } from "./open-stack.ts";
import { takeOver } from "./pending.ts";

/**
 * After a failed `up`: creates of `@pulumi/github` whose answer was lost. Its plugin sends such a request again, is
 * told that the thing exists, and fails; the thing stands at GitHub and in nobody's state. What was made while this run
 * lasted is taken into state, so that the next `up` goes on; what is older is a stranger's and stays untouched.
 * (Our own providers resolve a lost answer within the create.)
 * @param seconds how long the run lasted
 */
export async function recoverLost(
  context: CommandContext,
  stack: OpenStack,
  report: EngineReport,
  seconds: number,
): Promise<void> {
  const lost = failedCreates(report);
  if (lost.length === 0) return;
  const deployment = await readDeployment(stack.session, stack.spec.name);
  if (deployment === undefined) return;
  const lookups = new Lookups(deployment.resources, stack.session.environment);
  const looked = await Promise.all(
    // GitHub may be down altogether: then the run's own error says so, and the next run finds what exists.
    lost.map(async (resource) => ({
      resource,
      id: await lookups.findNewOnGitHub(resource, seconds).catch(() => undefined),
    })),
  );
  const made = looked.filter(({ id }) => id !== undefined);
  if (made.length === 0) return;
  for (const { resource, id } of made) {
    const name = resource.urn.split("::").pop();
    context.progress(`${name}: this run made it, but GitHub's answer was lost; taken over as ${id}`);
  }
  try {
    await takeOver(stack, made);
    context.progress("Run the same command again: it goes on from here.");
  } catch (error) {
    // The run's own error is what matters; what was written into state is read back by the next run.
    context.progress(error instanceof Error ? error.message : String(error));
  }
}

/** Resources of GitHub that this run wanted to create and whose create failed, as state would hold them. */
function failedCreates({ errors, steps }: EngineReport): StateResource[] {
  const failed = new Set(errors.map(({ urn }) => urn));
  return steps.flatMap((step) =>
    step.op === "create" && step.type.startsWith("github:") && failed.has(step.urn) ? toState(step) : [],
  );
}

function toState({ urn, type, new: made }: StepMetadata): StateResource[] {
  const { provider, parent, inputs = {} } = made ?? {};
  // What is secret is masked in the events: such a resource cannot be written into state.
  if (provider === undefined || JSON.stringify(inputs).includes("[secret]")) return [];
  const unfinished = { initErrors: ["GitHub's answer to its create was lost"] };
  return [{ urn, type, custom: true, inputs, provider, ...unfinished, ...(parent === undefined ? {} : { parent }) }];
}
