import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { dnsRecord } from "./dns-record.ts";
import { ruleset } from "./ruleset.ts";
import { zoneSetting } from "./zone-setting.ts";

const version = "0.1.0";

/** An explicit provider instance; token and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Readonly<Record<string, never>> = {}, opts?: pulumi.ResourceOptions) {
    super("cloudflare", name, args, opts);
  }
}

export const DnsRecord = resourceClass(pulumi, dnsRecord, version);
export type DnsRecord = InstanceType<typeof DnsRecord>;

export const Ruleset = resourceClass(pulumi, ruleset, version);
export type Ruleset = InstanceType<typeof Ruleset>;

export const ZoneSetting = resourceClass(pulumi, zoneSetting, version);
export type ZoneSetting = InstanceType<typeof ZoneSetting>;
