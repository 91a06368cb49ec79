import type { Hono } from "hono";
import { z } from "zod";
import type { Secret } from "../core/vendor.ts";
import { collectionRoutes } from "./collection.ts";
import { strangers } from "./fields.ts";
import type { Context, Stored } from "./state.ts";

const retention = (standard: number) =>
  z
    .int()
    .min(1)
    .max(3652)
    .nullable()
    .transform((days) => days ?? standard)
    .default(standard);

const sourceSchema = z.object({
  name: z.string().min(1),
  platform: z.string().min(1),
  data_region: z
    .string()
    .default("us_east")
    .transform((region) => clusters[region] ?? region),
  ingesting_paused: z.boolean().default(false),
  logs_retention: retention(3),
  metrics_retention: retention(30),
  live_tail_pattern: z
    .string()
    .nullable()
    .transform((pattern) => pattern ?? standardPattern)
    .default("{level} {message}"),
  source_group_id: z.int().nullable().default(null),
});
export type SourceBody = z.output<typeof sourceSchema>;
type Extra = { token: Secret; table_name: string; ingesting_host: string };
type StoredSource = Stored<SourceBody & Extra>;

const standardPattern = "{level} {message}";
/** A region reads back as the cluster that it stands for. */
const clusters: Readonly<Record<string, string>> = {
  germany: "eu-nbg-2",
  us_east: "us-east-9",
  us_west: "us-west-2",
  singapore: "ap-sgp-1",
};

export function sourceRoutes(app: Hono, context: Context): void {
  const { state } = context;
  collectionRoutes<SourceBody, Extra>(app, context, {
    path: "/api/v2/sources",
    type: "source",
    host: `${context.origin}/telemetry`,
    schema: sourceSchema,
    fixed: ["platform", "data_region"],
    all: () => state.sources,
    keep: (all) => {
      state.sources = all;
    },
    problems: ({ source_group_id }) =>
      strangers({ group: ["source_group_id", source_group_id, state.known.source_groups] }, context),
    made: ({ name, data_region }) => ({
      token: context.secret(context.id(24)),
      table_name: name.toLowerCase().replace(/[^a-z0-9]+/g, "_"),
      ingesting_host: `s${state.nextId}.${data_region}.betterstackdata.com`,
    }),
    attributes: sourceAttributes,
  });
}

export function sourceAttributes(stored: StoredSource): Record<string, unknown> {
  const { id: _, paused_at: __, token, ...told } = stored;
  return { ...told, team_id: 1, team_name: "Loopback", token: token.$secret };
}
