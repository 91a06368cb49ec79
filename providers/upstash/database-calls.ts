import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http, Method } from "@groundplan/kit/http.ts";
import type { Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { messageOf, understood } from "./client.ts";
import type { Inputs } from "./redis-database.ts";

/** Upstash developer API: `GET /v2/redis/database/{id}`. */
export const databaseAnswer = z.object({
  database_id: z.string(),
  database_name: z.string(),
  region: z.string(),
  primary_region: z.string().nullish(),
  read_regions: z.array(z.string()).nullish(),
  tls: z.boolean(),
  eviction: z.boolean().nullish(),
  auto_upgrade: z.boolean().nullish(),
  prod_pack_enabled: z.boolean().nullish(),
  budget: z.number().nullish(),
  allowed_ip_ranges: z.array(z.string()).nullish(),
  endpoint: z.string(),
  port: z.number(),
  password: z.string(),
  rest_token: z.string(),
  read_only_rest_token: z.string(),
  creation_time: z.number(),
});
type Answer = z.output<typeof databaseAnswer>;

/** The database, or undefined when there is none. */
export async function getDatabase(call: Reading<Http>, id: string): Promise<Answer | undefined> {
  const body = await unlessGone(call, "GET", id);
  return body === undefined ? undefined : understood(databaseAnswer, body, `GET /v2/redis/database/${id}`);
}

export async function removeDatabase(call: Reading<Http>, id: string): Promise<void> {
  await unlessGone(call, "DELETE", id);
}

/** Upstash developer API: an unknown id is 404, or 400 with "database not found". */
async function unlessGone({ client }: Reading<Http>, method: Method, id: string): Promise<unknown> {
  const path = `/v2/redis/database/${id}`;
  const { status, body } = await client.send(method, path, { accept: [400, 404] });
  if (status < 400) return body;
  const message = messageOf(body) ?? "(no message)";
  if (status === 404 || /not found/i.test(message)) return undefined;
  throw new VendorError(`${method} ${path} answered ${status}: ${message}`, { status });
}

/** Upstash developer API: each setting has a call of its own. Makes those that are needed, one after the other. */
export async function bring({ client }: Reading<Http>, found: Answer, wanted: Inputs): Promise<void> {
  const set = async (what: string, body?: object, method: Method = "POST") => {
    // Each of them sets a value, so sending one twice does no harm.
    const request = { ...(body === undefined ? {} : { body }), repeatable: true };
    await client.send(method, `/v2/redis/${what}/${found.database_id}`, request);
  };
  const flip = async (what: string, on: boolean, is: boolean | null | undefined) => {
    if (on !== (is ?? false)) await set(`${on ? "enable" : "disable"}-${what}`);
  };
  if (wanted.databaseName !== found.database_name) await set("rename", { name: wanted.databaseName });
  if (!same(wanted.readRegions, found.read_regions)) await set("update-regions", { read_regions: wanted.readRegions });
  if (wanted.tls && !found.tls) await set("enable-tls");
  await flip("eviction", wanted.eviction, found.eviction);
  await flip("autoupgrade", wanted.autoScale, found.auto_upgrade);
  await flip("prodpack", wanted.prodPack, found.prod_pack_enabled);
  if (wanted.budget !== (found.budget ?? wanted.budget)) await set("update-budget", { budget: wanted.budget }, "PATCH");
  if (!same(wanted.ipAllowlists, found.allowed_ip_ranges))
    await set("update-allowlist", { allowed_ips: wanted.ipAllowlists });
}

const same = (a: readonly string[], b: readonly string[] | null | undefined): boolean =>
  JSON.stringify(a.toSorted()) === JSON.stringify((b ?? []).toSorted());
