import type { Http } from "@groundplan/kit/http.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { deleteOnceUnused, findByName, get, reference, unwrap } from "./client.ts";
import { directory } from "./people.ts";
import { type LayerAnswer, layer, layerAnswer, layerBodies, livingLayers, toldLayer } from "./schedule-layers.ts";

const inputs = z.strictObject({
  name: z.string().min(1).describe("Name; how the schedule is found again, so unique here."),
  description: z.string().default("").describe("What it is for."),
  timeZone: z.string().describe("IANA time zone, e.g. `Europe/Berlin`."),
  layers: z
    .array(layer)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "have names that are not unique")
    .describe("Who is on call when; a later layer goes over an earlier one."),
  teams: z.array(z.string()).default([]).describe("Ids of the teams that it belongs to."),
});
type Inputs = z.output<typeof inputs>;

/** PagerDuty REST: `GET /schedules/{id}`. */
const answer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  time_zone: z.string(),
  schedule_layers: z.array(layerAnswer),
  teams: z.array(reference).default([]),
});

export const schedule = resource<Http>()({
  token: "pagerduty:index/schedule:Schedule",
  description: "Who is on call when. A layer that is declared no more is ended, since none can be taken away.",
  calls: [
    "GET /users",
    "GET /schedules",
    "POST /schedules",
    "GET /schedules/{id}",
    "PUT /schedules/{id}",
    "DELETE /schedules/{id}",
  ],
  inputs,
  outputs: z.object({}),
  importId: "<schedule id>",

  async check(call, wanted) {
    // Absent while something in them is not known yet.
    const layers: Inputs["layers"] = wanted.layers ?? [];
    const people = await directory(
      call,
      layers.flatMap(({ users }) => users),
    );
    return {
      inputs:
        wanted.layers === undefined
          ? {}
          : { layers: layers.map((one) => ({ ...one, users: one.users.map((user) => people.idOf(user)) })) },
      issues: layers.flatMap(({ users }, i) =>
        users.flatMap((user, j) => people.issueOf(user, `layers[${i}].users[${j}]`)),
      ),
    };
  },

  find: (call, { name }) => findByName(call, "schedules", name),

  async create({ client }, wanted) {
    const { body } = await client.send("POST", "/schedules", { body: bodyOf(wanted, []) });
    return { id: unwrap("schedule", answer, body, "POST /schedules").id, outputs: {} };
  },

  async read(call, id, known) {
    const found = await readSchedule(call, id);
    if (found === undefined) return undefined;
    const { name, description, time_zone, teams } = found;
    const layers = livingLayers(found.schedule_layers, new Date()).map((one) =>
      toldLayer(
        one,
        known.layers?.find((declared) => declared.name === one.name),
      ),
    );
    const told = {
      name,
      description: description ?? "",
      timeZone: time_zone,
      layers,
      teams: teams.map(({ id }) => id),
    };
    return { inputs: told, outputs: {} };
  },

  async update(call, id, wanted) {
    const found = await readSchedule(call, id);
    await call.client.send("PUT", `/schedules/${id}`, { body: bodyOf(wanted, found?.schedule_layers ?? []) });
    return {};
  },

  delete: (call, id) => deleteOnceUnused(call, `/schedules/${id}`),
});

const readSchedule = (call: Reading<Http>, id: string) => get(call, `/schedules/${id}`, "schedule", answer);

const bodyOf = ({ name, description, timeZone, layers, teams }: Inputs, found: readonly LayerAnswer[]) => ({
  schedule: {
    type: "schedule",
    name,
    description,
    time_zone: timeZone,
    teams: teams.map((id) => ({ id, type: "team_reference" })),
    schedule_layers: layerBodies(layers, found, new Date()),
  },
});
