import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { incomingWebhook } from "./incoming-webhook.ts";

/** An explicit provider instance; it has nothing to configure. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Readonly<Record<string, never>> = {}, opts?: pulumi.ResourceOptions) {
    super("slack", name, args, opts);
  }
}

export const IncomingWebhook = resourceClass(pulumi, incomingWebhook, "0.1.0");
export type IncomingWebhook = InstanceType<typeof IncomingWebhook>;
