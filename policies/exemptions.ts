/** A finding that may stand, and why. It is shown at the end of every run; one that lets nothing pass any more is an error. */
export interface Exemption {
  /** The rule's name. */
  readonly rule: string;
  /** The resource's URN. Stack and project in full; after them `*` stands for any text. */
  readonly urn: string;
  /** The input that the finding is about, with everything below it; left out: all of the resource. */
  readonly path?: string;
  /** Why it may stand, in a sentence of at least 12 characters. */
  readonly reason: string;
}

/** All exemptions. An entry is reviewed like code: `{ rule, urn: "urn:pulumi:<stack>::<project>::*::<name>", path, reason }`. */
export const exemptions: readonly Exemption[] = [];
