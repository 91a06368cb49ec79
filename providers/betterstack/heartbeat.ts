import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { alertingInputs, inWeekOrder } from "./alerting-inputs.ts";
import type { BetterStack } from "./client.ts";
import { type Attributes, Collection, isPaused, text, toAttributes, told } from "./collection.ts";

const inputs = z.strictObject({
  name: z.string().min(1).describe("Name of the job; how it is found again, so unique here."),
  period: z.int().min(30).describe("Seconds between two signs of life, 30 or more."),
  grace: z.int().min(0).describe("Seconds that a sign of life may be late."),
  heartbeatGroupId: z.int().optional().describe("Id of the group that it stands in. Left out: none."),
  ...alertingInputs,
});
const names = Object.keys(inputs.shape);

const outputs = z.object({
  url: z.string().describe("What the job calls as its sign of life. Whoever has it can."),
  createdAt: z.string().describe("Time of its creation, ISO 8601."),
});

export const heartbeat = resource<BetterStack>()({
  token: "betterstack:index/heartbeat:Heartbeat",
  description: "Waits for signs of life of a job, and calls when one is missing.",
  calls: [
    "GET /api/v2/heartbeats",
    "POST /api/v2/heartbeats",
    "GET /api/v2/heartbeats/{id}",
    "PATCH /api/v2/heartbeats/{id}",
    "DELETE /api/v2/heartbeats/{id}",
  ],
  inputs,
  outputs,
  secrets: ["url"],
  importId: "<heartbeat id>",

  find: (call, { name }) => heartbeats(call).find("name", name),

  async create(call, wanted) {
    const made = await heartbeats(call).make(toAttributes(names, wanted));
    return { id: made.id, outputs: outputsOf(made.attributes) };
  },

  async read(call, id) {
    const found = await heartbeats(call).get(id);
    if (found === undefined) return undefined;
    const facts = told(names, found.attributes);
    const { policyId, maintenanceDays } = facts;
    return {
      inputs: {
        ...facts,
        ...(policyId === undefined ? {} : { policyId: String(policyId) }),
        maintenanceDays: inWeekOrder(Array.isArray(maintenanceDays) ? maintenanceDays : []),
        paused: isPaused(found.attributes),
      },
      outputs: outputsOf(found.attributes),
    };
  },

  async update(call, id, wanted) {
    return outputsOf((await heartbeats(call).change(id, toAttributes(names, wanted))).attributes);
  },

  delete: (call, id) => heartbeats(call).remove(id),
});

const heartbeats = ({ client }: Reading<BetterStack>) =>
  new Collection(client.uptime, "/api/v2/heartbeats", client.teamName);

const outputsOf = ({ url, created_at }: Attributes) => ({ url: text(url), createdAt: text(created_at) });
