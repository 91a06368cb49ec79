import { z } from "zod";
import { camelKeys, snakeKeys } from "./case.ts";
import { gone, path } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";

const upTo = (most: number, what: string) =>
  z.number().int().min(1).max(most).optional().describe(`${what}, at most ${most}.`);

const Limits = z.object({
  connectionPool: upTo(100, "Connections to the database for checking who may join"),
  maxConcurrentUsers: upTo(50_000, "Clients at once"),
  maxEventsPerSecond: upTo(50_000, "Messages a second"),
  maxBytesPerSecond: upTo(10_000_000, "Bytes a second"),
  maxChannelsPerClient: upTo(10_000, "Channels of one client"),
  maxJoinsPerSecond: upTo(5000, "Joins a second"),
  maxPresenceEventsPerSecond: upTo(5000, "Presence messages a second"),
  maxPayloadSizeInKb: upTo(10_000, "Largest message in kB"),
  presenceEnabled: z.boolean().optional().describe("Whether clients can tell that they are there."),
});

const Inputs = Limits.extend({
  projectRef,
  privateOnly: z.boolean().default(false).describe("Only channels that a policy guards."),
  suspend: z.boolean().default(false).describe("Turn Realtime off."),
});

const at = "/config/realtime";

export const RealtimeSettings = projectSettings({
  token: "realtimeSettings:RealtimeSettings",
  description:
    "Settings of a project's Realtime. Limits that are not declared are left as the plan has them. Deleting allows public channels and turns Realtime on again, as the vendor has it, and leaves the limits.",
  calls: ["GET /v1/projects/{ref}/config/realtime", "PATCH /v1/projects/{ref}/config/realtime"],
  inputs: Inputs,
  at,
  live: z.record(z.string(), z.union([z.boolean(), z.number()]).nullish().catch(null)),

  // Null is the plan's own value.
  told(live) {
    const told = Object.entries(camelKeys(live)).filter(([name, value]) => value !== null && name in Inputs.shape);
    return { privateOnly: false, suspend: false, ...Object.fromEntries(told) };
  },

  async write({ client }, ref, { projectRef: _, ...declared }) {
    await client.http.send("PATCH", path(ref, at), { body: snakeKeys(declared) });
  },

  async reset({ client }, ref) {
    const body = { private_only: false, suspend: false };
    await client.http.send("PATCH", path(ref, at), { body, accept: gone });
  },
});
