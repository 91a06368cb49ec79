import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { heartbeat } from "./heartbeat.ts";
import { monitor } from "./monitor.ts";
import { source } from "./source.ts";

const version = "0.1.0";

/** An explicit provider instance; token and endpoints come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: { readonly teamName?: pulumi.Input<string> } = {}, opts?: pulumi.ResourceOptions) {
    super("betterstack", name, args, opts);
  }
}

export const Monitor = resourceClass(pulumi, monitor, version);
export type Monitor = InstanceType<typeof Monitor>;

export const Heartbeat = resourceClass(pulumi, heartbeat, version);
export type Heartbeat = InstanceType<typeof Heartbeat>;

export const Source = resourceClass(pulumi, source, version);
export type Source = InstanceType<typeof Source>;
