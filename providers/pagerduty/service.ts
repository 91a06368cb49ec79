import type { Http } from "@groundplan/kit/http.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { findByName, get, unwrap } from "./client.ts";
import { bodyOf, type ServiceAnswer, serviceAnswer, toldInputs } from "./service-answer.ts";
import { serviceInputs } from "./service-inputs.ts";

const outputs = z.object({
  htmlUrl: z.string().describe("Its page in PagerDuty."),
  createdAt: z.string().describe("Time of its creation, ISO 8601."),
});

// PagerDuty REST: this one is told on demand only.
const including = { "include[]": "auto_pause_notifications_parameters" };

export const service = resource<Http>()({
  token: "pagerduty:index/service:Service",
  description: "What incidents are about: a part of the platform that somebody answers for.",
  calls: ["GET /services", "POST /services", "GET /services/{id}", "PUT /services/{id}", "DELETE /services/{id}"],
  inputs: serviceInputs,
  outputs,
  importId: "<service id>",

  find: (call, { name }) => findByName(call, "services", name),

  async create({ client }, wanted) {
    const { body } = await client.send("POST", "/services", { body: bodyOf(wanted) });
    const made = unwrap("service", serviceAnswer, body, "POST /services");
    return { id: made.id, outputs: outputsOf(made) };
  },

  async read(call, id, known) {
    const found = await get(call, `/services/${id}`, "service", serviceAnswer, including);
    return found && { inputs: toldInputs(found, known.alertGroupingParameters), outputs: outputsOf(found) };
  },

  async update({ client }, id, wanted) {
    const { body } = await client.send("PUT", `/services/${id}`, { body: bodyOf(wanted) });
    return outputsOf(unwrap("service", serviceAnswer, body, `PUT /services/${id}`));
  },

  async delete({ client }, id) {
    await client.send("DELETE", `/services/${id}`, { accept: [404] });
  },
});

const outputsOf = ({ html_url, created_at }: ServiceAnswer) => ({
  htmlUrl: html_url ?? "",
  createdAt: created_at ?? "",
});
