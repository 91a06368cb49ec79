import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { Vercel } from "./client.ts";
import {
  changeDrain,
  commonTold,
  drainCalls,
  drainInputs,
  drainOutputs,
  findDrain,
  type Kind,
  makeDrain,
  parseDrainId,
  readDrain,
  removeDrain,
  samplingRules,
  samplingTold,
  samplingToWire,
  withSecret,
} from "./drain-calls.ts";

const inputs = z.strictObject({
  ...drainInputs,
  schema: z.enum(["analytics", "speed_insights"]).describe("What is sent: page views and events, or Web Vitals."),
  deliveryFormat: z.enum(["json", "ndjson"]).describe("A JSON list, or a JSON object a line."),
  compression: z.enum(["none", "gzip"]).default("none").describe("Of the body."),
  samplingRules,
});
type Inputs = z.output<typeof inputs>;

export const drain = resource<Vercel>()({
  token: "vercel:index/drain:Drain",
  description: "Sends Web Analytics events or Speed Insights to a receiver.",
  calls: drainCalls,
  inputs,
  outputs: drainOutputs,
  replaceOn: ["teamId", "schema"],
  secrets: ["headers", "secret"],
  writeOnly: ["secret"],
  changing: ["secret"],
  importId: "<drain id>, or <team id>/<drain id>",
  parseId: parseDrainId,
  check: async (_, wanted, old) => withSecret(wanted, old),
  find: (call, wanted) => findDrain(call, wanted, [wanted.schema]),
  create: (call, wanted) => makeDrain(call, wanted, kindOf(wanted)),

  async read(call, id, known) {
    const found = await readDrain(call, id, known, []);
    const schema = (["analytics", "speed_insights"] as const).find((one) => found?.schemas?.[one] !== undefined);
    if (found === undefined || schema === undefined) return undefined;
    const told = {
      schema,
      deliveryFormat: found.delivery.encoding as Inputs["deliveryFormat"],
      compression: (found.delivery.compression ?? "none") as Inputs["compression"],
      samplingRules: samplingTold(found),
    };
    return { inputs: { ...commonTold(found), ...told, teamId: known.teamId }, outputs: { secret: known.secret ?? "" } };
  },

  update: (call, id, wanted) => changeDrain(call, id, wanted, kindOf(wanted)),
  delete: removeDrain,
});

const kindOf = ({
  schema,
  endpoint,
  deliveryFormat: encoding,
  compression,
  headers,
  samplingRules: rules,
}: Inputs): Kind => ({
  schemas: [schema],
  delivery: { type: "http", endpoint, encoding, compression, headers },
  sampling: samplingToWire(rules),
});
