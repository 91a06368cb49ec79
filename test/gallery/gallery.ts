import type * as pulumi from "@pulumi/pulumi";

/** How one visit of the gallery looks; the program reads it from the file that `GALLERY_VISIT` names. */
export interface Visit {
  /** The vendors to be seen; all when left out. */
  readonly vendors?: readonly string[];
  /** What the planted secrets are made of. */
  readonly seed: string;
  /** `first` as it is made, `changed` with every input that can change in place changed. */
  readonly turn: "first" | "changed";
  /** Import ids by logical name: those exhibits are imported instead of created. */
  readonly imports: Readonly<Record<string, string>>;
}

/** What a vendor's exhibits are made with. */
export interface Exhibition {
  /**
   * Declares one exhibit. Its logical name is its key: unique over all vendors, begins with the vendor's name, and is
   * what `byHand` calls the import id of the same object.
   */
  hang<Args, Made extends pulumi.CustomResource>(
    key: string,
    type: new (name: string, args: Args, opts?: pulumi.CustomResourceOptions) => Made,
    args: Args,
    opts?: pulumi.CustomResourceOptions,
  ): Made;
  /** The one value when it is made, the other once it is changed. */
  turn<First, Changed>(first: First, changed: Changed): First | Changed;
  /** A planted secret of this name: never to be seen outside the vendor. At least 16 characters. */
  secret(name: string): string;
}

/** A vendor's API as a stranger calls it: plain HTTP, nothing of ours. */
export interface Stranger {
  /** The parsed JSON answer (text where it is none). A body is sent as JSON. @throws for every status but 2xx, with the answer */
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's answer, read by the hand that knows it
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<any>;
  /** The same values as `Exhibition.secret`. */
  secret(name: string): string;
  /** Control of the loopback, e.g. `control("POST", "seed", { vendor, accounts })`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  control(method: string, path: string, body?: unknown): Promise<any>;
}

/** One vendor's part of the gallery. */
export interface VendorByHand {
  /** Loopback vendor that `Stranger.call` talks to. */
  readonly vendor: string;
  /** Accounts that only a person makes (`POST seed`), put there before anything is declared or made by hand. */
  readonly accounts?: unknown;
  /**
   * Makes what the exhibits declare in their first turn, as a stranger would, and tells each one's import id by its key.
   * Runs in a process that never loads our providers.
   */
  make(stranger: Stranger): Promise<Readonly<Record<string, string>>>;
  /** Exhibits that cannot be imported, each with the reason. */
  readonly notImported?: Readonly<Record<string, string>>;
}
