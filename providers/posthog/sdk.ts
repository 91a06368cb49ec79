import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { project } from "./project.ts";

const version = "0.1.0";

/** An explicit provider instance; key and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(
    name: string,
    args: { readonly organizationId?: pulumi.Input<string> } = {},
    opts?: pulumi.ResourceOptions,
  ) {
    super("posthog", name, args, opts);
  }
}

export const Project = resourceClass(pulumi, project, version);
export type Project = InstanceType<typeof Project>;
