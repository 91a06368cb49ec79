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
  deliveryFormat: z.enum(["json", "proto"]).describe("OTLP over HTTP as JSON or as protobuf."),
  samplingRules,
});
type Inputs = z.output<typeof inputs>;

export const traceDrain = resource<Vercel>()({
  token: "vercel:index/traceDrain:TraceDrain",
  description: "Sends OpenTelemetry traces to a receiver; the endpoint commonly ends in `/v1/traces`.",
  calls: drainCalls,
  inputs,
  outputs: drainOutputs,
  replaceOn: ["teamId"],
  secrets: ["headers", "secret"],
  writeOnly: ["secret"],
  changing: ["secret"],
  importId: "<drain id>, or <team id>/<drain id>",
  parseId: parseDrainId,
  check: async (_, wanted, old) => withSecret(wanted, old),
  find: (call, wanted) => findDrain(call, wanted, ["trace"]),
  create: (call, wanted) => makeDrain(call, wanted, kindOf(wanted)),

  async read(call, id, known) {
    const found = await readDrain(call, id, known, ["trace"]);
    if (found === undefined) return undefined;
    const deliveryFormat = found.delivery.encoding as Inputs["deliveryFormat"];
    const told = { ...commonTold(found), deliveryFormat, samplingRules: samplingTold(found), teamId: known.teamId };
    return { inputs: told, outputs: { secret: known.secret ?? "" } };
  },

  update: (call, id, wanted) => changeDrain(call, id, wanted, kindOf(wanted)),
  delete: removeDrain,
});

const kindOf = ({ endpoint, deliveryFormat: encoding, headers, samplingRules: rules }: Inputs): Kind => ({
  schemas: ["trace"],
  delivery: { type: "otlphttp", endpoint: { traces: endpoint }, encoding, headers },
  sampling: samplingToWire(rules),
});
