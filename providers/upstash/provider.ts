import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
import { redisDatabase } from "./redis-database.ts";

export const upstash = provider({
  name: "upstash",
  version: "0.1.0",
  displayName: "Upstash",
  config: z.strictObject({}),
  configure: (_, machine) => connect(machine),
  resources: [redisDatabase],
});
