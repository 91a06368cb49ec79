import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http } from "@groundplan/kit/http.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { understood } from "./client.ts";
import { bring, databaseAnswer, getDatabase, removeDatabase } from "./database-calls.ts";

const region = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, "must be a region such as eu-central-1");
const sorted = (values: readonly string[]): string[] => values.toSorted();

const inputs = z.strictObject({
  databaseName: z.string().min(1).describe("Name; how it is found again, so unique here."),
  region: z.literal("global").default("global").describe("What kind of database: `global` is the only one left."),
  primaryRegion: region.describe("Where it is written, e.g. `eu-central-1`."),
  readRegions: z.array(region).default([]).transform(sorted).describe("Where it is read besides."),
  tls: z.boolean().default(true).describe("Whether it is reached by TLS; can be switched on, never off."),
  eviction: z.boolean().default(false).describe("Whether keys go when it is full."),
  autoScale: z.boolean().default(false).describe("Whether it goes to a higher plan when it meets a limit."),
  prodPack: z.boolean().default(false).describe("Whether it has the production pack, which costs."),
  budget: z.int().min(0).default(20).describe("Dollars a month; at that it is throttled."),
  ipAllowlists: z
    .array(z.string())
    .default([])
    .transform(sorted)
    .describe("Addresses that may connect, CIDR. None: all."),
});
export type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  databaseId: z.string().describe("Its id, a UUID."),
  endpoint: z.string().describe("Host that clients connect to."),
  port: z.number().describe("Port that clients connect to."),
  password: z.string().describe("Password of the user `default`."),
  restToken: z.string().describe("Token of the REST API."),
  readOnlyRestToken: z.string().describe("Token of the REST API that reads only."),
  creationTime: z.number().describe("Time of its creation, seconds since 1970."),
});

export const redisDatabase = resource<Http>()({
  token: "upstash:index/redisDatabase:RedisDatabase",
  description: "A Redis database, reached by TLS or by REST.",
  calls: [
    "GET /v2/redis/databases",
    "POST /v2/redis/database",
    "GET /v2/redis/database/{id}",
    "DELETE /v2/redis/database/{id}",
    "POST /v2/redis/rename/{id}",
    "POST /v2/redis/update-regions/{id}",
    "POST /v2/redis/enable-tls/{id}",
    "POST /v2/redis/enable-eviction/{id}",
    "POST /v2/redis/disable-eviction/{id}",
    "POST /v2/redis/enable-autoupgrade/{id}",
    "POST /v2/redis/disable-autoupgrade/{id}",
    "POST /v2/redis/enable-prodpack/{id}",
    "POST /v2/redis/disable-prodpack/{id}",
    "PATCH /v2/redis/update-budget/{id}",
    "POST /v2/redis/update-allowlist/{id}",
  ],
  inputs,
  outputs,
  replaceOn: ["region", "primaryRegion"],
  secrets: ["password", "restToken", "readOnlyRestToken"],
  importId: "<database id>",

  check: async (_, { primaryRegion, readRegions = [], tls }, old) => ({
    issues: [
      ...(primaryRegion !== undefined && readRegions.includes(primaryRegion)
        ? [{ property: "readRegions", reason: `has ${primaryRegion}, which is the primary region` }]
        : []),
      ...(old.tls === true && tls === false
        ? [{ property: "tls", reason: "is on, and Upstash never switches it off" }]
        : []),
    ],
  }),

  async find({ client }, { databaseName }) {
    const { body } = await client.shared("/v2/redis/databases");
    const all = understood(z.array(listed), body, "GET /v2/redis/databases");
    const [found, another] = all.filter(({ database_name }) => database_name === databaseName);
    if (another === undefined) return found?.database_id;
    throw new VendorError(`Upstash has several databases named ${databaseName}, so none of them is meant.`, {
      fix: "rename all but one in Upstash, or choose another name",
    });
  },

  async create(call, wanted) {
    const { body } = await call.client.send("POST", "/v2/redis/database", { body: bodyOf(wanted) });
    const made = understood(databaseAnswer, body, "POST /v2/redis/database");
    call.created(made.database_id);
    await bring(call, made, wanted);
    return { id: made.database_id, outputs: outputsOf(made) };
  },

  async read(call, id) {
    const found = await getDatabase(call, id);
    return found && { inputs: toldInputs(found), outputs: outputsOf(found) };
  },

  async update(call, id, wanted) {
    const found = await getDatabase(call, id);
    if (found === undefined) throw new VendorError(`The database ${id} is gone.`, { fix: "refresh, then up again" });
    await bring(call, found, wanted);
    return outputsOf(found);
  },

  delete: removeDatabase,
});

const listed = z.object({ database_id: z.string(), database_name: z.string() });
type Answer = z.output<typeof databaseAnswer>;

const bodyOf = (wanted: Inputs) => ({
  database_name: wanted.databaseName,
  region: wanted.region,
  primary_region: wanted.primaryRegion,
  read_regions: wanted.readRegions,
  tls: wanted.tls,
  eviction: wanted.eviction,
  auto_upgrade: wanted.autoScale,
  prod_pack_enabled: wanted.prodPack,
  budget: wanted.budget,
});

const toldInputs = (found: Answer): Inputs => ({
  databaseName: found.database_name,
  // One of an old kind shows as a difference, and is never taken for a global one.
  region: found.region as "global",
  primaryRegion: found.primary_region ?? found.region,
  readRegions: sorted(found.read_regions ?? []),
  tls: found.tls,
  eviction: found.eviction ?? false,
  autoScale: found.auto_upgrade ?? false,
  prodPack: found.prod_pack_enabled ?? false,
  budget: found.budget ?? 20,
  ipAllowlists: sorted(found.allowed_ip_ranges ?? []),
});

const outputsOf = (found: Answer) => ({
  databaseId: found.database_id,
  endpoint: found.endpoint,
  port: found.port,
  password: found.password,
  restToken: found.rest_token,
  readOnlyRestToken: found.read_only_rest_token,
  creationTime: found.creation_time,
});
