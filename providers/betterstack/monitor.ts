import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { inWeekOrder } from "./alerting-inputs.ts";
import { type BetterStack, understood } from "./client.ts";
import { type Attributes, Collection, isPaused, text, toAttributes, told } from "./collection.ts";
import {
  ascending,
  type Header,
  inNameOrder,
  inRegionOrder,
  type MonitorInputs,
  monitorInputs,
  usualTimeout,
} from "./monitor-inputs.ts";

const names = Object.keys(monitorInputs.shape);
const outputs = z.object({ createdAt: z.string().describe("Time of its creation, ISO 8601.") });

export const monitor = resource<BetterStack>()({
  token: "betterstack:index/monitor:Monitor",
  description: "Asks a page or a host from outside, again and again, and calls when it does not answer as it should.",
  calls: [
    "GET /api/v2/monitors",
    "POST /api/v2/monitors",
    "GET /api/v2/monitors/{id}",
    "PATCH /api/v2/monitors/{id}",
    "DELETE /api/v2/monitors/{id}",
  ],
  inputs: monitorInputs,
  outputs,
  secrets: ["authUsername", "authPassword"],
  writeOnly: ["authPassword"],
  importId: "<monitor id>",

  check: async (_, { monitorType, requestTimeout }) => ({
    inputs: monitorType === undefined ? {} : { requestTimeout: requestTimeout ?? usualTimeout(monitorType) },
  }),

  find: (call, { pronounceableName }) => monitors(call).find("pronounceable_name", pronounceableName),

  async create(call, wanted) {
    const body = { ...toAttributes(names, wanted), request_headers: wanted.requestHeaders };
    const made = await monitors(call).make(body);
    return { id: made.id, outputs: outputsOf(made.attributes) };
  },

  async read(call, id) {
    const found = await monitors(call).get(id);
    return found && { inputs: toldInputs(found.attributes), outputs: outputsOf(found.attributes) };
  },

  async update(call, id, wanted) {
    const found = await monitors(call).get(id);
    const edits = headerEdits(wanted.requestHeaders, headersOf(found?.attributes ?? {}));
    const changed = await monitors(call).change(id, { ...toAttributes(names, wanted), request_headers: edits });
    return outputsOf(changed.attributes);
  },

  delete: (call, id) => monitors(call).remove(id),
});

const monitors = ({ client }: Reading<BetterStack>) =>
  new Collection(client.uptime, "/api/v2/monitors", client.teamName);

const outputsOf = ({ created_at }: Attributes) => ({ createdAt: text(created_at) });

const headersAnswer = z
  .array(z.object({ id: z.union([z.string(), z.number()]), name: z.string(), value: z.string() }))
  .nullish();
const headersOf = ({ request_headers }: Attributes) =>
  understood(headersAnswer, request_headers, "GET /api/v2/monitors/{id}: request_headers") ?? [];

/** Better Stack API: headers are edited one by one: by id, by `_destroy`, or added without an id. */
export function headerEdits(wanted: readonly Header[], found: ReturnType<typeof headersOf>): object[] {
  const unused = [...found];
  const edits = wanted.map((header) => {
    const at = unused.findIndex(({ name }) => name === header.name);
    const [same] = at < 0 ? [] : unused.splice(at, 1);
    return same === undefined ? header : { id: same.id, ...header };
  });
  return [...edits, ...unused.map(({ id }) => ({ id, _destroy: true }))];
}

/** What Better Stack tells, in the form that Check gives it. */
function toldInputs(attributes: Attributes): Partial<MonitorInputs> {
  const { authPassword: _, ...facts } = told(names, attributes);
  const { port, policyId, httpMethod, regions, expectedStatusCodes, maintenanceDays } = facts;
  return {
    ...facts,
    ...(port === undefined ? {} : { port: String(port) }),
    ...(policyId === undefined ? {} : { policyId: String(policyId) }),
    httpMethod: text(httpMethod).toUpperCase() as MonitorInputs["httpMethod"],
    regions: inRegionOrder(list(regions)),
    expectedStatusCodes: ascending(list(expectedStatusCodes)),
    maintenanceDays: inWeekOrder(list(maintenanceDays)),
    requestHeaders: inNameOrder(headersOf(attributes).map(({ name, value }) => ({ name, value }))),
    paused: isPaused(attributes),
  };
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? value : []);
