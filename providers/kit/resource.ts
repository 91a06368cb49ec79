import type { z } from "zod";

/** What a resource's functions get besides their inputs. */
export interface Call<Client> {
  /** The vendor's client, made at Configure. */
  readonly client: Client;
  /** Aborted by Cancel (the first Ctrl-C): waits, polls and new requests end; a write in flight is still answered. */
  readonly signal: AbortSignal;
  /** Says "the object exists under this id": whatever fails later in this create, it is kept in state under it. */
  created(id: string): void;
}

/** A call that makes nothing new. */
export type Reading<Client> = Omit<Call<Client>, "created">;

/** An import id or the vendor's answer to it, as far as it is known. */
export type Known<I extends z.ZodObject, O extends z.ZodObject> = Partial<z.output<I> & z.output<O>>;

/** What a read found. */
export interface Found<I extends z.ZodObject, O extends z.ZodObject> {
  /** Every input that the vendor tells, in the form that Check would give it; what is at its default counts as told. */
  readonly inputs: Partial<z.output<I>>;
  readonly outputs: z.output<O>;
  /** Write-only inputs whose value at the vendor is provably not ours any more (by digest or time of change). */
  readonly changed?: readonly (keyof z.output<I> & string)[];
}

/** A problem that the schema cannot express, found in Check. */
export interface Issue {
  /** A Pulumi property path such as `routes[0].name`. */
  readonly property: string;
  readonly reason: string;
}

export interface Checked<I extends z.ZodObject> {
  readonly inputs?: Partial<z.output<I>>;
  readonly issues?: readonly Issue[];
}

/**
 * One resource of a vendor: everything the Pulumi protocol needs, from one definition.
 *
 * An optional input either has a zod default, equal to the vendor's own, or means "unset" when it is left out.
 * The functions are plain: they take declared inputs, call the vendor, and return facts. Secrets, unknown values,
 * previews, diffs, lost answers and the protocol itself are the kit's.
 */
export interface Resource<Client, I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  /** Pulumi type token, `pkg:index/camel:Pascal`. Final: it is written in every state file. */
  readonly token: string;
  /** One paragraph for the schema and the docs. */
  readonly description: string;
  /**
   * Every call that its functions make, e.g. `PATCH /v9/projects/{idOrName}`: documentation that is compared with what is
   * really sent, so one that is missing or never made is red in the tests.
   */
  readonly calls?: readonly string[];
  /** What a program declares; every property has a `.describe()`. */
  readonly inputs: I;
  /** What only the vendor knows. */
  readonly outputs: O;
  /** Inputs whose change makes a new object. */
  readonly replaceOn?: readonly (keyof z.output<I> & string)[];
  /** The vendor cannot hold the old and the new one at once. */
  readonly deleteBeforeReplace?: boolean;
  /** Inputs and outputs that are encrypted in state. */
  readonly secrets?: readonly ((keyof z.output<I> | keyof z.output<O>) & string)[];
  /** Inputs that the vendor never tells again: kept from state on read. */
  readonly writeOnly?: readonly (keyof z.output<I> & string)[];
  /** Inputs that Check computes itself; a program does not set them. A change of one is a difference, unless it is a fact. */
  readonly computed?: readonly (keyof z.output<I> & string)[];
  /** Those computed inputs that only policies read: never a difference. */
  readonly facts?: readonly (keyof z.output<I> & string)[];
  /** Outputs that an update can change: unknown in the preview of one. */
  readonly changing?: readonly (keyof z.output<O> & string)[];
  /** How an import id looks, e.g. `<project id>/<domain>`. */
  readonly importId: string;
  /** Why no id could name one, where that is so: an import is refused with it. */
  readonly neverImported?: string;
  /** The inputs that an import id holds; needed when reading takes more than the id. Undefined: malformed. */
  parseId?(id: string): Known<I, O> | undefined;
  /**
   * Problems beyond the schema, and computed inputs; runs in every preview and must not write.
   * An input that is not known yet is absent, whatever its type says; `old` are the inputs in state. What is returned
   * is laid over the given ones.
   */
  check?(call: Reading<Client>, inputs: z.output<I>, old: Partial<z.output<I>>): Promise<Checked<I>>;
  /** A reason to refuse the diff of an unchanged or changed resource, e.g. schema drift. */
  refuse?(inputs: z.output<I>): string | undefined;
  /**
   * Looks the object up by its natural key (or marker); its id, or undefined when there is none.
   * With it, a create whose answer was lost is resolved instead of repeated, and a stranger's object is never taken over.
   * Without it, a create whose answer was lost is an error.
   */
  find?(call: Reading<Client>, inputs: z.output<I>): Promise<string | undefined>;
  create(call: Call<Client>, inputs: z.output<I>): Promise<{ readonly id: string; readonly outputs: z.output<O> }>;
  /** Undefined: it is gone. */
  read(call: Reading<Client>, id: string, known: Known<I, O>): Promise<Found<I, O> | undefined>;
  /** Left out: every change makes a new object. */
  update?(call: Reading<Client>, id: string, inputs: z.output<I>, old: Known<I, O>): Promise<z.output<O>>;
  /** Must succeed when it is gone already. */
  delete(call: Reading<Client>, id: string, known: Known<I, O>): Promise<void>;
}

/** `resource<Client>()({...})`: infers inputs and outputs, fixes the client. */
export const resource =
  <Client>() =>
  <I extends z.ZodObject, O extends z.ZodObject>(definition: Resource<Client, I, O>): Resource<Client, I, O> =>
    definition;

/** A resource whose property types do not matter to the reader. */
// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs stand in both variances; only `any` accepts every definition
export type AnyResource<Client = any> = Resource<Client, any, any>;

/** What a client may take from the machine it runs on. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Cancel. */
  readonly signal: AbortSignal;
}

/** One vendor: its name, how it is configured, its resources. */
export interface Provider<Client, C extends z.ZodObject = z.ZodObject> {
  /** The Pulumi package's name, e.g. `vercel`. */
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  /** Provider inputs: data only. Endpoints and tokens come from the environment, so neither is ever in state. */
  readonly config: C;
  /** Makes the client from data and environment. Throws a `VendorError` that names every missing variable. */
  configure(config: z.output<C>, machine: Machine): Client;
  readonly resources: readonly AnyResource<Client>[];
}

export const provider = <Client, C extends z.ZodObject>(definition: Provider<Client, C>): Provider<Client, C> =>
  definition;
