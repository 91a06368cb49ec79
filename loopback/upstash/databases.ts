import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { invalidBody, notFound, refuse } from "./refusal.ts";
import type { Context, StoredDatabase } from "./state.ts";

const region = z.enum([
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "sa-east-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
]);
const name = z.string().min(1);
const budget = z.number().min(0);

const createSchema = z.object({
  database_name: name,
  region: z.literal("global"),
  primary_region: region,
  read_regions: z.array(region).default([]),
  tls: z.boolean().default(true),
  eviction: z.boolean().default(false),
  auto_upgrade: z.boolean().default(false),
  prod_pack_enabled: z.boolean().default(false),
  budget: budget.default(20),
});

/** Databases. Each setting of one has a call of its own. */
export function databaseRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const found = (call: Call): StoredDatabase => {
    const database = state.databases.find(({ database_id }) => database_id === call.req.param("id"));
    if (!database) throw notFound();
    return database;
  };
  const done = (c: Call) => {
    context.changed();
    return c.json("OK");
  };

  app.post("/v2/redis/database", async (c) => {
    const body = await readBody(c, createSchema, invalidBody);
    ensureElsewhere(body.read_regions, body.primary_region);
    const database: StoredDatabase = {
      ...body,
      database_id: newId(context),
      allowed_ip_ranges: [],
      creation_time: Math.floor(context.now().getTime() / 1000),
      password: context.secret(context.id(48)),
      rest_token: context.secret(`A${context.id(70)}`),
      read_only_rest_token: context.secret(`A${context.id(72)}`),
    };
    state.databases.push(database);
    context.changed();
    return c.json(databaseView(database, false));
  });
  app.get("/v2/redis/databases", (c) => c.json(state.databases.map((database) => databaseView(database, true))));
  app.get("/v2/redis/database/:id", (c) =>
    c.json(databaseView(found(c), new URL(c.req.url).searchParams.get("credentials") === "hide")),
  );
  app.delete("/v2/redis/database/:id", (c) => {
    const database = found(c);
    state.databases = state.databases.filter((other) => other !== database);
    return done(c);
  });

  app.post("/v2/redis/rename/:id", async (c) => {
    found(c).database_name = (await readBody(c, z.object({ name }), invalidBody)).name;
    return done(c);
  });
  app.post("/v2/redis/update-regions/:id", async (c) => {
    const database = found(c);
    const { read_regions } = await readBody(c, z.object({ read_regions: z.array(region) }), invalidBody);
    ensureElsewhere(read_regions, database.primary_region);
    database.read_regions = read_regions;
    return done(c);
  });
  app.post("/v2/redis/enable-tls/:id", (c) => {
    found(c).tls = true;
    return done(c);
  });
  for (const [path, setting] of switches)
    for (const on of [true, false])
      app.post(`/v2/redis/${on ? "enable" : "disable"}-${path}/:id`, (c) => {
        found(c)[setting] = on;
        return done(c);
      });
  app.patch("/v2/redis/update-budget/:id", async (c) => {
    found(c).budget = (await readBody(c, z.object({ budget }), invalidBody)).budget;
    return done(c);
  });
  app.post("/v2/redis/update-allowlist/:id", async (c) => {
    const schema = z.object({ allowed_ips: z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])) });
    found(c).allowed_ip_ranges = (await readBody(c, schema, invalidBody)).allowed_ips;
    return done(c);
  });
  app.post("/v2/redis/reset-password/:id", (c) => {
    const database = found(c);
    database.password = context.secret(context.id(48));
    context.changed();
    return c.json(databaseView(database, false));
  });
}

const switches = [
  ["eviction", "eviction"],
  ["autoupgrade", "auto_upgrade"],
  ["prodpack", "prod_pack_enabled"],
] as const;

function ensureElsewhere(readRegions: readonly string[], primary: string): void {
  if (readRegions.includes(primary)) throw refuse(400, "read regions cannot include the primary region");
  if (new Set(readRegions).size < readRegions.length) throw refuse(400, "read regions must be unique");
}

function newId({ id }: Context): string {
  const hex = id(32, "0123456789abcdef");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** @param hidden without what opens it: lists, and reads with `?credentials=hide` */
export function databaseView(database: StoredDatabase, hidden: boolean): object {
  const { password, rest_token, read_only_rest_token, ...open } = database;
  return {
    ...open,
    database_type: database.prod_pack_enabled ? "paid" : "free",
    endpoint: `loopback-${database.database_id.slice(0, 8)}.upstash.io`,
    port: 6379,
    state: "active",
    user_email: "owner@loopback.test",
    consistent: false,
    multizone: false,
    ...(hidden
      ? {}
      : {
          password: password.$secret,
          rest_token: rest_token.$secret,
          read_only_rest_token: read_only_rest_token.$secret,
        }),
  };
}
