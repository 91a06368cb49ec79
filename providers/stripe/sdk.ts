import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { webhookEndpoint } from "./webhook-endpoint.ts";

/** An explicit provider instance; key and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Readonly<Record<string, never>> = {}, opts?: pulumi.ResourceOptions) {
    super("stripe", name, args, opts);
  }
}

export const WebhookEndpoint = resourceClass(pulumi, webhookEndpoint, "0.1.0");
export type WebhookEndpoint = InstanceType<typeof WebhookEndpoint>;
