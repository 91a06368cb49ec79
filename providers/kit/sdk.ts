import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { AnyResource } from "./resource.ts";

/** What a program may give: plain values or Outputs, at any depth. */
type Inputs<T> = { [K in keyof T]: pulumi.Input<Deep<T[K]>> };
type Deep<T> = T extends readonly (infer E)[] ? readonly pulumi.Input<Deep<E>>[] : T extends object ? Inputs<T> : T;

/** The arguments of a resource class, inferred from its definition. */
export type Args<R extends AnyResource> = Inputs<z.input<R["inputs"]>>;
/** The properties of a resource: its inputs as Check leaves them, and its outputs. */
export type Outputs<R extends AnyResource> = {
  readonly [K in keyof (z.output<R["inputs"]> & z.output<R["outputs"]>)]: pulumi.Output<
    (z.output<R["inputs"]> & z.output<R["outputs"]>)[K]
  >;
};

/** A Pulumi resource class. */
export interface ResourceClass<R extends AnyResource> {
  new (name: string, args: Args<R>, opts?: pulumi.CustomResourceOptions): pulumi.CustomResource & Outputs<R>;
  /** Reads an existing object without managing it. */
  get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Outputs<R>;
}

/**
 * The SDK class of a definition: types by inference, secrets marked, nothing generated.
 * @param sdk `@pulumi/pulumi`, handed in because providers must not load it
 */
export function resourceClass<R extends AnyResource>(
  sdk: typeof pulumi,
  definition: R,
  version: string,
): ResourceClass<R> {
  const outputs = Object.fromEntries(Object.keys(definition.outputs.shape).map((name) => [name, undefined]));
  const secrets = (definition.secrets ?? []) as readonly string[];
  const made = class extends sdk.CustomResource {
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): pulumi.CustomResource {
      return new made(name, {}, { ...opts, id });
    }

    constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
      const sealed = Object.entries(args).map(([key, value]) => [
        key,
        secrets.includes(key) && value !== undefined ? sdk.secret(value) : value,
      ]);
      super(
        definition.token,
        name,
        { ...outputs, ...Object.fromEntries(sealed) },
        sdk.mergeOptions({ version, additionalSecretOutputs: [...secrets] }, opts ?? {}),
      );
    }
  };
  return made as unknown as ResourceClass<R>;
}
