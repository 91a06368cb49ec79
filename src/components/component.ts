import * as pulumi from "@pulumi/pulumi";
import { PlatformError } from "../errors.ts";

/** What holds for everything under one platform. */
export interface Rules {
  /** Stateful resources are protected. */
  readonly protects: boolean;
  /** Logical name to import id: what exists already is taken over instead of created. */
  readonly adopt: Readonly<Record<string, string>>;
}

const names = new WeakMap<pulumi.Resource, string>();

/**
 * A part of the platform. Its laws, for it and everything under it: a child's logical name begins with its parent's name,
 * a child has a parent, and the constructor ends with `registerOutputs`.
 */
export abstract class Component extends pulumi.ComponentResource {
  readonly name: string;
  private readonly protects: boolean;

  constructor(
    type: `groundplan:index:${string}`,
    name: string,
    args: pulumi.Inputs,
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super(type, name, args, opts);
    this.name = name;
    this.protects = rules.protects;
    names.set(this, name);
  }

  /** The logical name of a child: this component's name and a role. */
  protected named(...role: readonly string[]): string {
    return [this.name, ...role].join("-");
  }

  /** Options of every child. */
  protected get child(): { readonly parent: pulumi.Resource } {
    return { parent: this };
  }

  /** Options of a child that holds data or an address that cannot be made again. */
  protected get stateful(): { readonly parent: pulumi.Resource; readonly protect: boolean } {
    return { parent: this, protect: this.protects };
  }
}

/** Runs for every resource under the platform: holds its name against the laws, and adopts it where the stack file says so. */
export function laws(rules: Rules): { readonly transformation: pulumi.ResourceTransformation; finish(): void } {
  const adopted = new Set<string>();
  return {
    transformation: ({ resource, name, props, opts }) => {
      const parent = opts.parent === undefined ? undefined : names.get(opts.parent);
      names.set(resource, name);
      if (parent !== undefined && name !== parent && !name.startsWith(`${parent}-`)) {
        throw new Error(`the logical name "${name}" does not begin with its parent's name "${parent}"`);
      }
      const id = resource instanceof pulumi.CustomResource ? rules.adopt[name] : undefined;
      if (id === undefined) return undefined;
      adopted.add(name);
      return { props, opts: { ...opts, import: id } };
    },
    finish: () => {
      const strangers = Object.keys(rules.adopt).filter((name) => !adopted.has(name));
      if (strangers.length === 0) return;
      throw new PlatformError({
        code: "config/adopt",
        where: `groundplan:environment.adopt`,
        problem: `names ${strangers.map((name) => `"${name}"`).join(", ")}, and this stack has no such resource`,
        fix: "take the logical names from the output of: pulumi preview",
      });
    },
  };
}
