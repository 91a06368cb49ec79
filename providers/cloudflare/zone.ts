import type { Http } from "@groundplan/kit/http.ts";
import type { Issue, Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { sharedList } from "./client.ts";

/** The zone that something stands in: an input of each resource. */
export const zoneId = z
  .string()
  .regex(/^[0-9a-f]{32}$|^([a-z0-9-]+\.)+[a-z0-9-]{2,}$/, "must be the zone's id (32 hex digits) or its name")
  .describe("Id of the zone, or its name such as `example.com`, which is looked up.");

const zone = z.object({ id: z.string(), name: z.string() });
type Zone = z.output<typeof zone>;

/** What finding a zone calls, for the definitions that do. */
export const zoneCalls = ["GET /zones"];

/** Cloudflare API: up to 50 zones a page. */
const zones = async (http: Http): Promise<Zone[]> => (await sharedList(http, "/zones", zone, { per_page: 50 })) ?? [];

/** The zone of this id or name, or undefined when the token sees none such. */
export async function zoneOf({ client }: Reading<Http>, given: string): Promise<Zone | undefined> {
  return (await zones(client)).find(({ id, name }) => id === given || name === given);
}

/** Why a zone that was not found is a problem; an id may belong to one that the token may change, but not list. */
export async function unknownZone({ client }: Reading<Http>, given: string): Promise<Issue[]> {
  if (/^[0-9a-f]{32}$/.test(given)) return [];
  const seen = (await zones(client)).map(({ name }) => name).join(", ") || "none";
  return [{ property: "zoneId", reason: `is no zone that the token in CLOUDFLARE_API_TOKEN sees; it sees ${seen}` }];
}
