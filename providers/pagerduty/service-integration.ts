import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http } from "@groundplan/kit/http.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { get, reference, unwrap } from "./client.ts";

const inputs = z.strictObject({
  service: z.string().describe("Id of the service."),
  name: z.string().min(1).describe("Name, unique for its type in the service."),
  type: z
    .enum([
      "events_api_v2_inbound_integration",
      "generic_events_api_inbound_integration",
      "generic_email_inbound_integration",
      "aws_cloudwatch_inbound_integration",
      "cloudkick_inbound_integration",
      "event_transformer_api_inbound_integration",
      "keynote_inbound_integration",
      "nagios_inbound_integration",
      "pingdom_inbound_integration",
      "sql_monitor_inbound_integration",
    ])
    .optional()
    .describe("How alerts come in. Either this or `vendor`."),
  vendor: z.string().optional().describe("Id of the product that sends alerts, e.g. `PAM4FGS`. Either this or `type`."),
});
type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  integrationKey: z.string().describe("What alerts are sent with, 32 characters."),
  htmlUrl: z.string().describe("Its page in PagerDuty."),
});

/** PagerDuty REST: `GET /services/{id}/integrations/{integration_id}`. */
const answer = z.object({
  id: z.string(),
  name: z.string().nullish(),
  summary: z.string().nullish(),
  type: z.string(),
  vendor: reference.nullish(),
  integration_key: z.string().nullish(),
  html_url: z.string().nullish(),
});
type Answer = z.output<typeof answer>;

/** PagerDuty REST: `GET /services/{id}?include[]=integrations` has its integrations in full. */
const ownerAnswer = z.object({ integrations: z.array(answer).default([]) });

export const serviceIntegration = resource<Http>()({
  token: "pagerduty:index/serviceIntegration:ServiceIntegration",
  description:
    "A key by which alerts reach a service. PagerDuty has no call that deletes one: it stays until its service goes.",
  calls: [
    "GET /services/{id}",
    "POST /services/{id}/integrations",
    "GET /services/{id}/integrations/{integration_id}",
    "PUT /services/{id}/integrations/{integration_id}",
  ],
  inputs,
  outputs,
  replaceOn: ["service", "type", "vendor"],
  secrets: ["integrationKey"],
  importId: "<service id>.<integration id>",

  parseId(id) {
    const [service, integration, ...more] = id.split(".");
    return service && integration && more.length === 0 ? { service } : undefined;
  },

  check: async (_, { type, vendor }) => ({
    issues:
      type !== undefined && vendor !== undefined
        ? [{ property: "vendor", reason: "is given beside `type`: a vendor has its own type" }]
        : [],
  }),

  async find(call, { service, name, type, vendor }) {
    const owner = await get(call, `/services/${service}`, "service", ownerAnswer, { "include[]": "integrations" });
    const same = owner?.integrations.find(
      (one) =>
        (one.name ?? one.summary) === name &&
        (vendor === undefined ? one.type.replace(/_reference$/, "") === type : one.vendor?.id === vendor),
    );
    return same && `${service}.${same.id}`;
  },

  async create({ client }, wanted) {
    if (wanted.type === undefined && wanted.vendor === undefined)
      throw new VendorError("An integration needs a `type` or a `vendor`, and has neither.", {
        fix: "for alerts by API: type: events_api_v2_inbound_integration",
      });
    const path = `/services/${wanted.service}/integrations`;
    const { body } = await client.send("POST", path, { body: bodyOf(wanted) });
    const made = unwrap("integration", answer, body, `POST ${path}`);
    return { id: `${wanted.service}.${made.id}`, outputs: outputsOf(made) };
  },

  async read(call, id) {
    const found = await readIntegration(call, id);
    if (found === undefined) return undefined;
    const [service = ""] = id.split(".");
    const kind = found.vendor ? { vendor: found.vendor.id } : { type: found.type as NonNullable<Inputs["type"]> };
    return { inputs: { service, name: found.name ?? found.summary ?? "", ...kind }, outputs: outputsOf(found) };
  },

  async update({ client }, id, wanted) {
    const path = pathOf(id);
    const { body } = await client.send("PUT", path, { body: bodyOf(wanted) });
    return outputsOf(unwrap("integration", answer, body, `PUT ${path}`));
  },

  // PagerDuty REST: there is no DELETE; the description says so.
  delete: async () => undefined,
});

function pathOf(id: string): string {
  const [service, integration] = id.split(".");
  return `/services/${service}/integrations/${integration}`;
}

const readIntegration = (call: Reading<Http>, id: string): Promise<Answer | undefined> =>
  get(call, pathOf(id), "integration", answer);

const bodyOf = ({ name, type, vendor }: Inputs) => ({
  integration: {
    name,
    ...(type === undefined ? {} : { type }),
    ...(vendor === undefined ? {} : { vendor: { id: vendor, type: "vendor_reference" } }),
  },
});

const outputsOf = ({ integration_key, html_url }: Answer) => ({
  integrationKey: integration_key ?? "",
  htmlUrl: html_url ?? "",
});
