import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { budget } from "./budget.ts";
import { dashboard } from "./dashboard.ts";

const version = "0.1.0";

/** An explicit provider instance; token and endpoints come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(
    name: string,
    args: { readonly project?: pulumi.Input<string>; readonly billingProject?: pulumi.Input<string> } = {},
    opts?: pulumi.ResourceOptions,
  ) {
    super("gcp", name, args, opts);
  }
}

export const Budget = resourceClass(pulumi, budget, version);
export type Budget = InstanceType<typeof Budget>;

export const Dashboard = resourceClass(pulumi, dashboard, version);
export type Dashboard = InstanceType<typeof Dashboard>;

/** The modules of `@pulumi/gcp`, so that a program can leave by changing one import. */
export const billing = { Budget };
export const monitoring = { Dashboard };
