import { resourceClass } from "@groundplan/kit/sdk.ts";
import * as pulumi from "@pulumi/pulumi";
import { redisDatabase } from "./redis-database.ts";

/** An explicit provider instance; e-mail, key and endpoint come from the environment. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Record<string, never> = {}, opts?: pulumi.ResourceOptions) {
    super("upstash", name, args, opts);
  }
}

export const RedisDatabase = resourceClass(pulumi, redisDatabase, "0.1.0");
export type RedisDatabase = InstanceType<typeof RedisDatabase>;
