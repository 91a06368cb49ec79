import type { AnyResource, Provider } from "../../providers/kit/resource.ts";
import { posthog } from "../../providers/posthog/provider.ts";
import { sentry } from "../../providers/sentry/provider.ts";
import { supabase } from "../../providers/supabase/provider.ts";
import { vercel } from "../../providers/vercel/provider.ts";
import type { Deployment, StateResource } from "../engine/session.ts";
import type { CommandContext } from "./command.ts";
import { findOnGitHub } from "./github-objects.ts";
import type { OpenStack } from "./open-stack.ts";

// biome-ignore lint/suspicious/noExplicitAny: each provider has a client type of its own
const providers: readonly Provider<any>[] = [vercel, supabase, sentry, posthog];

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
  const found = await Promise.all(
    pending.map(async (resource) => ({ resource, id: await lookUp(resource, deployment, stack) })),
  );
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
async function takeOver(
  { session, spec }: OpenStack,
  found: readonly { resource: StateResource; id: string | undefined }[],
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

/** The id under which a pending create stands at its vendor, or undefined when it does not. */
async function lookUp(
  resource: StateResource,
  deployment: Deployment,
  { session }: OpenStack,
): Promise<string | undefined> {
  const inputs = plainInputs(resource);
  if (resource.type.startsWith("github:"))
    return findOnGitHub(resource.type, inputs, ownerOf(resource, deployment), session.environment);
  for (const provider of providers) {
    const definition: AnyResource | undefined = provider.resources.find(({ token }) => token === resource.type);
    if (definition === undefined) continue;
    const signal = new AbortController().signal;
    const config = provider.config.parse(providerInputs(resource, deployment));
    const client = provider.configure(config, { environment: session.environment, signal });
    return definition.find?.({ client, signal }, inputs);
  }
  return undefined; // a provider or component of the engine itself: nothing stands anywhere
}

/** Inputs without what is encrypted in state: no key by which a thing is found is a secret. */
function plainInputs(resource: StateResource): Record<string, unknown> {
  const isSecret = (value: unknown): boolean => typeof value === "object" && value !== null && "ciphertext" in value;
  return Object.fromEntries(
    Object.entries(resource.inputs ?? {}).filter(([name, value]) => name !== "__defaults" && !isSecret(value)),
  );
}

/** The inputs of the provider instance that a resource belongs to. */
function providerInputs(resource: StateResource, deployment: Deployment): Record<string, unknown> {
  const urn = resource.provider?.split("::").slice(0, -1).join("::");
  const {
    version: _version,
    __internal: _internal,
    ...inputs
  } = deployment.resources.find((one) => one.urn === urn)?.inputs ?? {};
  return inputs;
}

const ownerOf = (resource: StateResource, deployment: Deployment): string =>
  String(providerInputs(resource, deployment)["owner"] ?? "");
