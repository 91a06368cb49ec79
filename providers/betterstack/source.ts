import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { BetterStack } from "./client.ts";
import { type Attributes, Collection, text, toAttributes, told } from "./collection.ts";

const days = z.int().min(1).max(3652);

const inputs = z.strictObject({
  name: z.string().min(1).describe("Name; how it is found again, so unique here."),
  platform: z
    .string()
    .min(1)
    .describe("Where logs come from: `vercel_integration`, `javascript`, `http`, `open_telemetry`, …"),
  dataRegion: z.string().default("us_east").describe("Where they are kept: `us_east`, `germany`, `singapore`, …"),
  ingestingPaused: z.boolean().default(false).describe("Whether nothing is taken in."),
  logsRetention: days.optional().describe("Days that logs are kept, 1 to 3652. Left out: the plan's."),
  metricsRetention: days.optional().describe("Days that metrics are kept. Left out: the plan's."),
  liveTailPattern: z.string().optional().describe("How a line of live tail looks: `{level} {message}`."),
  sourceGroupId: z.int().optional().describe("Id of the group that it stands in. Left out: none."),
});
const names = Object.keys(inputs.shape);
/** What Better Stack chooses where it is left out: told where it is declared, and in an import. */
const chosen: readonly string[] = ["logsRetention", "metricsRetention", "liveTailPattern"];

const outputs = z.object({
  token: z.string().describe("What logs are sent with."),
  ingestingHost: z.string().describe("Host that they are sent to."),
  tableName: z.string().describe("The table that they are in, for queries."),
});

export const source = resource<BetterStack>()({
  token: "betterstack:index/source:Source",
  description: "Takes in logs of one origin.",
  calls: [
    "GET /api/v2/sources",
    "POST /api/v2/sources",
    "GET /api/v2/sources/{id}",
    "PATCH /api/v2/sources/{id}",
    "DELETE /api/v2/sources/{id}",
  ],
  inputs,
  outputs,
  replaceOn: ["platform", "dataRegion"],
  secrets: ["token"],
  changing: ["tableName"],
  importId: "<source id>",

  find: (call, { name }) => sources(call).find("name", name),

  async create(call, wanted) {
    const made = await sources(call).make(bodyOf(wanted, names));
    return { id: made.id, outputs: outputsOf(made.attributes) };
  },

  async read(call, id, known) {
    const found = await sources(call).get(id);
    if (found === undefined) return undefined;
    const imported = known.name === undefined;
    const ours = names.filter((name) => imported || !chosen.includes(name) || Reflect.get(known, name) !== undefined);
    return {
      inputs: { ...told(ours, found.attributes), dataRegion: regionOf(found.attributes, known.dataRegion) },
      outputs: outputsOf(found.attributes),
    };
  },

  async update(call, id, wanted) {
    const changeable = names.filter((name) => name !== "platform" && name !== "dataRegion");
    return outputsOf((await sources(call).change(id, bodyOf(wanted, changeable))).attributes);
  },

  delete: (call, id) => sources(call).remove(id),
});

const sources = ({ client }: Reading<BetterStack>) =>
  new Collection(client.telemetry, "/api/v2/sources", client.teamName);

/** Without what is left to Better Stack: null would be no day at all. */
const bodyOf = (wanted: z.output<typeof inputs>, sent: readonly string[]): Attributes =>
  toAttributes(
    sent.filter((name) => !chosen.includes(name) || Reflect.get(wanted, name) !== undefined),
    wanted,
  );

const regions: readonly (readonly [region: string, clusters: RegExp])[] = [
  ["germany", /^eu-(nbg|fsn)/],
  ["us_east", /^us-east/],
  ["us_west", /^us-west/],
  ["singapore", /^ap-s/],
];

/** Better Stack API: a region reads back as the cluster behind it, `germany` as `eu-nbg-2`; both are the same. */
function regionOf({ data_region }: Attributes, declared: string | undefined): string {
  const cluster = text(data_region);
  const region = regions.find(([, clusters]) => clusters.test(cluster))?.[0] ?? cluster;
  return declared === cluster ? cluster : region;
}

const outputsOf = ({ token, ingesting_host, table_name }: Attributes) => ({
  token: text(token),
  ingestingHost: text(ingesting_host),
  tableName: text(table_name),
});
