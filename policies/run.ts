import type { Exemption } from "./exemptions.ts";
import { assumed, platformType, type Stack, told } from "./facts.ts";
import type { Resource } from "./rule.ts";

/** A rule's look at a resource that did not see everything, or whose findings were let pass. */
interface Note {
  readonly rule: string;
  /** The resource's logical name. */
  readonly resource: string;
}
export interface Unread extends Note {
  readonly paths: readonly string[];
}
export interface LetPass extends Note {
  readonly exemption: Exemption;
}

/**
 * What the pack remembers of one stack between the engine's calls: its facts and what the rules could not settle.
 * A preview and the update after it may come to the same process, so a later look replaces an earlier one.
 */
export class Run {
  #stack: Stack;
  readonly #unread = new Map<string, Unread>();
  readonly #letPass = new Map<string, readonly LetPass[]>();
  readonly #exemptions: readonly Exemption[];

  /** @param urn of any resource of the stack. @param exemptions those of this stack. */
  constructor(urn: string, exemptions: readonly Exemption[]) {
    this.#stack = assumed(urn);
    this.#exemptions = exemptions;
  }

  get stack(): Stack {
    return this.#stack;
  }

  get unread(): readonly Unread[] {
    return [...this.#unread.values()];
  }

  get letPass(): readonly LetPass[] {
    return [...this.#letPass.values()].flat();
  }

  /** Exemptions that let nothing pass, and whose rule has seen everything that it would have looked at. */
  get idle(): readonly Exemption[] {
    const working = new Set(this.letPass.map(({ exemption }) => exemption));
    const waiting = new Set(this.unread.map(({ rule }) => rule));
    return this.#exemptions.filter((exemption) => !working.has(exemption) && !waiting.has(exemption.rule));
  }

  /** Reads the facts when the resource is the one that carries them. */
  meet(resource: Resource): void {
    if (resource.type === platformType) this.#stack = told(resource);
  }

  /** Takes down how one rule's look at one resource ended. */
  note(rule: string, resource: Resource, unread: readonly string[], exempted: readonly Exemption[]): void {
    const key = `${rule} ${resource.urn}`;
    const note = { rule, resource: resource.name };
    this.#unread.delete(key);
    if (unread.length > 0) this.#unread.set(key, { ...note, paths: unread });
    this.#letPass.set(
      key,
      exempted.map((exemption) => ({ ...note, exemption })),
    );
  }
}
