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
  withSecret,
} from "./drain-calls.ts";
import { stringSet } from "./string-set.ts";

const inputs = z.strictObject({
  ...drainInputs,
  deliveryFormat: z.enum(["json", "ndjson"]).describe("A JSON list, or a JSON object a line."),
  sources: stringSet(z.enum(["static", "edge", "external", "build", "lambda", "firewall", "redirect"]))
    .refine((all) => all.length > 0, "must name one at least")
    .describe("Whose logs: static, edge, external, build, lambda, firewall, redirect; a set."),
  environments: stringSet(z.enum(["production", "preview"]))
    .refine((all) => all.length > 0, "must name one at least")
    .describe("Which deployments' logs; a set."),
  samplingRate: z.number().min(0).max(1).default(1).describe("Share of the logs that is sent, 0 to 1."),
});
type Inputs = z.output<typeof inputs>;

export const logDrain = resource<Vercel>()({
  token: "vercel:index/logDrain:LogDrain",
  description:
    "Sends logs to a receiver. Vercel asks the endpoint when the drain is made: it must answer 200 with the team's " +
    "`x-vercel-verify` code.",
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
  find: (call, wanted) => findDrain(call, wanted, ["log"]),
  create: (call, wanted) => makeDrain(call, wanted, kindOf(wanted)),

  async read(call, id, known) {
    const found = await readDrain(call, id, known, ["log"]);
    if (found === undefined) return undefined;
    const { log, deployment } = found.filterV2?.filter ?? {};
    const told = {
      deliveryFormat: found.delivery.encoding as Inputs["deliveryFormat"],
      sources: (log?.sources ?? []).toSorted() as Inputs["sources"],
      environments: (deployment?.environments ?? []).toSorted() as Inputs["environments"],
      samplingRate: found.sampling?.[0]?.rate ?? 1,
    };
    return { inputs: { ...commonTold(found), ...told, teamId: known.teamId }, outputs: { secret: known.secret ?? "" } };
  },

  update: (call, id, wanted) => changeDrain(call, id, wanted, kindOf(wanted)),
  delete: removeDrain,
});

const kindOf = ({
  endpoint,
  deliveryFormat: encoding,
  headers,
  sources,
  environments,
  samplingRate: rate,
}: Inputs): Kind => ({
  schemas: ["log"],
  delivery: { type: "http", endpoint, encoding, headers },
  filter: { type: "basic", log: { sources }, deployment: { environments } },
  sampling: [{ type: "head_sampling", rate }],
});
