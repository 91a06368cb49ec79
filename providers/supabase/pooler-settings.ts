import { z } from "zod";
import { gone, path } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";

const Inputs = z.object({
  projectRef,
  defaultPoolSize: z
    .number()
    .int()
    .min(1)
    .max(3000)
    .optional()
    .describe("Connections that the pooler keeps to the database, for each user and database; at most 3000."),
  poolMode: z
    .enum(["transaction", "session"])
    .optional()
    .describe("When a connection is given back: after each transaction, or at the end of the session."),
});

const at = "/config/database/pooler";

export const PoolerSettings = projectSettings({
  token: "poolerSettings:PoolerSettings",
  description:
    "Settings of a project's connection pooler. What is not declared is left as it is. Deleting gives the pool size back to the vendor, who computes it from the compute size, and leaves the mode.",
  calls: ["GET /v1/projects/{ref}/config/database/pooler", "PATCH /v1/projects/{ref}/config/database/pooler"],
  inputs: Inputs,
  at,
  live: z.array(
    z.object({ database_type: z.string(), default_pool_size: z.number().nullish(), pool_mode: z.string() }),
  ),

  told(live) {
    const primary = live.find(({ database_type }) => database_type === "PRIMARY");
    return {
      ...(typeof primary?.default_pool_size === "number" ? { defaultPoolSize: primary.default_pool_size } : {}),
      poolMode: Inputs.shape.poolMode.safeParse(primary?.pool_mode).data,
    };
  },

  async write({ client }, ref, { defaultPoolSize, poolMode }) {
    const body = { default_pool_size: defaultPoolSize, pool_mode: poolMode };
    await client.http.send("PATCH", path(ref, at), { body });
  },

  async reset({ client }, ref) {
    await client.http.send("PATCH", path(ref, at), { body: { default_pool_size: null }, accept: gone });
  },
});
