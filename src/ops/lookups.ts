import type { AnyResource, Reading } from "../../providers/kit/resource.ts";
import { unknown } from "../../providers/kit/values.ts";
import type { StateResource } from "../engine/session.ts";
import { findNewOnGitHub, findOnGitHub } from "./github-objects.ts";
import { type AnyProvider, providers } from "./providers.ts";

/** What is looked up: a resource as state or a preview has it. */
export type Sought = Pick<StateResource, "urn" | "type" | "inputs" | "provider">;

/** The key by which a thing is found is not known yet. */
class NotKnownYet extends Error {}

/** Finds resources at their vendors by the keys that identify them. Only reads; one client for each provider instance. */
export class Lookups {
  private readonly among: readonly Sought[];
  private readonly environment: Readonly<Record<string, string | undefined>>;
  private readonly clients = new Map<string, Reading<unknown>>();

  /**
   * @param among holds the provider instances that resources belong to
   * @param environment endpoint and token variables of the vendors
   */
  constructor(among: readonly Sought[], environment: Readonly<Record<string, string | undefined>>) {
    this.among = among;
    this.environment = environment;
  }

  /** The import id under which it stands at its vendor; undefined when it does not, or when nothing (yet) identifies it. */
  async find(resource: Sought): Promise<string | undefined> {
    const inputs = known(plainInputs(resource));
    const [vendor = ""] = resource.type.split(":");
    try {
      if (vendor === "github") {
        const owner = String(this.providerInputs(resource)["owner"] ?? "");
        return await findOnGitHub(resource.type, inputs, owner, this.environment);
      }
      const provider = await providers[vendor]?.();
      const definition: AnyResource | undefined = provider?.resources.find(({ token }) => token === resource.type);
      if (provider === undefined || definition?.find === undefined) return undefined;
      return await definition.find(this.client(provider, resource), inputs);
    } catch (error) {
      if (error instanceof NotKnownYet) return undefined;
      throw error;
    }
  }

  /** The same for an object of GitHub, but only if it was made within the last `seconds`: an older one is a stranger's. */
  async findNewOnGitHub(resource: Sought, seconds: number): Promise<string | undefined> {
    const owner = String(this.providerInputs(resource)["owner"] ?? "");
    return findNewOnGitHub(resource.type, plainInputs(resource), owner, this.environment, seconds);
  }

  private client(provider: AnyProvider, resource: Sought): Reading<unknown> {
    const given = this.providerInputs(resource);
    const key = `${provider.name} ${JSON.stringify(given)}`;
    const made = this.clients.get(key);
    if (made !== undefined) return made;
    const { signal } = new AbortController();
    const config = provider.config.parse(given);
    const reading = { client: provider.configure(config, { environment: this.environment, signal }), signal };
    this.clients.set(key, reading);
    return reading;
  }

  /** The inputs of the provider instance that a resource belongs to. */
  private providerInputs(resource: Sought): Record<string, unknown> {
    const urn = resource.provider?.split("::").slice(0, -1).join("::");
    const { version: _, __internal: __, ...inputs } = this.among.find((one) => one.urn === urn)?.inputs ?? {};
    return inputs;
  }
}

/** Inputs without what is encrypted in state: no key by which a thing is found is a secret. */
function plainInputs(resource: Sought): Record<string, unknown> {
  const isSecret = (value: unknown): boolean => typeof value === "object" && value !== null && "ciphertext" in value;
  return Object.fromEntries(
    Object.entries(resource.inputs ?? {}).filter(([name, value]) => name !== "__defaults" && !isSecret(value)),
  );
}

/** The same inputs; asking for one that is not known yet throws, asking for the others does not. */
const known = (inputs: Record<string, unknown>): Record<string, unknown> =>
  new Proxy(inputs, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (value === unknown) throw new NotKnownYet();
      return value;
    },
  });
