import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { escalationPolicy } from "./escalation-policy.ts";
import { schedule } from "./schedule.ts";
import { service } from "./service.ts";
import { serviceIntegration } from "./service-integration.ts";

const version = "0.1.0";

/** An explicit provider instance; key and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: { readonly from?: pulumi.Input<string> } = {}, opts?: pulumi.ResourceOptions) {
    super("pagerduty", name, args, opts);
  }
}

export const Service = resourceClass(pulumi, service, version);
export type Service = InstanceType<typeof Service>;

export const ServiceIntegration = resourceClass(pulumi, serviceIntegration, version);
export type ServiceIntegration = InstanceType<typeof ServiceIntegration>;

export const EscalationPolicy = resourceClass(pulumi, escalationPolicy, version);
export type EscalationPolicy = InstanceType<typeof EscalationPolicy>;

export const Schedule = resourceClass(pulumi, schedule, version);
export type Schedule = InstanceType<typeof Schedule>;
